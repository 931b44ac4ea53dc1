import type { Money } from '../../kernel/money.ts'

/** How money leaves: a file that the bank takes, later a provider. */
export const methods = ['sepa', 'ach', 'csv'] as const
export type Method = (typeof methods)[number]

/** The largest amount of one SEPA transfer, in cents. */
export const mostSepaMinor = 99_999_999_999n
/** The largest amount of one ACH entry, in cents: ten digits. */
export const mostAchMinor = 9_999_999_999n

/** Where a payment goes. Plain numbers: never logged, never in an event, sealed at rest. */
export type Account =
  | { kind: 'iban'; iban: string; bic: string | null }
  | { kind: 'us'; routing: string; account: string; type: 'checking' | 'savings' }
  | { kind: 'other'; account: string; bic: string; country: string }
/** The account behind an account: what is masked. */
export const numberOf = (account: Account): string => (account.kind === 'iban' ? account.iban : account.account)

export type FilePayment = {
  /** At most 12 capitals and digits; unique in the workspace, so that the bank's answer finds its payment. */
  reference: string
  holder: string
  isBusiness: boolean
  account: Account
  amount: Money
  /** What the partner reads on the bank statement. */
  remittance: string
}

export type SepaPayer = { holder: string; iban: string; bic: string | null; town: string; country: string }
/** `origin` is the id by which the bank knows the company, often "1" and the tax number; `bankName` the bank the file goes to. */
export type AchPayer = { holder: string; origin: string; routing: string; bankName: string }

/** What every file states: the same reference each time it is made, so that a bank refuses it the second time. */
export type FileHead = {
  reference: string; madeAt: Temporal.Instant; timeZone: string; executionOn: string
  /** How many files of this kind were made on the same day before it. */
  before: number
}
/** A written file. `content` is to be sealed. */
export type BankFile = { fileName: string; contentType: string; content: string }

import { decimal } from '../../kernel/money.ts'
import { csvNumber, csvText } from '../../platform/files/csv.ts'
import type { BankFile, FileHead, FilePayment } from './bank-file.ts'

const columns = ['reference', 'holder', 'account', 'bic_or_routing', 'country', 'amount', 'currency', 'execution_on', 'remittance']

/** A list for any bank or provider that takes none of the standard files. */
export function writePaymentsCsv(head: FileHead, payments: FilePayment[]): BankFile {
  const rows = payments.map((p) => {
    const { account } = p
    return {
      reference: p.reference, holder: p.holder, account: account.kind === 'iban' ? account.iban : account.account,
      bic_or_routing: account.kind === 'us' ? account.routing : account.bic, country: account.kind === 'iban' ? account.iban.slice(0, 2) : account.kind === 'us' ? 'US' : account.country,
      amount: csvNumber(decimal(p.amount.amountMinor, p.amount.currency)), currency: p.amount.currency, execution_on: head.executionOn, remittance: p.remittance,
    }
  })
  return { fileName: `${head.reference}.csv`, contentType: 'text/csv; charset=utf-8', content: csvText(rows, columns) }
}

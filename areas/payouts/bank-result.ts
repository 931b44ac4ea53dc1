import type { Money } from '../../kernel/money.ts'

export const outcomes = ['paid', 'failed', 'returned'] as const
export type Outcome = (typeof outcomes)[number]

/** What a bank says became of one payment, or of all payments of one file. */
export type BankResult = {
  /** Which entry or row of the file, counted from 1. */
  row: number
  /** Ours, as it stood in the payment; or that of the file where the bank books a file as a whole. */
  about: { payment: string } | { file: string }
  outcome: Outcome
  /** "YYYY-MM-DD", the day it was booked; null where the file does not say. */
  on: string | null
  amount: Money | null
  /** The bank's code and words, such as "AC04 account closed". */
  reason: string | null
}
export const mostResultBytes = 10 * 1024 ** 2

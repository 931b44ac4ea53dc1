import type { Reading } from '../../platform/db/context.ts'
import type { BankFile, FileHead, FilePayment, Method } from './bank-file.ts'
import { payerOf } from './pay-settings.ts'
import { writePaymentsCsv } from './write-csv.ts'
import { writeNacha } from './write-nacha.ts'
import { writePain001 } from './write-pain001.ts'

/** What carries payments away. Now: files that a person takes to the bank. A provider is one more of these. */
export type Rail = { write(r: Reading, head: FileHead, payments: FilePayment[]): Promise<BankFile> }

export const rails: Record<Method, Rail> = {
  sepa: { write: async (r, head, payments) => writePain001(head, await payerOf(r, 'sepa'), payments) },
  ach: { write: async (r, head, payments) => writeNacha(head, await payerOf(r, 'ach'), payments) },
  csv: { write: async (_r, head, payments) => writePaymentsCsv(head, payments) },
}

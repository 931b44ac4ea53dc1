import type { Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import type { PayableLine } from './rules.ts'

/** What paying asks of the ledger. Each of the three postings happens once per payment. */
export type LedgerPort = {
  /** What may be paid by `on` ("YYYY-MM-DD"): unpaid commission lines that are payable, sorted by partner, currency, id. */
  payableLines(r: Reading, on: string, filter?: { partnerId?: Id }): Promise<PayableLine[]>
  postPayment(tx: Tx, payment: { paymentId: Id; partnerId: Id; currency: string; lineIds: Id[]; withheldMinor: bigint; because: Id | null }): Promise<{ grossMinor: bigint }>
  postPaid(tx: Tx, paymentId: Id, because: Id | null): Promise<void>
  postReturned(tx: Tx, paymentId: Id, because: Id | null): Promise<void>
}

let port: LedgerPort = { payableLines: async () => [], postPayment: async () => ({ grossMinor: 0n }), postPaid: async () => {}, postReturned: async () => {} }
export const ledger = (): LedgerPort => port
export function useLedger(other: LedgerPort): void {
  port = other
}

import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'

/** Where a payment is found outside the ledger: the payout it is in, the reference under which bank and partner know it, and the day on which it arrived. */
export type PaymentReference = { payoutId: Id; reference: string; paidOn: string | null }
type Find = (r: Reading, paymentIds: Id[]) => Promise<Map<Id, PaymentReference>>

let find: Find = async () => new Map()

/** Called once at start by the area that makes payments; it lies below the ledger's, which cannot ask it. */
export function describePayments(own: Find): void {
  find = own
}

export const paymentReferences = (r: Reading, paymentIds: Id[]): Promise<Map<Id, PaymentReference>> => (paymentIds.length === 0 ? Promise.resolve(new Map()) : find(r, paymentIds))

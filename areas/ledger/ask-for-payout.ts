import { showId, type Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { lastPayment } from './pay-standing.ts'
import { recordIn } from './record-facts.ts'

/** The partner asks to be paid, as plans that pay on request want it. Asked again before the next payment it is the same request. */
export async function askForPayout(tx: Tx, partnerId: Id): Promise<void> {
  const last = await lastPayment(tx, partnerId)
  const partner = showId('partner', partnerId)
  await recordIn(tx, [{ kind: 'payout_requested', id: `${partner}:payout-requested:${last ? showId('payment', last.id) : 'first'}`, at: tx.now.toString(), partner }])
}

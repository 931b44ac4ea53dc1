import { showId, type Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { passGates } from './facts-write.ts'

/** Until the transaction ends nobody else pays this partner's lines or disputes one of them: whoever comes second sees the first. */
export const holdPayments = (tx: Tx, partnerId: Id): Promise<void> => passGates(tx, [`pay:${showId('partner', partnerId)}`])

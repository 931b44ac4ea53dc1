import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { handOver, makePromise, settlePromises, voidPromises } from '../promises/index.ts'
import type { ActionRow } from './store.ts'

type Of = Pick<ActionRow, 'id' | 'ownerId' | 'dueOn' | 'state'>
const ours = (action: Of | null): Of | null => (action !== null && action.ownerId !== null && action.state === 'open' ? action : null)

/**
 * While an action of ours is open a promise to the partner runs for it, so that it stands in Today and counts with our other promises.
 * Given another day in time it is promised anew; after its day it was not kept, whatever comes then.
 */
export async function keepPromise(tx: Tx, partnerId: Id, before: Of | null, after: Of): Promise<void> {
  const [was, is] = [ours(before), ours(after)]
  if (was && after.state === 'done') return settlePromises(tx, after.id, ['do_action'])
  const isSame = was !== null && is !== null && was.dueOn === is.dueOn
  if (was && !isSame) await voidPromises(tx, after.id, ['do_action'])
  if (is && !isSame) await makePromise(tx, { kind: 'do_action', subjectId: is.id, partnerId, ownerId: is.ownerId, dueOn: is.dueOn })
  if (isSame && is.ownerId !== null && was.ownerId !== is.ownerId) await handOver(tx, is.id, is.ownerId)
}

import { transact } from '../../platform/db/transact.ts'
import type { Reaction } from '../../platform/events/index.ts'
import { selfBill } from './write-invoice.ts'

export const payoutReactions: Reaction[] = [
  // Where the partner agreed to self-billing, each statement has its invoice a moment after it was issued.
  { name: 'payouts.self-bill', on: ['statement.issued'], run: (ctx, event) => transact(ctx, async (tx) => void (await selfBill(tx, event.subjectId))) },
]

// Who looks something up by its key is done in a moment, once the connection has planned the questions; planning them takes ten times as
// long. So only a few of them look at once, on connections that have: more at a time would each plan on a connection of its own, hold up the
// rest, and make those take still more.
import { availableParallelism } from 'node:os'
import type { Database } from './pool.ts'

const atOnce = availableParallelism() + 2
const turns = new WeakMap<Database, { underWay: number; waiting: (() => void)[] }>()

/** Does it once fewer than a few others are at it, in the order of asking. */
export async function inTurn<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const own = turns.get(db) ?? { underWay: 0, waiting: [] }
  turns.set(db, own)
  if (own.underWay >= atOnce) await new Promise<void>((resolve) => own.waiting.push(resolve))
  else own.underWay += 1
  try {
    return await work()
  } finally {
    // Whoever waits longest takes this place over.
    const next = own.waiting.shift()
    if (next) next()
    else own.underWay -= 1
  }
}

// Several who work in one transaction ask the same question about different things at the same moment: it is asked once.
import type { Reading, Tx } from './context.ts'
import { send, type Statement } from './transact.ts'

const shared = new WeakSet<Reading['q']>()

/** For as long as `work` takes, what is asked in this transaction at the same moment is asked together. */
export async function askingTogether<T>(r: Reading, work: () => Promise<T>): Promise<T> {
  shared.add(r.q)
  try {
    return await work()
  } finally {
    shared.delete(r.q)
  }
}

/**
 * A question, or a write, about one thing made of the one about many; `run` answers in the order of `all`. Outside of `askingTogether` it is
 * asked at once.
 */
export function together<R extends Reading, In, Out>(run: (r: R, all: In[]) => Promise<Out[]>): (r: R, one: In) => Promise<Out> {
  const open = new WeakMap<Reading['q'], { all: In[]; answers: Promise<Out[]> }>()
  const begin = (r: R) => {
    const all: In[] = []
    const answers = new Promise<void>((resolve) => process.nextTick(resolve)).then(() => {
      open.delete(r.q)
      return run(r, all)
    })
    const made = { all, answers }
    open.set(r.q, made)
    return made
  }
  return async (r, one) => {
    const own = shared.has(r.q) ? (open.get(r.q) ?? begin(r)) : { all: [one], answers: run(r, [one]) }
    const at = own === open.get(r.q) ? own.all.push(one) - 1 : 0
    return (await own.answers)[at]!
  }
}

/** The same for writes whose outcome nobody needs: what is asked after the answer sees them, and should one fail, so does the transaction. */
export function sendingTogether<In>(statements: (tx: Tx, all: In[]) => Statement[]): (tx: Tx, one: In) => Promise<void> {
  return together(async (tx: Tx, all: In[]) => {
    for (const statement of statements(tx, all)) send(tx, statement)
    return all.map(() => undefined)
  })
}

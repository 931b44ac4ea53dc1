// Those who ask at the same moment share a transaction: one commit and one conversation with the database for many. Guards that each is
// answered after its own work is committed, that nothing is done twice, and that nobody fails for what somebody else asked.
import type { Ctx, Tx } from './context.ts'
import type { Database } from './pool.ts'
import { askingTogether } from './together.ts'
import { transact } from './transact.ts'

/** One of those who share a transaction: `tx` is the shared one as its own actor has it, with its own moment. */
export type Shared<In> = { tx: Tx; one: In }
export type Gathered<In, Out> = {
  /** Two that have a name in common never share a transaction. */
  namesOf(one: In): string[]
  /** How many share one at most. */
  most?: number
  alone(ctx: Ctx, one: In): Promise<Out>
  /** Does the work of all in one transaction. With `apart` some of them, by where they stand, are found to depend on others: those work alone, the rest begins again. */
  together(tx: Tx, all: Shared<In>[], apart: (which: number[]) => never): Promise<Out[]>
}

type Waiting<In, Out> = { ctx: Ctx; one: In; names: string[]; done: (out: Out) => void; failed: (error: unknown) => void }
type Queue<In, Out> = { waiting: Waiting<In, Out>[]; underWay: { all: Waiting<In, Out>[]; since: number }[] }

/**
 * Whoever finds two transactions of a workspace under way waits for the next one, with all who came meanwhile; who finds one waits until as
 * many wait as are in that, unless it takes long. Two at once take turns on the processors, and many in one take half of the time that they
 * take in several.
 */
const atOnce = 2
const longMs = 100
const usuallyMost = 32

class Apart extends Error {
  readonly which: Set<number>
  constructor(which: number[]) {
    super('these depend on each other')
    this.which = new Set(which)
  }
}
const apart = (which: number[]): never => {
  throw new Apart(which)
}

export function gathering<In, Out>(work: Gathered<In, Out>): (ctx: Ctx, one: In) => Promise<Out> {
  const queues = new WeakMap<Database, Map<string, Queue<In, Out>>>()
  const queueOf = (ctx: Ctx): Queue<In, Out> => {
    const own = queues.get(ctx.db) ?? new Map<string, Queue<In, Out>>()
    queues.set(ctx.db, own)
    const queue = own.get(ctx.workspace) ?? { waiting: [], underWay: [] }
    own.set(ctx.workspace, queue)
    return queue
  }
  const go = (ctx: Ctx, queue: Queue<In, Out>): void => {
    while (mayBegin(queue)) {
      const all = takeApart(queue, work.most ?? usuallyMost)
      const own = { all, since: performance.now() }
      queue.underWay.push(own)
      // Those who were just answered may have more to tell: they are heard before the next transaction begins.
      void share(all, work).finally(() => setImmediate(() => {
        queue.underWay = queue.underWay.filter((other) => other !== own)
        if (queue.waiting.length > 0) go(ctx, queue)
        else if (queue.underWay.length === 0) queues.get(ctx.db)?.delete(ctx.workspace)
      }))
    }
  }
  return (ctx, one) => new Promise<Out>((done, failed) => {
    const queue = queueOf(ctx)
    queue.waiting.push({ ctx, one, names: work.namesOf(one), done, failed })
    go(ctx, queue)
    if (queue.waiting.length > 0) setTimeout(() => go(ctx, queue), longMs + 1)
  })
}

const mayBegin = <In, Out>({ waiting, underWay }: Queue<In, Out>): boolean => waiting.length > 0 && underWay.length < atOnce && underWay.every(({ all, since }) => waiting.length >= all.length || performance.now() - since > longMs)

/** The first that wait and have no name in common; the others go on waiting, in their order. */
function takeApart<In, Out>(queue: Queue<In, Out>, most: number): Waiting<In, Out>[] {
  const names = new Set<string>()
  const taken: Waiting<In, Out>[] = []
  queue.waiting = queue.waiting.filter((one) => {
    if (taken.length >= most || one.names.some((name) => names.has(name))) return true
    for (const name of one.names) names.add(name)
    taken.push(one)
    return false
  })
  return taken
}

async function share<In, Out>(all: Waiting<In, Out>[], work: Gathered<In, Out>): Promise<void> {
  const [first] = all
  if (!first) return
  let alone = all
  if (all.length > 1) {
    try {
      const { requestId: _, ...ctx } = first.ctx
      const outs = await transact(ctx, (tx) => askingTogether(tx, () => work.together(tx, all.map(({ ctx: { actor, now, requestId }, one }) => ({ tx: { ...tx, actor, now, ...(requestId === undefined ? {} : { requestId }) } as Tx, one })), apart)))
      return all.forEach((one, i) => one.done(outs[i]!))
    } catch (error) {
      // Nothing of it is committed. Where it is not known who is in the way of whom, each is told by itself what is wrong with its own.
      if (error instanceof Apart && error.which.size > 0) {
        await share(all.filter((_, i) => !error.which.has(i)), work)
        alone = all.filter((_, i) => error.which.has(i))
      }
    }
  }
  await Promise.all(alone.map(({ ctx, one, done, failed }) => work.alone(ctx, one).then(done, failed)))
}

/** Waits for all, also where one of them fails: a transaction is not ended while somebody still works in it. */
export async function allOf<T>(works: Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(works)
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}

import { recogniseAside } from '../companies/index.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { matchCustomers, type Judged, type MatchedCustomer } from './match-customers.ts'
import type { Customer } from './read-customers.ts'

export type Asked = { customer: Customer; judged?: Judged | undefined }
const atATime = 4000
/** So few are weighed sooner than a thread is started. */
const few = 1000

/**
 * A whole list, an answer for each, in order: while names of one part are weighed in a thread, the database is asked for the next.
 * `tick` is told how many are done and says whether to go on; undefined when it says no.
 */
export async function matchList(own: () => Ctx, asked: Asked[], tick: (done: number) => Promise<boolean>): Promise<MatchedCustomer[] | undefined> {
  const aside = asked.length > few ? recogniseAside() : undefined
  const part = (from: number): Promise<MatchedCustomer[]> => {
    const some = asked.slice(from, from + atATime)
    const judged = new Map(some.flatMap((one, i) => (one.judged ? [[i, one.judged] as const] : [])))
    const found = read(own(), (r) => matchCustomers(r, some.map((one) => one.customer), judged, aside))
    found.catch(() => {}) // told where it is waited for
    return found
  }
  try {
    const matched: MatchedCustomer[] = []
    let next = part(0)
    for (let from = 0; from < asked.length; from += atATime) {
      const current = next
      if (from + atATime < asked.length) next = part(from + atATime)
      matched.push(...(await current))
      if (!(await tick(Math.min(asked.length, from + atATime)))) return undefined
    }
    return matched
  } finally {
    aside?.stop()
  }
}

import type { Ctx } from '../../platform/db/context.ts'
import { allOf } from '../../platform/db/gathering.ts'
import { isTimeToLearn, learnRows } from '../../platform/db/learn.ts'
import type { FactResult } from './keep-facts.ts'
import { recordFacts } from './record-facts.ts'
import { settleUnsettled } from './settle-unsettled.ts'

const [atATime, atOnce] = [1000, 2]
const tellingFills = ['event', 'plan_fact_gate', 'plan_fact_beside']
const settlingFills = ['event', 'journal', 'commission_line', 'commission_item', 'entry']

/**
 * Keeps many facts, as JSON, a thousand in a transaction, and then books what follows from them. `heard` is told what became of each thousand
 * once it is committed, `settled` how many partners are settled so far and how many are to be; returns how many there were. What was told stays told should it end half-way.
 */
export async function recordInBulk(ctx: Ctx, facts: Iterable<unknown> | AsyncIterable<unknown>, heard: (results: FactResult[]) => void, settled: (partners: number, of: number) => void = () => {}): Promise<number> {
  const thousands = byTheThousand(facts)
  let toldSoFar = 0
  // While the database writes one, the next is read and worked out.
  await allOf(Array.from({ length: atOnce }, async () => {
    for await (const told of thousands) {
      heard((await recordFacts(now(ctx), told, { settle: 'later' })).results)
      toldSoFar += told.length
      if (isTimeToLearn(toldSoFar - told.length, toldSoFar)) await learnRows(now(ctx), tellingFills, toldSoFar)
    }
  }))
  let booked = 0
  return settleUnsettled(now(ctx), async (partners, of) => {
    settled(partners, of)
    // About a line for a fact.
    const before = booked
    booked = Math.floor((toldSoFar * partners) / of)
    if (isTimeToLearn(before, booked)) await learnRows(now(ctx), settlingFills, booked)
  })
}

const now = (ctx: Ctx): Ctx => ({ ...ctx, now: Temporal.Now.instant() })

async function* byTheThousand(facts: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<unknown[]> {
  let told: unknown[] = []
  for await (const fact of facts) {
    told.push(fact)
    if (told.length < atATime) continue
    yield told
    told = []
  }
  if (told.length > 0) yield told
}

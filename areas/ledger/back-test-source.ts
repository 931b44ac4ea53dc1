// Where a back-test takes the past from: what happened here, or an imported file. Partner after partner, so that memory stays flat.
import { sql } from 'kysely'
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { anyOfTexts } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { findIntroducer } from '../partners/index.ts'
import { plansWithin, type Fact } from '../program/index.ts'
import { bookedOn, bookedShares, draftSpans, firstName, partOfDraft, type BackTestPart } from './back-test.ts'
import type { BackTestRow } from './back-test-store.ts'
import { factsAround, factsOfSeller, ownFacts } from './facts-of-seller.ts'
import { accountCredits, closedPeriods, ofPartner, ofProgram } from './fact-topics.ts'
import { partnersOfPast, pastFacts } from './past.ts'

/** Everybody in the past that is tested, in the order in which they are taken; with `onPlan` only who was on the plan. */
export async function sellersOf(r: Reading, test: BackTestRow): Promise<string[]> {
  const all = await (test.fileId === null ? ownSellers(r) : fileSellers(r, test.id))
  if (!test.onPlan) return all
  const onIt = new Set((await plansWithin(r, test.from ?? '0001-01-01', test.to ?? '9999-12-31')).filter((one) => one.version.planId === test.planId).map((one) => showId('partner', one.partnerId)))
  return all.filter((who) => onIt.has(who))
}

/** What the draft and the books say of these sellers. */
export async function workOut(r: Reading, test: BackTestRow, sellers: string[]): Promise<BackTestPart[]> {
  const ids = sellers.flatMap((who) => parseId('partner', who) ?? [])
  const booked: BackTestPart = { items: 0, unused: 0, shares: await bookedShares(r, ids, test) }
  const parts = test.fileId === null ? await ownParts(r, test, ids) : await fileParts(r, test, sellers)
  return [booked, ...parts]
}

async function ownSellers(r: Reading): Promise<string[]> {
  const { rows } = await sql<{ topic: string }>`select distinct topic from plan_fact_topic where workspace_id = ${r.workspace} and topic like ${`${ofPartner('')}%`}`.execute(r.q)
  const booked = await r.q.selectFrom('commission_line').select('partner_id').distinct().where('workspace_id', '=', r.workspace).execute()
  const past = await partnersOfPast(r)
  return [...new Set([...rows.flatMap((row) => parseId('partner', row.topic.slice(ofPartner('').length)) ?? []), ...booked.map((row) => row.partner_id), ...past])].map((id) => showId('partner', id)).sort()
}

/** Facts as they were told; beside them what was never told, because the partner's plan was in language 1 or there was none. */
async function ownParts(r: Reading, test: BackTestRow, ids: Id[]): Promise<BackTestPart[]> {
  const parts: BackTestPart[] = []
  const spans = draftSpans(test.plan)
  const ask = (id: Id | undefined) => (id === undefined ? undefined : Promise.all([ownFacts(r, id), pastFacts(r, id), bookedOn(r, id)]))
  // The next one's are on their way while this one's are worked out.
  let next = ask(ids[0])
  for (const [i, id] of ids.entries()) {
    const [told, past, booked] = (await next) ?? [[], [], []]
    next = ask(ids[i + 1])
    next?.catch(() => {}) // told where it is awaited
    const own = new Map<string, Fact>(told.map((fact) => [firstName(fact.id), fact]))
    const untold = [...past, ...booked].filter((fact) => {
      if (own.has(fact.id)) return false
      own.set(fact.id, fact)
      return true
    })
    parts.push(partOfDraft(showId('partner', id), test, await factsOfSeller(r, id, spans, [...told, ...untold])))
  }
  return parts
}

async function fileSellers(r: Reading, testId: Id): Promise<string[]> {
  const { rows } = await sql<{ topic: string }>`select distinct topic from back_test_fact where workspace_id = ${r.workspace} and back_test_id = ${testId} and topic like ${`${ofPartner('')}%`}`.execute(r.q)
  return rows.map((row) => row.topic.slice(ofPartner('').length)).sort()
}

/** Facts of the file, asked for together for all of these sellers; whatever else a plan looks at is asked for one by one. */
async function fileParts(r: Reading, test: BackTestRow, sellers: string[]): Promise<BackTestPart[]> {
  const found = (topics: string[]) => r.q.selectFrom('back_test_fact').select(['topic', 'body']).where('workspace_id', '=', r.workspace).where('back_test_id', '=', test.id).where('topic', '=', anyOfTexts(topics)).orderBy('row_no').execute()
  const everybodys = [accountCredits, closedPeriods, ofProgram]
  const byTopic = Map.groupBy(await found([...sellers.map(ofPartner), ...everybodys]), (row) => row.topic)
  const read = (topics: string[]): Fact[] => [...new Map(topics.flatMap((topic) => byTopic.get(topic) ?? []).map((row) => JSON.parse(row.body) as Fact).map((fact) => [fact.id, fact])).values()]
  const look = async (topics: string[]) => [...new Map((await found(topics)).map((row) => JSON.parse(row.body) as Fact).map((fact) => [fact.id, fact])).values()]
  // Whom a draft ranks is everybody in the file, read once for these sellers where it ranks anybody.
  let everybody: Promise<Fact[]> | undefined
  const mates = () => (everybody ??= fileSellers(r, test.id).then((all) => look(all.map(ofPartner))))
  const parts: BackTestPart[] = []
  for (const who of sellers) parts.push(partOfDraft(who, test, await factsAround({ find: look, mates }, who, draftSpans(test.plan), read([ofPartner(who), accountCredits, closedPeriods]))))
  return parts
}

/** Our partner that a file names, by id or by name; where it is nobody or several, the name stands for itself. */
export function whoSaid(r: Reading): (said: string) => Promise<string> {
  const known = new Map<string, Promise<string>>()
  const find = async (said: string): Promise<string> => {
    if (parseId('partner', said)) return said
    const found = await findIntroducer(r, { partner: said, email: null })
    return typeof found === 'string' ? said : showId('partner', found.partnerId)
  }
  return (said) => {
    const before = known.get(said) ?? find(said)
    known.set(said, before)
    return before
  }
}

// Guards rules 1, 5 and 7 for facts: each is kept once, as it was told, or is in the tray with the reason.
import { sql } from 'kysely'
import { newId, parseId, type Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import { record } from '../../platform/events/record.ts'
import { partnerNames } from '../partners/index.ts'
import { saidBy, type Fact } from '../program/index.ts'
import { lookUpByKey } from './by-key.ts'
import { sellersTouched } from './facts-touch.ts'
import { besideOn, factsByKey, topicsById } from './fact-store.ts'
import { aboutOf, isOfProgram, lenderOf, ofAccount, ofPartner, partnersOf, sharedBy, topicsOf } from './fact-topics.ts'
import { putInTray, type ToTray } from './fact-tray.ts'
import { expectHeld, knownBeside, noFacts, passGates, storeFacts, type Gates, type LateFact, type NewFact } from './facts-write.ts'

/** recorded: new; known: told before, nothing changed; refused: not taken and in the tray, with the reason. */
export type FactResult = { id: string; result: 'recorded' | 'known' | 'refused'; why: string | null }
/** A fact as it was read, or why it is none. */
export type Read = { fact: Fact } | { why: string }
/** `sellers`: on whose items they can change what is due, sorted; `only`: the one new fact, by the teller's name, where there is one. */
export type Kept = { results: FactResult[]; eventId: Id | null; sellers: Id[]; only: string | null }

/** Keeps facts with their topics, or puts them in the tray. `gates`: those that were passed for them already, known once what is asked here is sent. */
export async function keepFacts(tx: Tx, told: unknown[], parsed: Read[], why: string | null, gates?: Promise<Gates>): Promise<Kept> {
  lookUpByKey(tx)
  const results: FactResult[] = []
  const tray: ToTray[] = []
  const refuse = (at: number, body: unknown, id: string, why: string) => {
    results[at] = { id, result: 'refused', why }
    tray.push({ key: id, body, why, code: 'refused', partnerId: null })
  }
  const read = parsed.flatMap((one) => ('fact' in one ? [one.fact] : []))
  const partnerIds = read.flatMap((fact) => partnersOf(fact).flatMap((shown) => parseId('partner', shown) ?? []))
  const named = new Set(read.flatMap(partnersOf))
  const accounts = [...new Set(read.flatMap((fact) => ('account' in fact && fact.account ? [fact.account] : [])))]
  // What has to be looked up before the gates are passed is answered first. Asked together and answered in this order: what is read is read behind the gates.
  if (!gates && read.some(lenderOf)) gates = Promise.resolve(await passGates(tx, read))
  const [passed, known, partners, beside] = await Promise.all([
    gates ?? (read.length === 0 ? noFacts : passGates(tx, read)), factsByKey(tx, read.flatMap((fact) => [fact.id, aboutOf(fact) ?? []].flat())), namesTogether(tx, partnerIds), knownBeside(tx, read.flatMap((fact) => [fact.id, ...(fact.kind === 'credited' && fact.of !== undefined ? [fact.of] : [])]), accounts, read.flatMap(partnersOf)),
  ])

  const fresh = new Map<string, Fact>()
  for (const [at, one] of parsed.entries()) {
    if ('why' in one) {
      refuse(at, told[at], idOf(told[at]), one.why)
      continue
    }
    const { fact } = one
    const before = fresh.get(fact.id) ?? known.get(fact.id)?.fact
    const stranger = partnersOf(fact).find((shown) => !partners.has(parseId('partner', shown) ?? ''))
    if (before) {
      if (saidBy(before) === saidBy(fact)) results[at] = { id: fact.id, result: 'known', why: null }
      else refuse(at, fact, fact.id, `There is another fact with the id “${fact.id}” that says something else. The first holds; to change it, withdraw it and tell what holds under an id of its own.`)
    } else if (stranger !== undefined) refuse(at, fact, fact.id, `There is no partner ${stranger}.`)
    else {
      fresh.set(fact.id, fact)
      results[at] = { id: fact.id, result: 'recorded', why: null }
    }
  }
  await putInTray(tx, tray)
  if (fresh.size === 0) return { results, eventId: null, sellers: [], only: null }

  const eventId = await record(tx, { type: 'facts.recorded', subject: { noun: 'fact', id: newId(tx.now.epochMilliseconds) }, why, payload: { count: fresh.size, ids: [...fresh.keys()].slice(0, 20) } })
  const placed = await place(tx, [...fresh.values()], new Map([...known].map(([key, one]) => [key, one.id])), beside.about)
  expectHeld(placed.facts.flatMap((one) => ('fact' in one ? [one] : [])), passed)
  await storeFacts(tx, placed.facts, eventId)
  await putInTray(tx, placed.waits)
  const lent = lentAccounts(placed.facts, accounts.map(ofAccount))
  // What is about another fact names nobody itself, and bears on whoever shares an item with those whom that one names.
  const shared = placed.topics.filter((topic) => topic.startsWith(ofPartner(''))).map((topic) => topic.slice(ofPartner('').length)).filter((partner) => !named.has(partner)).map(sharedBy)
  const further = lent.length + shared.length === 0 ? new Map<string, string[]>() : await besideOn(tx, [...lent, ...shared])
  const on = (topics: string[]) => topics.flatMap((topic) => further.get(topic) ?? [])
  const crew = [...beside.crew, ...on(shared).filter((topic) => topic.startsWith(ofPartner('')))]
  const sellers = await sellersTouched(tx, placed.topics, [...fresh.values()], [...beside.besides, ...on(lent)], [...new Set(crew)])
  if ([...fresh.values()].some(isOfProgram)) await markEverybody(tx)
  return { results, eventId, sellers, only: fresh.size === 1 ? ([...fresh.keys()][0] ?? null) : null }
}

const namesTogether = together<Tx, Id[], Map<Id, string>>(async (tx, asked) => {
  const names = await partnerNames(tx, asked.flat())
  return asked.map(() => names)
})

type Placed = { facts: (NewFact | LateFact)[]; waits: ToTray[]; topics: string[] }

/**
 * Gives each fact its topics: its own, and those of the fact that it is about. What is known about one of them already, because it had to
 * wait, is given that one's; and an item that gets credited to somebody else is given, with all that is about it, whom it is credited to.
 */
async function place(tx: Tx, fresh: Fact[], known: Map<string, Id>, about: { factId: Id; of: string }[]): Promise<Placed> {
  const ofKnown = await topicsById(tx, fresh.flatMap((fact) => known.get(aboutOf(fact) ?? '') ?? []))
  const byKey = new Map(fresh.map((fact) => [fact.id, fact]))
  const waitsFor = new Map(about.map(({ factId, of }) => [factId, of]))
  const topicsFor = (fact: Fact, depth = 0): string[] => {
    const before = known.get(aboutOf(fact) ?? '')
    // One that waited until now lends what it is given now as well.
    const other = byKey.get(aboutOf(fact) ?? '') ?? byKey.get(waitsFor.get(before ?? '') ?? '')
    return [...topicsOf(fact), ...(other && depth < 3 ? topicsFor(other, depth + 1) : []), ...(before === undefined ? [] : (ofKnown.get(before) ?? []))]
  }
  const facts: NewFact[] = fresh.map((fact) => ({ id: newId(tx.now.epochMilliseconds), fact, topics: [...new Set(topicsFor(fact))] }))
  const waited = about.flatMap(({ factId, of }) => facts.filter(({ fact }) => fact.id === of).map(({ topics }) => ({ factId, topics })))
  const credited = fresh.flatMap((fact) => {
    if (fact.kind !== 'credited' || fact.of === undefined) return []
    const item = known.get(fact.of)
    const topics = partnersOf(fact).map(ofPartner)
    return [...(item ? [item] : []), ...about.filter(({ of }) => of === fact.of).map((one) => one.factId)].map((factId) => ({ factId, topics }))
  })
  const waits = fresh.flatMap((fact) => {
    const of = aboutOf(fact)
    return of === undefined || byKey.has(of) || known.has(of) ? [] : [{ key: fact.id, body: fact, why: `It is about “${of}”, which is not known yet.`, code: 'waits' as const, partnerId: null }]
  })
  return { facts: [...facts, ...waited, ...credited], waits, topics: [...new Set([...facts, ...waited].flatMap((one) => one.topics))] }
}

const lentAccounts = (facts: (NewFact | LateFact)[], asked: string[]): string[] =>
  [...new Set(facts.flatMap((one) => ('fact' in one && lenderOf(one.fact) !== undefined ? one.topics.filter((topic) => topic.startsWith(ofAccount(''))) : [])))].filter((topic) => !asked.includes(topic))

/** What is so of everybody is settled for everybody a moment later. */
async function markEverybody(tx: Tx): Promise<void> {
  await sql`insert into unsettled (workspace_id, partner_id) select distinct workspace_id, substr(topic, 7)::uuid from plan_fact_topic where workspace_id = ${tx.workspace} and topic like 'p:par\\_%' on conflict do nothing`.execute(tx.q)
}

const idOf = (body: unknown): string => String((body as { id?: unknown } | null)?.id ?? '').slice(0, 200) || 'without an id'

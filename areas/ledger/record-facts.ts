// Guards rules 1, 5 and 7 for facts: each is kept once, as it was told, or is in the tray with the reason; what follows from it is booked with it.
import { newId, parseId, type Id } from '../../kernel/ids.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { partnerNames } from '../partners/index.ts'
import { parseFact, saidBy, type Fact } from '../program/index.ts'
import { sellersTouched } from './facts-touch.ts'
import { factsByKey, topicsById } from './fact-store.ts'
import { aboutOf, gatesOf, partnersOf, topicsOf, waitingFor } from './fact-topics.ts'
import { putInTray, type ToTray } from './fact-tray.ts'
import { knownBeside, passGates, storeFacts, type LateFact, type NewFact } from './facts-write.ts'
import { settlePartner } from './settle-partner.ts'
import type { PostedLine } from './post.ts'

/** recorded: new; known: told before, nothing changed; refused: not taken and in the tray, with the reason. */
export type FactResult = { id: string; result: 'recorded' | 'known' | 'refused'; why: string | null }
export type Recorded = { results: FactResult[]; lines: PostedLine[] }

/**
 * Keeps facts, as JSON, and books what follows from them, in one transaction. A fact is known by its id: the same again changes nothing,
 * the same id saying something else is refused. A fact about another that is not known yet waits for it. `settle: 'later'` leaves the
 * booking to whoever settles the partners marked.
 */
export async function recordFacts(ctx: Ctx, told: unknown[], options: { settle?: 'now' | 'later' } = {}): Promise<Recorded> {
  allow(ctx, 'facts:write')
  return transact(ctx, (tx) => recordIn(tx, told, options))
}

/** The same inside the transaction of whoever tells them. */
export async function recordIn(tx: Tx, told: unknown[], { settle = 'now' }: { settle?: 'now' | 'later' } = {}): Promise<Recorded> {
  const results: FactResult[] = []
  const tray: ToTray[] = []
  const refuse = (at: number, body: unknown, id: string, why: string) => {
    results[at] = { id, result: 'refused', why }
    tray.push({ key: id, body, why, code: 'refused', partnerId: null })
  }
  const parsed = told.map(parseFact)
  const read = parsed.flatMap((one) => ('fact' in one ? [one.fact] : []))
  const partnerIds = read.flatMap((fact) => partnersOf(fact).flatMap((shown) => parseId('partner', shown) ?? []))
  const accounts = [...new Set(read.flatMap((fact) => ('account' in fact && fact.account ? [fact.account] : [])))]
  // Asked together and answered in this order: what is read is read behind the gates.
  const [, known, partners, beside] = await Promise.all([
    passGates(tx, read.flatMap(gatesOf)), factsByKey(tx, read.flatMap((fact) => [fact.id, aboutOf(fact) ?? []].flat())), partnerNames(tx, partnerIds), knownBeside(tx, read.map((fact) => fact.id), accounts),
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
  if (fresh.size === 0) return { results, lines: [] }

  const eventId = await record(tx, { type: 'facts.recorded', subject: { noun: 'fact', id: newId(tx.now.epochMilliseconds) }, payload: { count: fresh.size, ids: [...fresh.keys()].slice(0, 20) } })
  const placed = await place(tx, [...fresh.values()], new Map([...known].map(([key, one]) => [key, one.id])), beside.waiting)
  await storeFacts(tx, placed.facts, eventId)
  await putInTray(tx, placed.waits)
  const sellers = await sellersTouched(tx, placed.topics, [...fresh.values()], beside.protectedAccounts)
  if (settle === 'later') {
    if (sellers.length > 0) await tx.q.insertInto('unsettled').values(sellers.map((partnerId) => ({ workspace_id: tx.workspace, partner_id: partnerId }))).onConflict((c) => c.doNothing()).execute()
    return { results, lines: [] }
  }
  const lines: PostedLine[] = []
  const only = fresh.size === 1 ? ([...fresh.keys()][0] ?? null) : null
  for (const sellerId of sellers) lines.push(...(await settlePartner(tx, sellerId, { because: eventId, fact: only })))
  return { results, lines }
}

type Placed = { facts: (NewFact | LateFact)[]; waits: ToTray[]; topics: string[] }

/** Gives each fact its topics: its own, or those of the fact that it is about; what waited for one of them is given them as well. */
async function place(tx: Tx, fresh: Fact[], known: Map<string, Id>, waiting: { factId: Id; about: string }[]): Promise<Placed> {
  const ofKnown = await topicsById(tx, fresh.flatMap((fact) => known.get(aboutOf(fact) ?? '') ?? []))
  const byKey = new Map(fresh.map((fact) => [fact.id, fact]))
  const topicsFor = (fact: Fact, depth = 0): string[] => {
    const about = aboutOf(fact)
    if (about === undefined) return topicsOf(fact)
    const other = byKey.get(about)
    if (other && depth < 3) return topicsFor(other, depth + 1)
    return ofKnown.get(known.get(about) ?? '') ?? [waitingFor(about)]
  }
  const facts: NewFact[] = fresh.map((fact) => ({ id: newId(tx.now.epochMilliseconds), fact, topics: [...new Set(topicsFor(fact))] }))
  const late = waiting.filter((one) => byKey.has(one.about)).map((one) => ({ factId: one.factId, topics: facts.find(({ fact }) => fact.id === one.about)?.topics ?? [] }))
  const waits = facts.flatMap(({ fact, topics }) => {
    const [topic = ''] = topics
    return topic === waitingFor(aboutOf(fact) ?? '') ? [{ key: fact.id, body: fact, why: `It is about “${aboutOf(fact)}”, which is not known yet.`, code: 'waits' as const, partnerId: null }] : []
  })
  return { facts: [...facts, ...late], waits, topics: [...new Set(facts.flatMap((one) => one.topics))] }
}

const idOf = (body: unknown): string => String((body as { id?: unknown } | null)?.id ?? '').slice(0, 200) || 'without an id'

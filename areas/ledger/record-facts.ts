// Guards rule 7 for facts: what follows from a fact is booked in the transaction that keeps it, whoever else shares that.
import type { Id } from '../../kernel/ids.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { parseFact, planSpans, plansOf, type Fact } from '../program/index.ts'
import { lookUpByKey } from './by-key.ts'
import { markMates, ranksThem } from './facts-of-mates.ts'
import { gatesOf, isOfProgram, lenderOf, ofPartner, partnersOf } from './fact-topics.ts'
import { passGates } from './facts-write.ts'
import { allOf, gathering } from '../../platform/db/gathering.ts'
import { keepFacts, type FactResult, type Kept, type Read } from './keep-facts.ts'
import type { PostedLine } from './post.ts'
import { settlePartner, type SharedSettling } from './settle-partner.ts'
import { lockItems } from './store.ts'

export type { FactResult } from './keep-facts.ts'
/** `eventId` is the event they were told under; null where nothing was new. */
export type Recorded = { results: FactResult[]; lines: PostedLine[]; eventId: Id | null }

/**
 * Keeps facts, as JSON, and books what follows from them, in one transaction. A fact is known by its id: the same again changes nothing,
 * the same id saying something else is refused. A fact about another that is not known yet waits for it. `settle: 'later'` leaves the
 * booking to whoever settles the partners marked. Who tells a few at the same moment as others may share a transaction with them.
 */
export async function recordFacts(ctx: Ctx, told: unknown[], options: { settle?: 'now' | 'later' } = {}): Promise<Recorded> {
  allow(ctx, 'facts:write')
  const facts = told.map(parseFact)
  return options.settle !== 'later' && mayShare(ctx, facts) ? recordTogether(ctx, { told, facts }) : transact(ctx, (tx) => recordRead(tx, { told, facts }, options))
}

/** The same inside the transaction of whoever tells them; `why` stands at the event and at what is booked. */
export async function recordIn(tx: Tx, told: unknown[], options: { settle?: 'now' | 'later'; why?: string | null } = {}): Promise<Recorded> {
  return recordRead(tx, { told, facts: told.map(parseFact) }, options)
}

async function recordRead(tx: Tx, { told, facts }: Told, { settle = 'now', why = null }: { settle?: 'now' | 'later'; why?: string | null } = {}): Promise<Recorded> {
  const kept = await keepFacts(tx, told, facts, why)
  if (settle === 'later') {
    await markTouched(tx, kept.sellers)
    return { results: kept.results, lines: [], eventId: kept.eventId }
  }
  return settleTouched(tx, kept, why)
}

/** Books what follows from facts that were kept in this transaction. */
async function settleTouched(tx: Tx, { results, eventId, sellers, only }: Kept, why: string | null, shared?: SharedSettling): Promise<Recorded> {
  const lines: PostedLine[] = []
  for (const sellerId of sellers) lines.push(...(await settlePartner(tx, sellerId, { because: eventId, fact: only, why, tellsMates: true, isGated: true }, shared)))
  return { results, lines, eventId }
}

async function markTouched(tx: Tx, sellers: Id[]): Promise<void> {
  if (sellers.length === 0) return
  const ranked = [...(await plansOf(tx, sellers)).values()].some(ranksThem)
  if (ranked) await markMates(tx, (await Promise.all(sellers.map((id) => planSpans(tx, id)))).flat().filter((span) => ranksThem([span.plan])).map((span) => span.planVersionId), sellers)
  await tx.q.insertInto('unsettled').values(sellers.map((partnerId) => ({ workspace_id: tx.workspace, partner_id: partnerId }))).onConflict((c) => c.doNothing()).execute()
}

type Told = { told: unknown[]; facts: Read[] }

/** Each as if it had been alone, one after the other, in one transaction; who got in another's way tells alone. */
const recordTogether = gathering<Told, Recorded>({
  namesOf: ({ facts }) => facts.flatMap((one) => ('fact' in one ? [...gatesOf(one.fact), ...partnersOf(one.fact).map(ofPartner)] : [])),
  alone: (ctx, one) => transact(ctx, (tx) => recordRead(tx, one)),
  together: async (tx, all, apart) => {
    // Asked together and answered in this order: what is read is read behind the gates.
    lookUpByKey(tx)
    const facts = all.flatMap(({ one }) => one.facts.flatMap((read) => ('fact' in read ? [read.fact] : [])))
    const gates = facts.some(lenderOf) ? Promise.resolve(await passGates(tx, facts)) : passGates(tx, facts)
    const keeping = allOf(all.map(({ tx: own, one }) => keepFacts(own, one.told, one.facts, null, gates)))
    await allOf<unknown>([gates, keeping])
    const kept = await keeping
    const taken = new Set<Id>()
    const inTheWay = kept.flatMap(({ sellers }, i) => (sellers.some((id) => taken.size === taken.add(id).size) ? [i] : []))
    if (inTheWay.length > 0) apart(inTheWay)
    // In one order before anything else of them, so that those who share another transaction never wait for these in a circle.
    const postings = await lockItems(tx, [...taken])
    return allOf(all.map(({ tx: own }, i) => settleTouched(own, kept[i]!, null, { postings, ranked: () => apart([i]) })))
  },
})

/** A few facts that are about partners and their own items, told without a key of the request: who is touched by them is found before anything is booked. */
function mayShare(ctx: Ctx, facts: Read[]): boolean {
  return !('inside' in ctx) && ctx.idempotency === undefined && facts.length > 0 && facts.length <= mostToShare
    && facts.every((one) => 'fact' in one && !isOfProgram(one.fact) && !apartKinds.has(one.fact.kind) && partnersOf(one.fact).length <= 1)
}
const mostToShare = 10
const apartKinds = new Set<Fact['kind']>(['above', 'rate', 'credited', 'standing', 'ended', 'payout', 'payout_failed', 'payout_requested', 'statement_closed'])

// Guards two promises at once: of whoever only ever was a candidate nothing personal stays, and what was business is never erased.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { no, refuse, type Can } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Reading, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { countPeople, erasePartner, everyEraser, tracesOf, type Amount } from '../partners/index.ts'
import { applicationsOf } from './application-store.ts'
import { candidateErased } from './events.ts'
import { mayErase } from './rules.ts'
import { movesOf } from './queries.ts'
import { lockCandidate, type Candidate } from './store.ts'

/** Whether a candidate may be erased, and the first thing that speaks against it. */
export async function canErase(r: Reading, candidate: Candidate): Promise<Can> {
  const moves = await movesOf(r, candidate.partnerId)
  const may = mayErase({ stage: candidate.stage, partnerState: candidate.partner.state, wasPartner: moves.some((move) => move.from === 'active' || move.to === 'active') })
  if (!may.allowed) return may
  for (const { against } of everyEraser()) {
    const why = await against?.(r, candidate.partnerId)
    if (why) return no(why)
  }
  return may
}

/** What there is of a candidate, in the order in which it is told; what there is none of is left out. */
export async function tracesLeft(r: Reading, partnerId: Id): Promise<Amount[]> {
  const own = await ownTraces(r, partnerId)
  const amounts = [...(await countPeople(r, partnerId, await tracesOf(r, partnerId, own))), ...(await countOwn(r, partnerId))]
  for (const { count } of everyEraser()) amounts.push(...((await count?.(r, partnerId)) ?? []))
  return amounts.filter((one) => one.count > 0)
}

/**
 * Removes the application, contacts, notes, assessments, mails, links and customer lists of somebody who never became a partner. What
 * stays: that a candidate was there, its type, where it stood, who erased it, when and why, how much went, and the events, without the
 * reasons that people wrote. What is there is counted before, and again afterwards, when nothing may be left. Refuses
 * (recruiting.not_erasable) a partner, and whoever any business was done with.
 */
export async function eraseCandidate(ctx: Ctx, id: Id, { why }: { why: string }): Promise<{ erased: Amount[]; left: number }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const candidate = await lockCandidate(tx, id)
    const may = await canErase(tx, candidate)
    if (!may.allowed) throw refuse('conflict', 'recruiting.not_erasable', may.why)
    const traces = await tracesOf(tx, id, await ownTraces(tx, id))
    const erased = await tracesLeft(tx, id)
    await tx.q
      .insertInto('erasure')
      .values({
        workspace_id: tx.workspace, partner_id: id, partner_type: candidate.partner.type, stage: candidate.stage, source: candidate.source, erased: JSON.stringify(erased), why, erased_at: tx.now,
        erased_by: 'id' in tx.actor ? tx.actor.id : null,
      })
      .execute()
    for (const { erase } of everyEraser()) await erase?.(tx, id)
    await eraseOwn(tx, id)
    await erasePartner(tx, id, traces)
    const left = (await tracesLeft(tx, id)).reduce((n, one) => n + one.count, 0)
    if (left > 0) throw new Error(`${left} traces of an erased candidate are still there`)
    await record(tx, candidateErased(id, { partnerType: candidate.partner.type, stage: candidate.stage, erased: Object.fromEntries(erased.map((one) => [one.what, one.count])) }, why))
    return { erased, left }
  })
}

async function ownTraces(r: Reading, partnerId: Id): Promise<{ subjectIds: Id[]; addresses: string[] }> {
  const applications = await applicationsOf(r, partnerId)
  return { subjectIds: applications.map((one) => one.id), addresses: applications.map((one) => one.email) }
}

const own = ['application', 'assessment', 'candidacy_move', 'candidacy'] as const
const words: Record<(typeof own)[number], string> = { application: 'application', assessment: 'assessment', candidacy_move: 'board move', candidacy: 'card' }

async function countOwn(r: Reading, partnerId: Id): Promise<Amount[]> {
  const count = async (table: (typeof own)[number]): Promise<Amount> =>
    ({ what: words[table], count: Number((await r.q.selectFrom(table).select(sql<bigint>`count(*)`.as('n')).where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).executeTakeFirstOrThrow()).n) })
  return Promise.all(own.map(count))
}

/** Other cards that said it may be the same do not say so any more. */
async function eraseOwn(tx: Tx, partnerId: Id): Promise<void> {
  for (const table of own) await tx.q.deleteFrom(table).where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).execute()
  await sql`update candidacy set maybe_same_as = (select coalesce(jsonb_agg(s), '[]') from jsonb_array_elements(maybe_same_as) as s where s->>'partnerId' <> ${partnerId})
    where workspace_id = ${tx.workspace}::uuid and maybe_same_as @> ${JSON.stringify([{ partnerId }])}::jsonb`.execute(tx.q)
}

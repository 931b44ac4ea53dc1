// What of introductions follows when two companies become one: whose buyer it is then, and which case that opens.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField, type Refusal } from '../../kernel/refusal.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { companyById, type Relinker } from '../companies/index.ts'
import { conflictOf, heldClaim, joinClaims, letWait, type ClaimRow } from '../coselling/index.ts'
import { partnerById, partnerNames } from '../partners/index.ts'
import { makePromise, voidPromises } from '../promises/index.ts'
import { decideHolder } from './relink-rules.ts'
import { referralById, type ReferralRow } from './store.ts'
import { openCase, whatWeHave } from './what-we-have.ts'

type Pair = { from: Id; into: Id }

export const referralRelinker: Relinker = {
  name: 'referrals',
  tables: [
    { table: 'referral', key: ['id'], what: 'introductions', counted: (ids) => sql<boolean>`t.company_id = any(${ids}::uuid[])`, scope: (ids) => sql<boolean>`(t.company_id = any(${ids}::uuid[]) or (t.maybe_same_as <> '[]'::jsonb and exists (select from jsonb_array_elements(t.maybe_same_as) as m where (m ->> 'companyId')::uuid = any(${ids}::uuid[]))))` },
    { table: 'promise', key: ['id'], scope: (ids) => sql<boolean>`t.subject_id in (select f.id from referral f where f.workspace_id = t.workspace_id and f.company_id = any(${ids}::uuid[]))` },
  ],
  against: async (r, pair) => (await bothUnderWay(r, pair)) ?? (await bothAccepted(r, pair)),
  move: async (tx, pair) => {
    const { own, other } = await holders(tx, pair)
    const holder = own && other ? decideHolder(own, other) : null
    await joinClaims(tx, { ...pair, holder: holder === 'own' ? (own?.claim.id ?? null) : holder === 'other' ? (other?.claim.id ?? null) : null })
    await tx.q.updateTable('referral').set({ company_id: pair.into }).where('workspace_id', '=', tx.workspace).where('company_id', '=', pair.from).execute()
    await rename(tx, pair)
    const waits = holder === 'own' ? other : holder === 'other' ? own : null
    const rival = (await heldClaim(tx, pair.into)) ?? null
    if (waits) await contest(tx, { ...waits.referral, companyId: pair.into }, { reasons: [], opportunityId: null, rival })
    await meetWhatWeHave(tx, pair.into, rival)
  },
  moveChosen: async (tx, { from, into }, { referralIds }) => {
    if (referralIds.length === 0) return
    const written = await tx.q.updateTable('referral').set({ company_id: into }).where('workspace_id', '=', tx.workspace).where('company_id', '=', from).where('id', 'in', referralIds).returning('id').execute()
    if (written.length < new Set(referralIds).size) throw refuseField('referralIds', 'companies.not_of_company', 'One of these introductions is not of this company.')
  },
}

/** One introduction of a company by a partner is under way at a time. */
async function bothUnderWay(r: Reading, { from, into }: Pair): Promise<Refusal | null> {
  const { rows: [twin] } = await sql<{ partner_id: Id; one: string; other: string }>`select a.partner_id, a.buyer_text as one, b.buyer_text as other
    from referral a join referral b on b.workspace_id = a.workspace_id and b.partner_id = a.partner_id and b.company_id = ${from}::uuid and b.state not in ('won', 'lost', 'declined')
    where a.workspace_id = ${r.workspace}::uuid and a.company_id = ${into}::uuid and a.state not in ('won', 'lost', 'declined') limit 1`.execute(r.q)
  if (!twin) return null
  const partner = (await partnerNames(r, [twin.partner_id])).get(twin.partner_id) ?? 'A partner'
  return refuse('conflict', 'companies.merge_same_partner', `${partner} introduced both, as “${twin.one}” and as “${twin.other}”, and both introductions are under way. Close one of them first.`)
}

async function bothAccepted(r: Reading, pair: Pair): Promise<Refusal | null> {
  const { own, other } = await holders(r, pair)
  if (!own || !other || decideHolder(own, other) !== 'neither') return null
  const names = await partnerNames(r, [own.referral.partnerId, other.referral.partnerId])
  return refuse('conflict', 'companies.merge_two_accepted', `We accepted an introduction of each: by ${names.get(own.referral.partnerId) ?? ''} and by ${names.get(other.referral.partnerId) ?? ''}. Close one of them first.`)
}

type Holder = { claim: ClaimRow; referral: ReferralRow; isAccepted: boolean; placedAt: Temporal.Instant }
async function holders(r: Reading, { from, into }: Pair): Promise<{ own: Holder | null; other: Holder | null }> {
  const of = async (company: Id): Promise<Holder | null> => {
    const claim = await heldClaim(r, company)
    if (!claim) return null
    const referral = await referralById(r, claim.referralId)
    return { claim, referral, isAccepted: referral.state !== 'submitted', placedAt: claim.placedAt }
  }
  return { own: await of(into), other: await of(from) }
}

/** What might be the absorbed company might be the survivor; of the survivor's own introductions it is known. */
async function rename(tx: Tx, { from, into }: Pair): Promise<void> {
  await sql`update referral f set maybe_same_as = coalesce((
      select jsonb_agg(case when (m.one ->> 'companyId')::uuid = ${from}::uuid then m.one || jsonb_build_object('companyId', ${into}::text) else m.one end order by m.place)
      from jsonb_array_elements(f.maybe_same_as) with ordinality as m(one, place)
      where (m.one ->> 'companyId')::uuid <> f.company_id
        and not ((m.one ->> 'companyId')::uuid = ${from}::uuid and (f.company_id = ${into}::uuid or f.maybe_same_as @> jsonb_build_array(jsonb_build_object('companyId', ${into}::text))))), '[]'::jsonb)
    where f.workspace_id = ${tx.workspace}::uuid and f.maybe_same_as <> '[]'::jsonb
      and exists (select from jsonb_array_elements(f.maybe_same_as) as m where (m ->> 'companyId')::uuid in (${from}::uuid, ${into}::uuid) and ((m ->> 'companyId')::uuid = ${from}::uuid or f.company_id = ${into}::uuid))`.execute(tx.q)
}

/** The introduction that holds and is not answered meets what it would have met at first: an opportunity of ours, a customer, recent contact. */
async function meetWhatWeHave(tx: Tx, company: Id, held: ClaimRow | null): Promise<void> {
  if (!held) return
  const referral = await referralById(tx, held.referralId)
  if (referral.state !== 'submitted') return
  const found = await whatWeHave(tx, await companyById(tx, company))
  if (found.reasons.length === 0) return
  await letWait(tx, referral.id)
  await contest(tx, referral, { ...found, rival: null })
}

/** Opens a case about an introduction and promises its decision instead of an answer, unless one is open. */
async function contest(tx: Tx, referral: ReferralRow, found: Parameters<typeof openCase>[2]): Promise<void> {
  const before = await conflictOf(tx, referral.id)
  if (before && before.decidedAt === null) return
  await openCase(tx, referral, found)
  if (referral.turn !== 'ours') return
  await voidPromises(tx, referral.id, ['answer_referral'])
  await makePromise(tx, { kind: 'decide_conflict', subjectId: referral.id, partnerId: referral.partnerId, ownerId: referral.ownerId ?? (await partnerById(tx, referral.partnerId)).ownerId })
}

import { sql } from 'kysely'
import { insertCompanies, type NewCompany } from '../../areas/companies/store.ts'
import { createPlan, assignPlan } from '../../areas/program/index.ts'
import { newId, type Id } from '../../kernel/ids.ts'
import type { Ctx } from '../../platform/db/context.ts'
import type { Database } from '../../platform/db/pool.ts'
import { transact } from '../../platform/db/transact.ts'
import { newWorkspaceToken } from '../../platform/auth/tokens.ts'
import { createWorkspace, mintKey } from '../../platform/workspaces/index.ts'

export type Filled = { workspace: Id; key: string; tokens: string[]; partners: Id[]; ctx: Ctx }
export type Sizes = { companies: number; partners: number; referrals: number }

const heads = 'Alder Amber Anchor Arctic Aspen Atlas Aurora Bay Beacon Birch Blue Bright Bronze Canyon Cedar Chalk Clear Cliff Cobalt Copper Coral Crane Crest Crown Delta Dune Eagle East Elm Ember Falcon Fern Field Flint Forge Fox Frost Garnet Glen Gold Granite Green Grove Harbor Hawk Hazel Heron High Hollow Iron Ivory Jade Juniper Kestrel Lake Laurel Linden Lunar Maple Marble Mill Moss North Nova Oak Ocean Olive Onyx Opal Orchard Osprey Otter Pearl Pine Pioneer Plain Quartz Raven Red Reef Ridge River Robin Ruby Sable Saffron Sage Salt Sand Silver Slate Solar South Spruce Star Stone Storm Summit Swift Tern Thorn Timber Topaz Vale Violet Vista West White Wild Willow Wolf Wren Yew Zenith'.split(' ')
const middles = 'Systems Foods Logistics Medical Energy Media Motors Textiles Chemicals Robotics Analytics Packaging Shipping Farming Dental Optics Paper Steel Glass Water Travel Finance Security Learning Printing Plastics Brewing Fashion Furniture Imaging'.split(' ')
const forms = ['GmbH', 'Ltd', 'Inc.', 'AG', 'BV', 'SAS', 'Srl', 'AB', 'Oy', 'LLC']

/** A made-up company; the number makes it one of its kind. */
export function companyName(n: number): string {
  const syllables = ['ka', 'lo', 'mi', 'ru', 'ta', 've', 'no', 'shi', 'pa', 'del', 'or', 'qui', 'fen', 'zu', 'bri', 'sto']
  const coined = [n & 15, (n >> 4) & 15, (n >> 8) & 15, (n >> 12) & 15, (n >> 16) & 15].map((i) => syllables[i]).join('')
  return `${heads[n % heads.length]} ${coined.charAt(0).toUpperCase()}${coined.slice(1)} ${middles[n % middles.length]} ${forms[n % forms.length]}`
}
export const companyDomain = (n: number): string => `c${n.toString(36)}-${heads[n % heads.length]!.toLowerCase()}.com`

/** A workspace of the size that the figures are promised for. Companies go in through the area's own store; the rest by set-based SQL with the shapes the verbs write. */
export async function fill(db: Database, sizes: Sizes, say: (line: string) => void): Promise<Filled> {
  const now = Temporal.Now.instant()
  const made = await createWorkspace(db, { name: 'Bench', currency: 'EUR', timeZone: 'Europe/Berlin', admin: { email: 'bench@bench.example', name: 'Bench' } }, now.subtract({ hours: 24 * 800 }))
  const ctx: Ctx = { db, workspace: made.workspace, now, actor: { kind: 'system', name: 'Bench' } }
  const { token: key } = await mintKey(ctx, { name: 'bench', role: 'admin' })
  const industries = ['Food', 'Logistics', 'Wholesale', 'Software']
  for (let start = 0; start < sizes.companies; start += 5000) {
    const rows: NewCompany[] = Array.from({ length: Math.min(5000, sizes.companies - start) }, (_, i) => ({
      name: companyName(start + i), domain: companyDomain(start + i), industry: industries[i % 4]!, employees: 20 + ((start + i) * 7) % 3000, country: ['DE', 'FR', 'GB', 'US'][i % 4]!,
      graded: { grade: (['A', 'B', 'C', 'none'] as const)[(start + i) % 4]!, reasons: [], unknown: [] },
    }))
    await transact(ctx, (tx) => insertCompanies(tx, rows))
    if ((start / 5000) % 40 === 0) say(`  ${start.toLocaleString('en-US')} companies`)
  }
  const tokens = await transact(ctx, (tx) => fillPartners(tx.q, made, sizes))
  const { id: planId } = await createPlan(ctx, { name: 'Bench', terms: { language: 1, currency: 'EUR', components: [{ id: 'qualified', trigger: 'referral.qualified', kind: 'flat', amountMinor: '40000' }, { id: 'won', trigger: 'opportunity.won', kind: 'percent', rate: { num: 15, den: 100 }, basis: 'first_year_revenue' }], payment: { rule: 'after_quarter_end', days: 30 }, rounding: 'half_away_per_line' } })
  for (const { partner } of tokens.slice(0, 50)) await assignPlan(ctx, partner, { planId, from: now.toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString() })
  say(`  ${sizes.partners.toLocaleString('en-US')} partners, ${sizes.referrals.toLocaleString('en-US')} referrals`)
  await transact(ctx, (tx) => fillReferrals(tx.q, made, sizes))
  say('  analysing')
  await db.pool.query('vacuum analyze')
  return { workspace: made.workspace, key, tokens: tokens.map((t) => t.token), partners: tokens.map((t) => t.partner), ctx }
}

type Made = { workspace: Id; memberId: Id }
type Q = Parameters<Parameters<typeof transact>[1]>[0]['q']

async function fillPartners(q: Q, { workspace, memberId }: Made, sizes: Sizes) {
  const rows = Array.from({ length: sizes.partners }, (_, n) => ({ id: newId(), contact: newId(), link: newId(), n, ...newWorkspaceToken(workspace) }))
  for (let i = 0; i < rows.length; i += 2000) {
    const batch = rows.slice(i, i + 2000)
    await q.insertInto('partner').values(batch.map((p) => ({ workspace_id: workspace, id: p.id, name: `Partner ${p.n} ${heads[p.n % heads.length]}`, type: 'referral', state: 'active', owner_id: memberId, time_zone: 'Europe/Berlin', started_on: '2025-01-01' }))).execute()
    await q.insertInto('contact').values(batch.map((p) => ({ workspace_id: workspace, id: p.contact, partner_id: p.id, name: `Person ${p.n}`, email: `p${p.n}@bench.example`, is_primary: true }))).execute()
    await q.insertInto('link').values(batch.map((p) => ({ workspace_id: workspace, id: p.link, token_hash: p.hash, subject_id: p.id, holder_id: p.contact }))).execute()
  }
  return rows.map((p) => ({ token: p.token, partner: p.id }))
}

/** Two years of introductions, one per partner and company, most of them closed; a fifth became opportunities; each was promised an answer. */
async function fillReferrals(q: Q, { workspace, memberId }: Made, sizes: Sizes): Promise<void> {
  await sql`create temporary table source on commit drop as
    select row_number() over () as n, gen_random_uuid() as id, gen_random_uuid() as opp, p.id as partner_id, p.contact_id, c.id as company_id, now() - (row_number() over () * interval '730 days' / ${sizes.referrals}) as at
    from (select id, row_number() over (order by id) as n from company where workspace_id = ${workspace} limit ${sizes.referrals}) c
    join (select pa.id, k.id as contact_id, row_number() over (order by pa.id) - 1 as n from partner pa join contact k on k.workspace_id = pa.workspace_id and k.partner_id = pa.id where pa.workspace_id = ${workspace}) p
      on p.n = c.n % ${sizes.partners}`.execute(q)
  await sql`insert into opportunity (workspace_id, id, name, company_id, state, amount_minor, currency, opened_on, closed_on, attribution, partner_id, referral_id, created_at, changed_at)
    select ${workspace}, opp, 'Deal ' || n, company_id, case when n % 15 < 5 then 'won' when n % 15 < 10 then 'lost' else 'open' end, (n % 900 + 100) * 10000, 'EUR', (at + interval '10 days')::date,
      case when n % 15 < 10 then (at + interval '10 days')::date + (n % 90)::int end, 'sourced', partner_id, id, at, at from source where n % 5 = 0`.execute(q)
  await sql`insert into referral (workspace_id, id, partner_id, contact_id, company_id, state, turn, buyer_text, reason, consent, source, owner_id, submitted_at, answered_at, qualified_at, qualified_grade, closed_at, opportunity_id, opportunity_at, changed_at)
    select ${workspace}, id, partner_id, contact_id, company_id,
      case when n <= 60 then 'submitted' when n % 5 = 0 then case when n % 15 < 5 then 'won' when n % 15 < 10 then 'lost' else 'opportunity' end when n % 5 = 1 then 'met' else 'declined' end,
      case when n % 5 in (0, 1) or n <= 60 then 'ours' else 'nobody' end, 'Buyer ' || n, 'They asked who could help.', 'given', 'link', ${memberId}, at, case when n > 60 then at + interval '1 day' end,
      case when n % 5 = 0 and n > 60 then at + interval '8 days' end, case when n % 5 = 0 and n > 60 then 'A' end, case when n % 5 > 1 and n > 60 then at + interval '1 day' end,
      case when n % 5 = 0 and n > 60 then opp end, case when n % 5 = 0 and n > 60 then at + interval '10 days' end, at from source`.execute(q)
  await sql`insert into promise (workspace_id, id, kind, subject_id, partner_id, owner_id, made_at, due_at, settled_at, outcome)
    select ${workspace}, gen_random_uuid(), 'answer_referral', id, partner_id, ${memberId}, at, at + interval '1 day', case when n > 60 then at + interval '20 hours' end,
      case when n > 60 then case when n % 11 = 0 then 'broken' else 'kept' end end from source`.execute(q)
  await sql`insert into claim (workspace_id, id, company_id, partner_id, referral_id, state, placed_at, held_until)
    select ${workspace}, gen_random_uuid(), company_id, partner_id, id, case when n % 5 in (0, 1) then 'held' else 'released' end, at, null from source`.execute(q)
}

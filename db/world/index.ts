import type { Id } from '../../kernel/ids.ts'
import { setIcp } from '../../areas/companies/index.ts'
import { contactsOf, createPartner, mintPartnerLink } from '../../areas/partners/index.ts'
import { assignPlan, createPlan, type Terms } from '../../areas/program/index.ts'
import type { Ctx } from '../../platform/db/context.ts'
import type { Database } from '../../platform/db/pool.ts'
import { read } from '../../platform/db/transact.ts'
import { sql } from 'kysely'
import { createWorkspace, inviteMember } from '../../platform/workspaces/index.ts'
import { tellHypotheses } from './hypotheses.ts'
import { joinAs } from './join.ts'
import { importBuyers } from './buyers.ts'
import { icp, members, partners, vendor, type MemberKey, type PartnerKey } from './cast.ts'
import { Clock } from './clock.ts'
import { tellDuplicates } from './duplicates.ts'
import { tellMapping } from './mapping.ts'
import { tellPayouts } from './payouts.ts'
import { tellRecruiting } from './recruiting.ts'
import { tellReviews } from './reviews.ts'
import { agreeRecurring, tellCredits, tellRecurring } from './recurring.ts'
import { tellDispute, tellStatements } from './statements.ts'
import { tellStories } from './stories.ts'

const terms: Record<'standard' | 'revenue' | 'yen', { name: string; terms: Terms }> = {
  standard: { name: 'Introduction partner', terms: plan('EUR', '40000', 15) },
  revenue: { name: 'Technology partner', terms: plan('EUR', null, 10) },
  yen: { name: 'Introduction partner, Japan', terms: plan('JPY', '60000', 12) },
}

export type World = { ctxOf: (who: MemberKey, at: Temporal.Instant) => Ctx; memberId: Record<MemberKey, Id>; partnerId: Record<PartnerKey, Id>; clock: Clock; workspace: Id; db: Database }

/**
 * The named demo world, made by calling the verbs that everyone calls, dated over the last year. Does nothing when the workspace is
 * there already, or when `onlyIfEmpty` and there is any other. Returns whether it was made.
 */
export async function seedDemo(db: Database, say: (line: string) => void, options: { onlyIfEmpty?: boolean; now?: Temporal.Instant } = {}): Promise<boolean> {
  const existing = await db.sql.selectFrom('identity.workspace').select('slug').execute()
  if (existing.some((row) => row.slug === vendor.slug) || (options.onlyIfEmpty && existing.length > 0)) return false
  say('Filling the demo world …')
  const clock = new Clock(options.now ?? Temporal.Now.instant(), vendor.timeZone)
  const started = clock.monthsAgo(15)
  const [nora, ...others] = members
  const made = await createWorkspace(db, { name: vendor.name, slug: vendor.slug, currency: vendor.currency, timeZone: vendor.timeZone, admin: { email: nora.email, name: nora.name }, isDemo: true }, started)
  const memberId = { nora: made.memberId } as Record<MemberKey, Id>
  const nameOf = Object.fromEntries(members.map((m) => [m.key, m])) as Record<MemberKey, (typeof members)[number]>
  const ctxOf = (who: MemberKey, at: Temporal.Instant): Ctx => ({ db, workspace: made.workspace, now: at, actor: { kind: 'member', id: memberId[who], name: nameOf[who].name, role: nameOf[who].role } })
  for (const member of others) {
    const { id } = await inviteMember(ctxOf('nora', started), { email: member.email, name: member.name, role: member.role })
    memberId[member.key] = id
    await joinAs(db, member.email, started)
  }
  await setIcp(ctxOf('nora', started), icp)
  await importBuyers(ctxOf('nora', started), clock)
  const planId = {} as Record<keyof typeof terms, Id>
  for (const [key, input] of Object.entries(terms)) planId[key as keyof typeof terms] = (await createPlan(ctxOf('nora', started), input)).id
  const partnerId = {} as Record<PartnerKey, Id>
  for (const partner of partners) {
    const at = clock.monthsAgo(partner.monthsAgo)
    const { id } = await createPartner(ctxOf(partner.owner, at), {
      name: partner.name, type: partner.type, state: 'active', ownerId: memberId[partner.owner], timeZone: partner.timeZone, website: null, startedOn: clock.day(at),
      contacts: partner.contacts.map(([name, email]) => ({ name, email, phone: null })),
    })
    partnerId[partner.key] = id
    for (const contact of await read(ctxOf(partner.owner, at), (r) => contactsOf(r, id))) await mintPartnerLink(ctxOf(partner.owner, at), id, { contactId: contact.id, send: true })
    if (partner.plan) await assignPlan(ctxOf('nora', at), id, { planId: planId[partner.plan], from: clock.day(at) })
  }
  const world: World = { ctxOf, memberId, partnerId, clock, workspace: made.workspace, db }
  await tellHypotheses(world)
  await agreeRecurring(world)
  await tellStories(world)
  await tellRecurring(world)
  await tellPayouts(world)
  await tellStatements(world)
  await tellCredits(world)
  await tellDispute(world)
  await tellReviews(world)
  await tellRecruiting(world)
  await tellMapping(world)
  await tellDuplicates(world)
  await sql`analyze`.execute(db.sql)
  return true
}

function plan(currency: string, amountMinor: string | null, percent: number): Terms {
  return {
    language: 1, currency,
    components: [
      ...(amountMinor ? [{ id: 'qualified', trigger: 'referral.qualified' as const, kind: 'flat' as const, amountMinor, clause: '§ 4.1' }] : []),
      { id: 'first_year', trigger: 'opportunity.won' as const, kind: 'percent' as const, rate: { num: percent, den: 100 }, basis: 'first_year_revenue' as const, clause: '§ 4.2' },
    ],
    payment: { rule: 'after_quarter_end', days: 30 }, rounding: 'half_away_per_line',
  }
}


import type { Id } from '../../../kernel/ids.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Ctx } from '../../../platform/db/context.ts'
import { transact } from '../../../platform/db/transact.ts'
import { createPartner } from '../../partners/index.ts'
import { assignPlan, createPlan, nothingHappened, type Facts, type SimpleTerms } from '../../program/index.ts'
import { settle, type Settled, type SettleItem } from '../index.ts'

export const referralTerms: SimpleTerms = {
  language: 1, currency: 'EUR', payment: { rule: 'after_quarter_end', days: 30 }, rounding: 'half_away_per_line',
  components: [
    { id: 'qualified', trigger: 'referral.qualified', kind: 'flat', amountMinor: '40000' },
    { id: 'won', trigger: 'opportunity.won', kind: 'percent', rate: { num: 15, den: 100 }, basis: 'first_year_revenue' },
  ],
}

let made = 0
export async function partnerOn(ctx: Ctx, plan: { planId: Id; from: string } | null, name = 'Nordlicht'): Promise<Id> {
  made += 1
  const { id } = await createPartner(ctx, {
    name: `${name} ${made}`, type: 'referral', state: 'active', ownerId: undefined, timeZone: 'Europe/Berlin', website: null, startedOn: '2026-01-01',
    contacts: [{ name: 'Ines', email: `ines${made}@nordlicht.example`, phone: null }],
  })
  if (plan) await assignPlan(ctx, id, { ...plan, why: 'agreed by hand' })
  return id
}

export async function planOf(ctx: Ctx, terms: SimpleTerms = referralTerms, name = `Plan ${(made += 1)}`): Promise<Id> {
  return (await createPlan(ctx, { name, terms })).id
}

export const won = (amountMinor: bigint, closedOn = '2026-11-20', currency = 'EUR'): Facts => ({ qualifiedOn: '2026-11-03', won: { closedOn, amountMinor, currency } })
export const qualified: Facts = { ...nothingHappened, qualifiedOn: '2026-11-03' }

export function settleOne(ctx: Ctx, partnerId: Id | null, itemId: Id, facts: SettleItem['facts'], more: Partial<SettleItem> = {}): Promise<Settled> {
  return transact(ctx, (tx) => settle(tx, { partnerId, itemId, referralId: itemId, opportunityId: null, companyId: null, facts, because: null, ...more }))
}
export const newItem = (): Id => newId()

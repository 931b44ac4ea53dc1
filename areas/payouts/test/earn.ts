import type { Id } from '../../../kernel/ids.ts'
import { newId } from '../../../kernel/ids.ts'
import { transact } from '../../../platform/db/transact.ts'
import type { TestWorkspace } from '../../../test/setup/server.ts'
import { settle } from '../../ledger/index.ts'
import { assignPlan, createPlan, nothingHappened } from '../../program/index.ts'

const plans = new Map<string, Id>()
/** Something is earned, payable on 2026-10-30: a qualified introduction of so much. Returns the item, so that it can be taken back. */
export async function earn(ws: TestWorkspace, partnerId: Id, amountMinor: string, options: { currency?: string } = {}): Promise<Id> {
  const key = `${ws.id} ${amountMinor} ${options.currency ?? 'EUR'}`
  const planId = plans.get(key) ?? (await createPlan(ws.ctx, {
    name: `Plan ${key}`, terms: {
      language: 1, currency: options.currency ?? 'EUR', payment: { rule: 'after_quarter_end', days: 30 }, rounding: 'half_away_per_line', components: [{ id: 'qualified', trigger: 'referral.qualified', kind: 'flat', amountMinor }],
    },
  })).id
  plans.set(key, planId)
  await assignPlan(ws.ctx, partnerId, { planId, from: '2026-07-01', why: 'for the test' })
  const item = newId()
  await settleItem(ws, partnerId, item, true)
  return item
}
export const takeBack = (ws: TestWorkspace, partnerId: Id, item: Id) => settleItem(ws, partnerId, item, false)

async function settleItem(ws: TestWorkspace, partnerId: Id, item: Id, isQualified: boolean): Promise<void> {
  await transact({ ...ws.ctx, now: Temporal.Instant.from('2026-09-20T10:00:00Z') }, (tx) =>
    settle(tx, { partnerId, itemId: item, referralId: item, opportunityId: null, companyId: null, because: null, facts: isQualified ? { ...nothingHappened, qualifiedOn: '2026-09-15' } : nothingHappened }))
}

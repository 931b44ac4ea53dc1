// Lines of what a partner lost: about no item, each on the one before of the same loss.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Plan } from '../program/index.ts'
import type { Difference } from './difference.ts'

/** `minor` is what of it stands, negative; `firstMinor` what was lost first. */
export type Lost = { itemKey: string; component: string; currency: string; minor: bigint; firstMinor: bigint; firstLineId: Id; lastLineId: Id; earnedOn: string; clause: string; planVersionId: Id }
const apart = 'forfeit'

/** Currency and the plan's groups, each under a component of it, so that what is lost is set off within its group. */
export const groupOf = (plan: Plan, component: string, currency: string): string => `${currency} ${plan.payout.groups?.find((one) => one.of.includes(component))?.of[0] ?? apart}`

type About = Omit<Lost, 'minor' | 'firstMinor' | 'firstLineId' | 'lastLineId'> & { lastLineId: Id | null }
export const lossOf = (partnerId: Id, { itemKey, component, currency, earnedOn, clause, planVersionId, lastLineId }: About, minor: bigint, working: string[]): Difference =>
  ({ partnerId, itemKey, component, currency, amountMinor: minor, payableMinor: minor, earnedOn, payableOn: earnedOn, heldUntil: null, clause, planVersionId, working, adjusts: lastLineId, stands: null })

export async function lostOf(r: Reading, partnerId: Id): Promise<Lost[]> {
  const rows = await r.q
    .selectFrom('commission_line').select(['id', 'item_key', 'component', 'currency', 'payable_minor', 'earned_on', 'clause', 'plan_version_id'])
    .where('workspace_id', '=', r.workspace).where('item_id', '=', partnerId).where('partner_id', '=', partnerId).where('item_key', 'like', 'lost:%').orderBy('seq').orderBy('id').execute()
  return [...Map.groupBy(rows, (row) => [row.item_key, row.component, row.currency].join('\n')).values()].flatMap((own) => {
    const [first, last] = [own[0], own.at(-1)]
    return first && last ? [{
      itemKey: last.item_key ?? '', component: last.component, currency: last.currency, minor: own.reduce((sum, row) => sum + row.payable_minor, 0n), firstMinor: first.payable_minor, firstLineId: first.id, lastLineId: last.id, earnedOn: last.earned_on, clause: last.clause, planVersionId: last.plan_version_id,
    }] : []
  })
}

/** Of these partners, those who lose something at an end that was told, or lost what was too small: what is booked for them by others changes that. */
export async function losersAmong(r: Reading, partnerIds: Id[], ended: (r: Reading, partnerIds: Id[]) => Promise<Id[]>): Promise<Id[]> {
  if (partnerIds.length === 0) return []
  const { rows } = await sql<{ id: Id }>`
    select k as id from unnest(${partnerIds}::uuid[]) k where exists (select from commission_line where workspace_id = ${r.workspace} and item_id = k and item_key like 'lost:below:%')`.execute(r.q)
  return [...new Set([...(await ended(r, partnerIds)), ...rows.map((row) => row.id)])]
}

// Which facts beside a partner's own can bear on what a plan makes due to it, for whoever does not look at all facts at once.
import { computedFields } from './conditions.ts'
import { isShared, type Component, type Plan } from './plan.ts'
import type { Condition } from './plan-parts.ts'

/**
 * `accounts`: what others did, and what is so, at the accounts of its items. `program`: standings that name neither partner nor account.
 * `crew`: what those who share an item would get of it. `everyone`: all items that the component is for. `below`: items of partners so many levels below it.
 */
export type LooksAt = { accounts: boolean; program: boolean; everyone: boolean; below: number; crew: boolean }

const ofAccount = new Set(['protected', 'incumbent', 'first_day', 'days_since_last'])
const computed = new Set(computedFields)

export function looksAt(plan: Plan): LooksAt {
  const fields = [...plan.components.flatMap(fieldsOf), ...conditionsOf(plan).flatMap(inCondition), ...(plan.contract ? [plan.contract.from] : [])]
  const asksStanding = fields.some((field) => !computed.has(field))
  const earned = plan.components.flatMap((one) => (isShared(one) ? [] : [one]))
  return {
    accounts: asksStanding || fields.some((field) => ofAccount.has(field)) || plan.components.some((one) => isShared(one) && 'earlierProtection' in one.share.to) ||
      earned.some((one) => one.to === 'protected' || one.to === 'incumbent' || one.to === 'customer' || one.keepAlive !== undefined || one.exclusive?.per === 'account' || one.refunds === 'until_paid' || one.hold?.from === 'first' || (typeof one.to === 'object' && 'touch' in one.to)),
    program: asksStanding, crew: plan.together !== undefined || earned.some((one) => one.less !== undefined), everyone: earned.some((one) => 'ranked' in one.pay),
    below: Math.max(0, ...earned.map((one) => (typeof one.to === 'object' && 'above' in one.to ? one.to.above : 0))),
  }
}

const conditionsOf = (plan: Plan): Condition[] =>
  [...(plan.tiers?.rows.map((row) => row.where) ?? []), ...(plan.protection?.refuse.map((one) => one.when) ?? []), plan.protection?.extension?.where, plan.payout.needs, ...plan.components.flatMap((one) => (isShared(one) ? [] : [one.where, one.needs?.that, one.keepAlive?.where, one.window?.breaks?.unless]))].filter((one) => one !== undefined)

function inCondition(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(inCondition)
  if ('any' in condition) return condition.any.flatMap(inCondition)
  if ('not' in condition) return inCondition(condition.not)
  if ('total' in condition) return [...(condition.total.per === 'account' ? ['first_day'] : []), ...(condition.total.where ? inCondition(condition.total.where) : [])]
  if ('within' in condition) return [condition.field, condition.within.after]
  if ('before' in condition) return [condition.field, condition.before]
  if ('notBefore' in condition) return [condition.field, condition.notBefore]
  return 'sameAs' in condition ? [condition.field, condition.sameAs] : [condition.field]
}

/** Fields that a component reads outside its conditions. A literal day among them is no field, and asking too much does no harm. */
function fieldsOf(component: Component): string[] {
  if (isShared(component)) return 'field' in component.share.to ? [component.share.to.field] : []
  const { pay, window, limits, to } = component
  const pers = [limits?.items?.per, ...(limits?.perPeriod ? [limits.perPeriod].flat().map((cap) => cap.per) : []), 'bands' in pay ? pay.bands.per : 'award' in pay ? pay.award.per : undefined]
  return [
    ...('percentFrom' in pay ? [pay.percentFrom] : []), ...('bands' in pay && typeof pay.bands.quota === 'string' ? [pay.bands.quota] : []), ...('table' in pay ? pay.table.rows.flatMap((row) => Object.keys(row.when)) : []), ...(window?.from ? [window.from] : []), ...(limits?.items?.distinct ? [limits.items.distinct] : []),
    ...pers.flatMap((per) => (typeof per === 'object' ? [per.field] : [])), ...(typeof to === 'object' && 'touch' in to && to.upTo ? [to.upTo] : []),
  ]
}

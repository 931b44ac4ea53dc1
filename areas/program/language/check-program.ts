// Tiers, protection and payment: what cannot be, or is never reached.
import { sayPercent } from '../../../kernel/text.ts'
import { checkCondition } from './check-conditions.ts'
import { error, exceeds, warning, type Finding } from './findings.ts'
import { isLength, later } from './periods.ts'
import { sayNearest } from './nearest-name.ts'
import { isShared, type Plan } from './plan.ts'
import { kindsIn } from './uses.ts'
import type { Condition } from './plan-parts.ts'

export function checkTiers(plan: Plan): Finding[] {
  const rows = plan.tiers?.rows ?? []
  return rows.flatMap((row, i) => {
    const place = `tiers.rows.${i}`
    const hidden = rows.slice(i + 1).find((one) => !one.where && !one.from && !one.until)
    return [
      ...(rows.findIndex((one) => one.name === row.name && one.from === row.from && one.until === row.until) < i ? [error(`${place}.name`, `Two tiers are called “${row.name}”.`, 'Name each once, or give them days apart.')] : []),
      ...(hidden ? [warning(place, `Everyone has the higher tier “${hidden.name}”, so this one is never held.`, 'Say what the higher one needs.')] : []),
      ...(row.from && row.until && row.until <= row.from ? [error(`${place}.until`, 'It ends before it begins.', 'Let it end later.')] : []),
      ...(row.where ? [...checkCondition(plan, row.where, `${place}.where`), ...(asks(row.where, 'tier') ? [error(`${place}.where`, 'A tier cannot depend on the tier.', 'Name what earns it instead.')] : []),
        ...ofItems.filter((field) => asksItself(row.where, field)).map((field) => error(`${place}.where`, `A tier is of the partner, and “${field}” is of one item.`, 'Ask for a total instead.'))] : []),
    ]
  })
}

const asks = (condition: Condition, field: string): boolean =>
  'all' in condition ? condition.all.some((one) => asks(one, field)) : 'any' in condition ? condition.any.some((one) => asks(one, field)) : 'not' in condition ? asks(condition.not, field) : 'total' in condition ? condition.total.where !== undefined && asks(condition.total.where, field) : condition.field === field

const ofItems = ['amount', 'units', 'account', 'currency', 'protected', 'incumbent', 'first_day', 'days_since_last']
/** Outside totals, which ask it of the items they count. */
const asksItself = (condition: Condition | undefined, field: string): boolean =>
  condition !== undefined && ('all' in condition ? condition.all.some((one) => asksItself(one, field)) : 'any' in condition ? condition.any.some((one) => asksItself(one, field)) : 'not' in condition ? asksItself(condition.not, field) : 'field' in condition && condition.field === field)

export function checkProtection(plan: Plan): Finding[] {
  const rules = plan.protection
  if (!rules) return []
  return [
    ...(rules.starts === 'approved' && !rules.decided ? [warning('protection.starts', 'It starts at the approval, but counts without one.', 'Set decided to true where it needs one.')] : []),
    ...(rules.extension && !isLength(rules.extension) ? [error('protection.extension', 'It does not say by how long.', 'Give days or months.')] : []),
    ...rules.lapses.flatMap((one, i) => (isLength(one) ? [] : [error(`protection.lapses.${i}`, 'It does not say after how long.', 'Give days or months.')])),
    ...rules.refuse.flatMap((one, i) => checkCondition(plan, one.when, `protection.refuse.${i}.when`)), ...(rules.extension?.where ? checkCondition(plan, rules.extension.where, 'protection.extension.where') : []),
  ]
}

export function checkExpiry(plan: Plan): Finding[] {
  const kinds = [...kindsIn(plan)]
  const units = new Map(kinds.flatMap(([id, kind]) => { const unit = kind.unit ?? (kind.to === 'customer' ? 'money' : undefined); return unit === undefined ? [] : [[id, unit] as const] }))
  const known = [...new Set(units.values())]
  return (plan.expiry ?? []).flatMap((rule, i) => {
    const place = `expiry.${i}`
    const shared = plan.components.find((one) => isShared(one) && units.get(one.id) === rule.unit)
    const isSooner = rule.idle && isLength(rule) && !rule.end && isLength(rule.idle) && later('2025-01-01', rule.idle) >= later('2025-01-01', rule)
    const held = plan.components.find((one) => !isShared(one) && units.get(one.id) === rule.unit && one.hold && isLength(one.hold) && isLength(rule) && later('2025-01-01', one.hold) >= later('2025-01-01', rule))
    return [
      ...(known.includes(rule.unit) ? [] : [error(`${place}.unit`, `No component pays in “${rule.unit}”.`, sayNearest(rule.unit, known, known.length === 0 ? 'Give a component a unit, or take it out; money does not lapse here.' : `Name one of ${known.join(', ')}.`))]),
      ...((plan.expiry ?? []).findIndex((one) => one.unit === rule.unit) < i ? [error(`${place}.unit`, `It says twice when “${rule.unit}” lapses.`, 'Say it once; the sooner of a length and a time without activity counts.')] : []),
      ...(!isLength(rule) && !rule.end && !rule.idle ? [error(place, 'It does not say when it lapses.', 'Give days or months, the end of a period, or a time without activity (idle).')] : []),
      ...(rule.idle && !isLength(rule.idle) ? [error(`${place}.idle`, 'It does not say after how long.', 'Give days or months.')] : []),
      ...(isSooner ? [warning(`${place}.idle`, 'By then it has lapsed by its age, so the time without activity is never reached.', 'Shorten it, or take it out.')] : []),
      ...(rule.percent !== undefined && exceeds(rule.percent, '100') ? [error(`${place}.percent`, `${sayPercent(rule.percent)} is more than what is left.`, 'Use at most 100.')] : []),
      ...(rule.percent !== undefined && !exceeds(rule.percent, '0') ? [error(`${place}.percent`, 'Nothing of it lapses.', 'Give it a percentage, or take the rule out, so that it keeps.')] : []),
      ...(rule.percent !== undefined && rule.idle && (isLength(rule) || rule.end) ? [error(`${place}.idle`, 'A part lapses by its age and after a time without activity, and it is not clear from when the next is counted.', 'Keep one of the two.')] : []),
      ...(rule.percent === undefined && rule.rest === 'keeps' ? [error(`${place}.rest`, 'All of it lapses, so there is no rest that keeps.', 'Say which percent lapses, or take it out.')] : []),
      ...(held ? [warning(place, `It lapses before “${held.id}” may be used.`, 'Let it keep longer than it is held.')] : []),
      ...(shared ? [error(`${place}.unit`, `“${shared.id}” is a share of it, and what somebody else earned cannot lapse with it.`, 'Let the share be of what is paid in money, or give whoever stands above a component of their own.')] : []),
    ]
  })
}

export function checkPayout(plan: Plan): Finding[] {
  const { withholdPercent, fee, groups, forfeits, needs, minimum, below } = plan.payout
  const ids = new Set(plan.components.map((one) => one.id))
  const seen = new Set<string>()
  return [
    ...[['withholdPercent', withholdPercent], ['fee.percent', fee?.percent]].flatMap(([where, text]) => (text && exceeds(text, '100') ? [error(`payout.${where}`, `${sayPercent(text)} is more than all of it.`, 'Use at most 100.')] : [])),
    ...(groups ?? []).flatMap((group, i) => group.of.flatMap((id) => {
      const isKnown = seen.has(id)
      seen.add(id)
      return [...(ids.has(id) ? [] : [error(`payout.groups.${i}.of`, `There is no component “${id}”.`, 'Name one of the plan.')]), ...(isKnown ? [error(`payout.groups.${i}.of`, `“${id}” is in two groups.`, 'Keep it in one.')] : [])]
    })),
    ...forfeits.flatMap((one, i) => (one.what === 'below_minimum' && minimum === undefined && !groups?.some((group) => group.minimum) ? [warning(`payout.forfeits.${i}`, 'There is no minimum, so nothing is lost.', 'Say a minimum, or take it out.')] : [])),
    ...(below === 'forfeited' && minimum === undefined && !groups?.some((group) => group.minimum) ? [warning('payout.below', 'There is no minimum that could be missed, so nothing is lost.', 'Say a minimum, or take it out.')] : []),
    ...(needs ? checkCondition(plan, needs, 'payout.needs') : []),
  ]
}

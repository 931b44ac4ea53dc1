// Conditions that can never hold, contradict themselves, or ask for a tier that there is not.
import { error, exceeds, warning, type Finding } from './findings.ts'
import { isLength } from './periods.ts'
import type { Plan } from './plan.ts'
import type { Condition } from './plan-parts.ts'

export function checkCondition(plan: Plan, condition: Condition, place: string): Finding[] {
  if ('all' in condition) return [...contradictions(condition.all, place), ...condition.all.flatMap((one, i) => checkCondition(plan, one, `${place}.all.${i}`))]
  if ('any' in condition) return condition.any.flatMap((one, i) => checkCondition(plan, one, `${place}.any.${i}`))
  if ('not' in condition) return checkCondition(plan, condition.not, `${place}.not`)
  if ('total' in condition) return [
    ...(condition.total.over && condition.total.last ? [error(`${place}.total`, 'It is counted over a calendar period and over the last days at once.', 'Keep one of over and last.')] : []),
    ...(condition.total.where ? checkCondition(plan, condition.total.where, `${place}.total.where`) : []),
  ]
  if ('within' in condition) return isLength(condition.within) ? [] : [error(`${place}.within`, 'It does not say within how long.', 'Give days or months.')]
  const tiers = condition.field === 'tier' ? ('is' in condition ? [condition.is] : 'in' in condition ? condition.in : []) : []
  return plan.tiers ? tiers.filter((tier) => tier !== '' && !plan.tiers?.rows.some((row) => row.name === tier)).map((tier) => error(place, `The plan has no tier “${tier}”.`, `Name one of ${plan.tiers?.rows.map((row) => row.name).join(', ') ?? ''}.`)) : []
}

function contradictions(all: Condition[], place: string): Finding[] {
  const found: Finding[] = []
  const is = new Map<string, string[]>()
  for (const one of all) {
    if (!('field' in one) || !('is' in one || 'in' in one)) continue
    const allowed = 'is' in one ? [one.is] : one.in
    const before = is.get(one.field)
    const both = before ? before.filter((value) => allowed.includes(value)) : allowed
    if (before && both.length === 0) found.push(error(place, `${one.field} cannot be ${before.join(' or ')} and ${allowed.join(' or ')} at once, so it never holds.`, 'Join them with any, or take one out.'))
    is.set(one.field, both)
  }
  for (const low of all) for (const high of all)
    if ('field' in low && 'field' in high && low.field === high.field && 'atLeast' in low && 'below' in high && !exceeds(high.below, low.atLeast)) found.push(error(place, `${low.field} cannot be at least ${low.atLeast} and below ${high.below}, so it never holds.`, 'Correct one of the two.'))
  const never = all.flatMap((one) => ('not' in one && 'field' in one.not && 'is' in one.not ? [one.not] : [])).filter((one) => 'is' in one && is.get(one.field)?.every((value) => value === one.is))
  for (const one of never) found.push(warning(place, `${one.field} is asked to be and not to be the same, so it never holds.`, 'Take one out.'))
  return found
}

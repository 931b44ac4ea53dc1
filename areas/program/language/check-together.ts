// Caps over all partners of an item: what they cannot add up, or never cut.
import { compare, percentOf, sum } from '../../../kernel/fraction.ts'
import { sayPercent } from '../../../kernel/text.ts'
import { error, exceeds, warning, type Finding } from './findings.ts'
import { sayNearest } from './nearest-name.ts'
import { isShared, type EarnedComponent, type Plan } from './plan.ts'
import { unitOf } from './uses.ts'

export function checkTogether(plan: Plan): Finding[] {
  return (plan.together ?? []).flatMap((cap, i) => {
    const place = `together.${i}`
    const found = cap.of.map((id) => plan.components.find((one) => one.id === id))
    const earned = found.filter((one): one is EarnedComponent => one !== undefined && !isShared(one))
    const units = new Set(earned.map((one) => unitOf(one) ?? ''))
    return [
      ...cap.of.flatMap((id, n) => {
        const one = found[n]
        if (cap.of.indexOf(id) < n) return [error(`${place}.of`, `It names “${id}” twice.`, 'Name it once.')]
        if (one && !isShared(one)) return []
        return [one ? error(`${place}.of`, `“${id}” is a share of another component, worked out from what is left of that.`, `Name what it is a share of, and let the share be taken from it (takenFromIt) where the cap is to hold both.`) : error(`${place}.of`, `There is no component “${id}”.`, sayNearest(id, plan.components.map((one) => one.id), 'Name components of the plan.'))]
      }),
      ...(cap.percent === undefined && cap.amount === undefined ? [error(place, 'It does not say how much at most.', 'Give a percent of the item, an amount, or both.')] : []),
      ...(cap.percent !== undefined && exceeds(cap.percent, '100') ? [warning(`${place}.percent`, `${sayPercent(cap.percent)} is more than the item comes to.`, 'Use at most 100 where that is not meant.')] : []),
      ...(units.size > 1 ? [error(`${place}.of`, 'It caps money and something else together, which cannot be added.', 'Cap each unit by itself.')] : []),
      ...(cap.percent !== undefined && [...units].some((unit) => unit !== '') ? [error(`${place}.percent`, 'A percentage of an item is money, and it pays in something else.', 'Give an amount of the unit.')] : []),
      ...earned.filter((one) => one.owes).map((one) => error(`${place}.of`, `“${one.id}” is owed by the partner, and this is about what partners get.`, 'Take it out.')),
      ...earned.filter((one) => one.to !== 'credited').map((one) => error(`${place}.of`, `“${one.id}” does not go to whom the item is credited to.`, 'Name components whose “to” is credited.')),
      ...(earned.length > 0 && earned.length === cap.of.length && cap.percent !== undefined && cannotCut(cap.percent, earned) ? [warning(`${place}.percent`, `Its components never come to more than ${sayPercent(cap.percent)} of an item, so nothing is ever cut.`, 'Lower it, or take it out.')] : []),
    ]
  })
}

/** Where all of them share a percentage of the whole amount by weight, what they come to is known. */
function cannotCut(most: string, earned: EarnedComponent[]): boolean {
  const isPlain = (one: EarnedComponent) => one.split === 'weights' && one.basis === undefined && one.limits?.atLeast === undefined && one.limits?.minimum === undefined
  const rates = earned.flatMap((one) => ('percent' in one.pay && isPlain(one) ? [percentOf(one.pay.percent)] : []))
  return rates.length === earned.length && compare(sum(rates), percentOf(most)) <= 0
}

// Contract years: what counts in them, and what says where they begin.
import { error, warning, type Finding } from './findings.ts'
import { isContractual } from './periods.ts'
import { isShared, type EarnedComponent, type Plan } from './plan.ts'
import type { Per } from './plan-parts.ts'

export function checkContract(plan: Plan): Finding[] {
  const places = [...plan.components.entries()].flatMap(([i, one]) => placesIn(one, `components.${i}`)).concat(placesIn(plan.tiers, 'tiers'), placesIn(plan.caps, 'caps'), placesIn(plan.protection, 'protection'), placesIn(plan.payout, 'payout'))
  const [first] = places
  if (!plan.contract) return first === undefined ? [] : [error(first, 'It is counted in contract years, and nothing says where they begin.', 'Say where with "contract": { "from": "signed_on" }, a standing of each partner that holds a day.')]
  if (first === undefined) return [warning('contract', 'Nothing is counted in contract years.', 'Take it out, or let bands, caps, totals or reviews be over a contract_year.')]
  return plan.components.flatMap((one, i): Finding[] => {
    if (isShared(one)) return []
    const ranked = 'ranked' in one.pay && isContractual(one.pay.ranked.over) ? [error(`components.${i}.pay.ranked.over`, 'Contract years of different partners are not the same time, so they cannot be ranked in them.', 'Rank them by a calendar period.')] : []
    const mixed = plan.contract?.from === 'first_day' ? persOf(one).filter(({ over, per }) => isContractual(over) && per === 'partner') : []
    return [...ranked, ...mixed.map(({ place }) => error(`components.${i}.${place}`, 'Years from the first purchase are of each customer, and this is counted over all customers of a partner.', 'Count it for each account, or let contract years be counted from a standing of the partner.'))]
  })
}

const periodNames = new Set(['over', 'asOf', 'period', 'review'])
/** Where it says a period of a contract. */
function placesIn(node: unknown, place: string): string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([name, inner]) => (typeof inner === 'string' ? (periodNames.has(name) && isContractual(inner) ? [`${place}.${name}`] : []) : placesIn(inner, `${place}.${name}`)))
}

function persOf({ pay, limits }: EarnedComponent): { place: string; over: string; per: Per }[] {
  return [
    ...('bands' in pay ? [{ place: 'pay.bands.over', over: pay.bands.over, per: pay.bands.per ?? ('partner' as const) }] : []), ...('award' in pay ? [{ place: 'pay.award.over', over: pay.award.over, per: pay.award.per ?? ('partner' as const) }] : []),
    ...(limits?.perPeriod ? [limits.perPeriod].flat().map((cap) => ({ place: 'limits.perPeriod', over: cap.over, per: cap.per })) : []), ...(limits?.minimum ? [{ place: 'limits.minimum', over: limits.minimum.over, per: 'partner' as const }] : []),
  ]
}

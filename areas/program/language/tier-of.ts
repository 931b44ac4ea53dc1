// The tier of a partner at a moment: what a person decided, else the highest whose rule holds.
import { whole } from '../../../kernel/fraction.ts'
import { holds, yearsOf } from './conditions.ts'
import type { Item } from './items.ts'
import type { Moment } from './moments.ts'
import { earlier, startOf } from './periods.ts'
import type { Tiers } from './plan-program.ts'
import type { World } from './world.ts'

/** A partner at a moment, looked at as an item is: what happened at that very moment counts. */
export function asPartner(partner: string, at: Moment): Item {
  return {
    id: '\uffff', kind: 'milestone', at, credits: [{ partner, weight: 1n }], account: null, currency: null, netMinor: 0n, lines: [], discountMinor: 0n, grossMinor: 0n, units: 0n, amounts: {}, termMonths: null,
    refunds: [], refundedMinor: 0n, cash: [], activatedOn: null, cancelledOn: null, fields: {}, part: whole(1n), isDecided: false,
  }
}

/** At a review totals are those of the time that it ends; with a review, what was reached since the last one stays until the next. */
export function tierByRules(tiers: Tiers, world: World, partner: string, at: Moment, momentOf: (text: string) => Moment): string {
  const rankAt = (moment: Moment, upTo = moment): number => tiers.rows.findLastIndex((row) =>
    (!row.from || moment.day >= row.from) && (!row.until || moment.day < row.until) && holds(row.where, { item: asPartner(partner, moment), partner, world, isProtected: false, blind: true, upTo }))
  if (tiers.review === 'at_once' && tiers.up === 'at_once') return tiers.rows[rankAt(at)]?.name ?? ''
  const review = tiers.review === 'at_once' ? 'month' : tiers.review
  const years = yearsOf({ item: asPartner(partner, at), partner, world, isProtected: false, blind: true }, review)
  // Nothing says when the contract began, so no review has been.
  if (years === undefined) return (tiers.up === 'review' ? tiers.rows.findLast((row) => !row.where) : tiers.rows[rankAt(at)])?.name ?? ''
  const start = momentOf(startOf(at.day, review, years))
  const since = tiers.up === 'review' ? [] : [...world.changesOf(null, partner), ...world.itemsOf(partner).map((item) => item.at), at].filter((moment) => moment.ns >= start.ns && moment.ns <= at.ns)
  const rank = Math.max(rankAt(start, before(start)), ...since.map((moment) => rankAt(moment)))
  return tiers.rows[rank]?.name ?? ''
}

/** The last moment before a day begins. */
function before({ instant, ns, day }: Moment): Moment {
  return { instant: instant.subtract({ nanoseconds: 1 }), ns: ns - 1n, day: earlier(day, { days: 1 }) }
}

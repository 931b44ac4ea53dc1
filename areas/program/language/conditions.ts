import { compare, parseDecimal, type Fraction } from '../../../kernel/fraction.ts'
import { decimalOf } from './amounts.ts'
import { collectedOn, type Item } from './items.ts'
import type { Moment } from './moments.ts'
import { asDay, isContractual, later, startOf, type Years } from './periods.ts'
import type { Bound, Condition, Period } from './plan-parts.ts'
import type { World } from './world.ts'

/** The partner that an item is looked at for, with what is known of it then. `blind` where a tier is being found, which cannot depend on itself; `upTo` where totals count up to a moment before the item. */
export type View = { item: Item; partner: string; world: World; isProtected: boolean; blind?: boolean; upTo?: Moment }

/** Whether a condition holds. A field that nobody says anything about is the empty text. */
export function holds(condition: Condition | undefined, view: View): boolean {
  if (!condition) return true
  const inner = (one: Condition): boolean => holds(one, view)
  if ('all' in condition) return condition.all.every(inner)
  if ('any' in condition) return condition.any.some(inner)
  if ('not' in condition) return !inner(condition.not)
  if ('total' in condition) return isWithin(view.world.totalOf(condition.total, view), condition)
  if ('before' in condition || 'notBefore' in condition) {
    const [own, other] = [dayIn(condition.field, view), dayIn('before' in condition ? condition.before : condition.notBefore, view)]
    return own !== undefined && other !== undefined && ('before' in condition ? own < other : own >= other)
  }
  if ('within' in condition) {
    const [own, start] = [dayIn(condition.field, view), dayIn(condition.within.after, view)]
    return own !== undefined && start !== undefined && start <= own && own <= later(start, condition.within)
  }
  const value = valueOf(condition.field, view, condition.asOf)
  if ('is' in condition) return value === condition.is
  if ('in' in condition) return condition.in.includes(value)
  if ('sameAs' in condition) return value !== '' && value === valueOf(condition.sameAs, view)
  const number = parseDecimal(value)
  return number !== undefined && isWithin(number, condition)
}

function isWithin(number: Fraction, condition: Bound): boolean {
  const against = (text: string): number | undefined => {
    const bound = parseDecimal(text)
    return bound && compare(number, bound)
  }
  if ('atLeast' in condition) return (against(condition.atLeast) ?? -1) >= 0
  if ('below' in condition) return (against(condition.below) ?? 1) < 0
  return 'atMost' in condition ? (against(condition.atMost) ?? 1) <= 0 : (against(condition.above) ?? -1) > 0
}

/** A literal day, or the day that a field holds. */
const dayIn = (text: string, view: View): string | undefined => asDay(text, view.world.timeZone) ?? asDay(valueOf(text, view), view.world.timeZone)

/** What the item says, else what is so of its account, of the partner, of the program. */
export function valueOf(field: string, view: View, asOf?: Parameters<typeof startOf>[1]): string {
  const { item, partner, world, blind } = view
  if (asOf) {
    const years = yearsOf(view, asOf)
    if (years === undefined) return ''
    const start = Temporal.PlainDate.from(startOf(item.at.day, asOf, years)).toZonedDateTime(world.timeZone).toInstant()
    return field === 'tier' && !blind ? world.tierOf(partner, start) : world.standingOf(field, item.account, partner, start)
  }
  return own(computed, field)?.(view) ?? own(item.fields, field) ?? own(told, field)?.(view) ?? amountOf(item, field) ?? world.standingOf(field, item.account, partner, item.at.instant)
}

/** How the years of a period are counted for whom an item is looked at; undefined for those of a contract that nothing says the beginning of. */
export function yearsOf(view: View, period: Period | undefined): Years | undefined {
  const { world } = view
  return isContractual(period) ? (world.contractFrom === undefined ? undefined : asDay(valueOf(world.contractFrom, view), world.timeZone)) : world.yearBegins
}

const computed: Record<string, (view: View) => string> = {
  partner: ({ partner }) => partner,
  tier: ({ partner, item, world, blind }) => (blind ? '' : world.tierOf(partner, item.at.instant)),
  account: ({ item }) => item.account ?? '', currency: ({ item }) => item.currency ?? '', day: ({ item }) => item.at.day, units: ({ item }) => String(item.units),
  protected: ({ isProtected }) => (isProtected ? 'yes' : 'no'),
  amount: ({ item }) => (item.currency ? decimalOf(item.netMinor - item.refundedMinor, item.currency) : ''),
  incumbent: ({ item, partner, world }) => (world.beforeOf(item)?.credits.some((credit) => credit.partner === partner) ? 'yes' : 'no'),
  first_day: ({ item, world }) => world.firstOf(item)?.at.day ?? '',
  days_since_last: ({ item, world }) => {
    const last = world.beforeOf(item)
    return last ? String(Temporal.PlainDate.from(last.at.day).until(item.at.day, { largestUnit: 'days' }).days) : ''
  },
}
export const computedFields = Object.keys(computed)

/** What other facts say of the item or the partner, where the fact has no field of that name. */
const told: Record<string, (view: View) => string> = {
  term_months: ({ item }) => (item.termMonths === null ? '' : String(item.termMonths)),
  activated_on: ({ item }) => item.activatedOn ?? '',
  cancelled_on: ({ item }) => item.cancelledOn ?? '',
  collected_on: ({ item }) => collectedOn(item) ?? '',
  credited: ({ item }) => item.credits[0]?.partner ?? '',
  above: ({ item, partner, world }) => world.managerOf(partner, item.at.instant) ?? '',
  ended_on: ({ item, partner, world }) => world.endedOn(partner, item.at.instant) ?? '',
}

const own = <T>(all: Record<string, T>, name: string): T | undefined => (Object.hasOwn(all, name) ? all[name] : undefined)

/** One of the fact's named amounts. */
function amountOf({ amounts, currency }: Item, name: string): string | undefined {
  const minor = own(amounts, name)
  return minor === undefined || currency === null ? undefined : decimalOf(minor, currency)
}

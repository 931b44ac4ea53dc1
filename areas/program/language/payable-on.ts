import { businessDaysLater, endOf, later, startOf } from './periods.ts'
import type { EarnedComponent, Plan } from './plan.ts'

/** The last day on which it is to be paid: so many days after the end of the period in which its hold is over. `firstDay` is that of the first item with the account. */
export function payableOn(plan: Plan, component: EarnedComponent, earnedOn: string, firstDay: string): string {
  return paymentDay(plan, freeOn(component, earnedOn, firstDay))
}

/** The day by which a plan pays what became free on a day. */
export function paymentDay(plan: Plan, free: string | Temporal.PlainDate): string {
  const end = endOf(free.toString(), plan.payout.every)
  const days = later(end, { days: plan.payout.days })
  return plan.payout.businessDays ? businessDaysLater(days, plan.payout.businessDays) : days
}

/** The day on which the hold on what was earned on a day is over. */
export function freeOn({ hold }: EarnedComponent, earnedOn: string, firstDay: string): string {
  if (!hold) return earnedOn
  const start = hold.from === 'first' ? firstDay : earnedOn
  const months = hold.months ? endOf(later(startOf(start, 'month'), { months: hold.months }), 'month') : start
  const held = later(months, { days: hold.days ?? 0 })
  return [earnedOn, held, hold.until ?? ''].reduce((last, day) => (day > last ? day : last))
}

// Tiers, registrations and payment, in words.
import { count, list, sayPercent } from '../../../kernel/text.ts'
import { sayDate } from '../../../kernel/time.ts'
import { sayAgain, sayExpiry } from './expiry.ts'
import { exceeds } from './findings.ts'
import { isLength, sayLength, sayPeriod } from './periods.ts'
import type { Plan } from './plan.ts'
import type { Expiry, ProtectionRules, Tiers } from './plan-program.ts'
import { sayCondition, sayField } from './say-condition.ts'
import { moneyIn } from './say-pay.ts'

export const sayDay = (text: string) => sayDate(Temporal.PlainDate.from(text))

export const sayExpiries = (rules: Expiry[]): string[] =>
  rules.map((rule) => {
    const unit = rule.unit === 'money' ? 'the money that customers get' : rule.unit
    const what = rule.percent === undefined ? `What is not used of ${unit}` : `${sayPercent(rule.percent)} of what is not used of ${unit}`
    const rest = rule.percent === undefined ? '' : rule.rest === 'keeps' ? ' The rest keeps for ever.' : ` The same part of the rest lapses ${sayAgain(rule)}.`
    return `${what} lapses ${sayExpiry(rule)}.${rest} What was earned first is used first.`
  })

export function sayTiers(tiers: Tiers, currency: string): string {
  const rows = tiers.rows.map((row) => {
    const days = [row.from && `from ${sayDay(row.from)} on`, row.until && `before ${sayDay(row.until)}`].filter(Boolean).join(', ')
    return [`“${row.name}”`, days && `(${days})`, row.where && `where ${sayCondition(row.where, currency)}`].filter(Boolean).join(' ')
  })
  const when = tiers.review === 'at_once' ? 'A tier is lost as soon as its rule does not hold' : `A tier is kept until the next ${sayPeriod(tiers.review)} begins`
  return `Tiers, the highest whose rule holds: ${rows.join('; ')}. ${when}${tiers.up === 'review' ? ', and reached only then' : ''}.`
}

export function sayProtection(rules: ProtectionRules, currency: string): string[] {
  const { extension } = rules
  return [
    [
      `A registration protects ${rules.per === 'product' ? 'a product at the account' : 'the account'} for ${isLength(rules) ? sayLength(rules) : '90 days'} from ${rules.starts === 'approved' ? 'its approval' : 'the day it was made'}, the first one first`,
      rules.decideWithin && `answered within ${count(rules.decideWithin.businessDays, 'business day')}${rules.decideWithin.moreBusinessDays ? `, or ${rules.decideWithin.moreBusinessDays} more where more is asked for` : ''}`,
      rules.decided && 'and counts only once it is approved',
      extension && isLength(extension) && `extended ${extension.times === 1 ? 'once' : count(extension.times, 'time')} by ${sayLength(extension)} when asked before the end${extension.where ? ` where ${sayCondition(extension.where, currency)}` : ''}`,
      ...rules.lapses.map((one) => `ended after ${sayLength(one)} without ${one.without.replaceAll('_', ' ')}${one.once ? ', which is needed once' : ''}`),
      rules.endsOn.length > 0 && `ended by ${list(rules.endsOn.map((one) => one.replaceAll('_', ' ')), 'or')}`, rules.customerMayChoose && 'ended where the customer chooses another partner',
    ].filter(Boolean).join(', ') + '.',
    ...rules.refuse.map((one) => `It is refused where ${sayCondition(one.when, currency)}: ${one.because}`),
  ]
}

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

export function sayPayout(plan: Plan): string[] {
  const { every, days, businessDays, minimum, below, groups, needs, onRequest, forfeits, withholdPercent, fee, currency } = plan.payout
  const money = moneyIn(plan.currency)
  const late = [days > 0 && count(days, 'day'), businessDays && count(businessDays, 'business day')].filter(Boolean).join(' and ')
  const currencies = [...new Set([plan.currency, ...(plan.currencies ?? [])])]
  return [
    [
      `Paid ${onRequest ? 'when the partner asks' : every === 'day' ? (late ? `within ${late}` : 'at once') : late ? `within ${late} of the end of the ${sayPeriod(every)}` : `every ${sayPeriod(every)}`}${currency && currency !== plan.currency ? ` in ${currency}, at the rate of the day of payment` : ''}`,
      minimum && `from ${money(minimum)} on; less is ${below === 'forfeited' ? 'lost' : 'carried to the next'}`,
      ...(groups ?? []).map((group) => `${list(group.of.map((id) => `“${id}”`))} apart from the rest${group.minimum ? `, from ${money(group.minimum)} on` : ''}`),
      needs && `only where ${sayCondition(needs, plan.currency)}`,
      ...forfeits.map((one) => `a partner that ends by “${one.on}” loses ${one.what === 'all' ? 'all that is not paid' : 'a balance below the minimum'}`),
      withholdPercent && exceeds(withholdPercent, '0') && `${sayPercent(withholdPercent)} is withheld once`, fee && `a fee of ${sayPercent(fee.percent)}${fee.max ? `, at most ${money(fee.max)},` : ''} is taken`,
    ].filter(Boolean).join('; ') + '.',
    `Amounts are in ${list(currencies, 'or')}, days are those of ${plan.timeZone.replaceAll('_', ' ')}, and each amount is rounded once, ${{ half_away: 'halves away from zero', half_even: 'halves to the even unit', down: 'towards zero' }[plan.rounding]}.`,
    ...((plan.yearBegins ?? 1) === 1 ? [] : [`Years begin in ${monthNames[(plan.yearBegins ?? 1) - 1] ?? ''}, halves and quarters are counted from there; payments keep to the calendar.`]),
    ...(plan.contract ? [`Contract years are counted from ${plan.contract.from === 'first_day' ? sayField('first_day') : `the day that “${plan.contract.from.replaceAll('_', ' ')}” says`}, their halves, quarters and months too, each to the same date or the last day of a shorter month.`] : []),
    ...(plan.notice ? [`Changes are told ${count(plan.notice.days, 'day')} ahead.`] : []),
  ]
}

// A plan as sentences that a partner can read and a lawyer can hold against the agreement.
import { formatMoney } from '../../../kernel/money.ts'
import { count, list } from '../../../kernel/text.ts'
import { sayDate } from '../../../kernel/time.ts'
import { sayCondition } from './conditions.ts'
import { isShared, type Bands, type EarnedComponent, type Plan, type SharedComponent } from './plan.ts'
import { sayPeriod } from './rating.ts'
import { minorOf } from './world.ts'

const nouns: Record<EarnedComponent['on'], { each: string; amount: string }> = {
  sale: { each: 'sale', amount: 'each sale' }, invoice: { each: 'invoice', amount: 'each invoice, without tax' }, invoice_line: { each: 'invoice line', amount: 'each invoice line, without tax' },
  qualified: { each: 'qualified introduction', amount: 'each qualified introduction' }, milestone: { each: 'milestone', amount: 'each milestone' },
}

/** One sentence or two for each component, then how it is paid. */
export function sayPlan(plan: Plan): string[] {
  return [...plan.components.map((component) => (isShared(component) ? sayShare(component) : sayEarned(component, plan))), ...sayPayout(plan)]
}

/** What a commission line cites for a component: the clause of the agreement, or the sentence that says it. */
export function clauseOf(plan: Plan, componentId: string): string {
  const component = plan.components.find((one) => one.id === componentId)
  return component ? (component.clause ?? (isShared(component) ? sayShare(component) : sayEarned(component, plan))) : componentId
}

function sayEarned(component: EarnedComponent, plan: Plan): string {
  const { pay, limits, window, clawback, basis } = component
  const money = (text: string) => formatMoney({ amountMinor: minorOf(text, plan.currency) ?? 0n, currency: plan.currency })
  const noun = nouns[component.on]
  const on = basis?.lines ? `the ${list(basis.lines)} lines of ${noun.amount}` : noun.amount
  const what = 'flat' in pay ? `${money(pay.flat)} for each ${noun.each}` : 'perUnit' in pay ? `${money(pay.perUnit)} for each unit of ${on}` : 'percent' in pay ? `${pay.percent} % of ${on}` : 'bands' in pay ? `${sayBands(pay.bands, money)} of ${on}` : `${sayTiers(pay)} of ${on}`
  const sentence = [
    component.to === 'protected' ? `To whoever holds the protection of the account: ${what}` : what,
    component.where && `where ${sayCondition(component.where)}`,
    window && sayWindow(window),
    component.from && `from ${day(component.from)}`, component.until && `before ${day(component.until)}`,
    basis?.discountOver && `less its share of a discount over ${list(basis.discountOver)}`,
    limits?.perItem && `at most ${money(limits.perItem)} for each`, limits?.perPeriod && `at most ${money(limits.perPeriod.amount)} ${limits.perPeriod.over === 'ever' ? 'in all' : `in a ${sayPeriod(limits.perPeriod.over)}`}${limits.perPeriod.per === 'account' ? ' for each customer' : ''}`,
    limits?.items && `for the first ${limits.items.count === 1 ? '' : `${limits.items.count} `}${limits.items.per === 'account' ? 'with each customer' : 'of a partner'} only`, component.replaces && `instead of ${list(component.replaces.map((id) => `“${id}”`))}`,
    component.hold && `held for ${count(component.hold.days, 'day')}`,
    component.payable === 'as_collected' && 'payable as the customer pays',
    clawback && `returned ${clawback.how === 'full' ? 'in full' : 'pro rata'} if they leave within ${count(clawback.days, 'day')} of ${clawback.from === 'activation' ? 'activation' : 'it'}`,
  ].filter(Boolean).join(', ')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}. Refunds take back their part.`
}

const sayTiers = (pay: { percentByTier: Record<string, string>; otherwise: string }): string =>
  `${list(Object.entries(pay.percentByTier).map(([tier, percent]) => `${percent} % for tier ${tier}`))}${pay.otherwise === '0' ? '' : ` and ${pay.otherwise} % otherwise`}`

function sayWindow({ after, months }: NonNullable<EarnedComponent['window']>): string {
  if (after === 0) return months === undefined ? 'for as long as they buy' : `in the ${months} months from the first with a customer`
  return months === undefined ? `from ${after} months after the first with a customer on` : `in ${months} months from ${after} months after the first with a customer`
}

function sayBands(bands: Bands, money: (text: string) => string): string {
  const at = (text: string) => (bands.measure === 'amount' ? money(text) : text)
  const rows = bands.rows.map((row, i) => {
    const from = bands.rows[i - 1]?.upTo
    const pays = [row.percent && `${row.percent} %`, row.flat && `${money(row.flat)} each`].filter(Boolean).join(' and ')
    if (!row.upTo) return from ? `${pays} ${bands.mode === 'whole' ? `from ${at(from)} on` : `above ${at(from)}`}` : pays
    return from ? `${pays} from ${at(from)} to ${at(row.upTo)}` : `${pays} ${bands.mode === 'whole' && bands.bound === 'reached' ? 'below' : 'up to'} ${at(row.upTo)}`
  })
  const over = bands.over === 'item' ? 'each one' : `the ${bands.measure === 'count' ? 'number in' : 'total of'} the ${sayPeriod(bands.over)}`
  return bands.mode === 'whole' ? `the rate that ${over} reaches (${list(rows, 'or')}), for all` : `${list(rows)} of ${over}, each part at its own rate,`
}

function sayShare({ share }: SharedComponent): string {
  const of = list((Array.isArray(share.of) ? share.of : [share.of]).map((id) => `“${id}”`))
  const to = 'above' in share.to ? `To the partner ${share.to.above === 1 ? 'directly above' : `${share.to.above} levels above`} the one who earns it` : `To the partner whose protection of the account ended less than ${count(share.to.earlierProtection.withinDays, 'day')} before`
  return `${to}: ${share.percent} % of ${of}${share.takenFromIt ? ', taken from it' : ''}.`
}

function sayPayout(plan: Plan): string[] {
  const { every, days, minimum, withholdPercent, fee, currency } = plan.payout
  const money = (text: string) => formatMoney({ amountMinor: minorOf(text, plan.currency) ?? 0n, currency: plan.currency })
  return [
    [
      `Paid ${days > 0 ? `within ${count(days, 'day')} of the end of the ${every}` : `every ${every}`}${currency && currency !== plan.currency ? ` in ${currency}, at the rate of the day of payment` : ''}`, minimum && `from ${money(minimum)} on; less is carried to the next`,
      withholdPercent && `${withholdPercent} % is withheld once`, fee && `a fee of ${fee.percent} %${fee.max ? `, at most ${money(fee.max)},` : ''} is taken`,
    ].filter(Boolean).join('; ') + '.',
    `Amounts are in ${plan.currency}, days are those of ${plan.timeZone.replaceAll('_', ' ')}, and each amount is rounded once, ${{ half_away: 'halves away from zero', half_even: 'halves to the even unit', down: 'towards zero' }[plan.rounding]}.`,
  ]
}

const day = (text: string) => sayDate(Temporal.PlainDate.from(text))

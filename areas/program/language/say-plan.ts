// A plan as sentences that a partner can read and a lawyer can hold against the agreement.
import { count, list, sayPercent } from '../../../kernel/text.ts'
import type { Reward } from './due.ts'
import { isLength, sayIn, sayLength, sayPeriod } from './periods.ts'
import { isShared, type EarnedComponent, type Plan, type SharedComponent } from './plan.ts'
import type { Cap, Limits, Together } from './plan-pay.ts'
import { sayCondition, sayField, sayWord } from './say-condition.ts'
import { moneyIn, sayPay, type Noun, type SayMoney } from './say-pay.ts'
import { sayDay, sayExpiries, sayPayout, sayProtection, sayTiers } from './say-program.ts'
import { unitNameOf } from './subjects.ts'
import { unitOf } from './uses.ts'

type Kind = Exclude<EarnedComponent['on'], unknown[]>
const nouns: Record<Kind, Noun> = {
  sale: { each: 'sale', amount: 'each sale' }, renewal: { each: 'renewal', amount: 'each renewal' }, expansion: { each: 'expansion', amount: 'each expansion' },
  invoice: { each: 'invoice', amount: 'each invoice, without tax' }, invoice_line: { each: 'invoice line', amount: 'each invoice line, without tax' }, payment: { each: 'payment', amount: 'each payment of the customer, without tax' },
  introduction: { each: 'introduction', amount: 'each introduction' }, qualified: { each: 'qualified introduction', amount: 'each qualified introduction' }, opportunity: { each: 'opportunity', amount: 'each opportunity' },
  milestone: { each: 'milestone', amount: 'each milestone' }, activity: { each: 'activity', amount: 'the cost of each activity' }, usage: { each: 'report of use', amount: 'each report of use' },
}

/** One sentence or two for each component, then what holds for all, then how it is paid. */
export function sayPlan(plan: Plan): string[] {
  const named = namedIn(plan)
  return [
    ...(plan.tiers ? [sayTiers(plan.tiers, plan.currency)] : []), ...(plan.protection ? sayProtection(plan.protection, plan.currency) : []),
    ...plan.components.map((component) => `${named.has(component.id) ? `“${component.id}”: ` : ''}${isShared(component) ? sayShare(component, plan) : sayEarned(component, plan)}`),
    ...(plan.caps ?? []).map(({ of, ...cap }) => `${list(of.map((id) => `“${id}”`))} together: ${sayCap(cap, moneyIn(plan.currency))}.`),
    ...(plan.together ?? []).map((one) => sayTogether(one, moneyIn(plan.currency))),
    ...sayExpiries(plan.expiry ?? []), ...sayPayout(plan),
  ]
}

/** Components that another sentence names, so that theirs says its name. */
const namedIn = ({ components, caps, together, payout }: Plan): Set<string> =>
  new Set([...components.flatMap((one) => (isShared(one) ? [one.share.of].flat() : [...(one.replaces ?? []), ...(one.less ?? [])])), ...(caps ?? []).flatMap((one) => one.of), ...(together ?? []).flatMap((one) => one.of), ...(payout.groups ?? []).flatMap((one) => one.of)])

/** What a commission line cites for a component: the clause of the agreement, or the sentence that says it. */
export function clauseOf(plan: Plan, componentId: string): string {
  const said = clauses.get(plan) ?? new Map(plan.components.map((component) => [component.id, component.clause ?? (isShared(component) ? sayShare(component, plan) : sayEarned(component, plan))]))
  clauses.set(plan, said)
  return said.get(componentId) ?? componentId
}
// Each line that stands is compared with them, and a plan that was read does not change.
const clauses = new WeakMap<Plan, Map<string, string>>()

/** What a line of a reward cites: what gave it, or says that it is used or lapses. */
export function clauseOfReward(plan: Plan, { component, unit, move }: Pick<Reward, 'component' | 'unit' | 'move'>): string {
  if (move === 'used') return 'What is used is taken from what was earned first.'
  return move === 'lapsed' ? (sayExpiries((plan.expiry ?? []).filter((one) => one.unit === unit))[0] ?? '') : clauseOf(plan, component)
}

function sayEarned(component: EarnedComponent, plan: Plan): string {
  const { window, clawback, needs, keepAlive, hold, instalments } = component
  const money = moneyIn(unitNameOf(component, plan.currency))
  const kinds = [component.on].flat()
  const noun: Noun = { each: list(kinds.map((kind) => nouns[kind].each), 'or'), amount: list(kinds.map((kind) => (kinds.length === 1 ? nouns[kind].amount : nouns[kind].amount.replace(', without', ' without')))) }
  const what = sayPay(component.pay, noun, sayBasis(component, noun), money)
  const unit = unitOf(component)
  const sentence = [
    `${sayTo(component)}${component.price ? `the list price less ${what}${component.price.rebate ? ', which is paid back,' : ''}` : what}`,
    unit !== undefined && (typeof component.unit === 'object' ? `as ${unit}` : !what.includes(unit.replace(/s$/, '')) && `in ${unit}`), component.split === 'each_in_full' && 'to each partner in full',
    component.less && `less what ${list(component.less.map((id) => `“${id}”`))} ${component.less.length === 1 ? 'pays' : 'pay'} on it`,
    component.where && `where ${sayCondition(component.where, plan.currency)}`,
    window && sayWindow(window, plan.currency),
    component.from && `from ${sayDay(component.from)}`, component.until && `before ${sayDay(component.until)}`,
    component.basis?.discountOver && `less its share of a discount over ${list(component.basis.discountOver.map(sayWord))}`,
    ...sayLimits(component.limits, money), component.replaces && `instead of ${list(component.replaces.map((id) => `“${id}”`))}`,
    component.exclusive && `only where nothing of “${component.exclusive.group}” with a priority above ${component.exclusive.priority} is for the same ${component.exclusive.per === 'account' ? 'customer' : 'item'}`,
    needs && `once ${sayCondition(needs.that, plan.currency)}${needs.by ? `, by ${sayDay(needs.by)}` : ''}${needs.within ? `, within ${sayLength(needs.within)} of it` : ''}${needs.period && needs.period !== 'ever' ? `, by the end of its ${sayPeriod(needs.period)}` : ''}`,
    keepAlive && `lost for earlier customers when ${sayLength(keepAlive)} pass without ${list(keepAlive.on.map((kind) => withArticle(nouns[kind].each)), 'or')}${keepAlive.where ? ` where ${sayCondition(keepAlive.where, plan.currency)}` : ''}`,
    hold && (isLength(hold) || hold.until) && sayHold(hold),
    component.payable !== 'when_earned' && { as_collected: 'payable as the customer pays', when_collected: 'payable once the customer has paid all of it', when_activated: 'payable once it is activated' }[component.payable],
    instalments && `in ${instalments.count} parts, one ${instalments.everyMonths === 1 ? 'a month' : `every ${instalments.everyMonths} months`}${instalments.stops ? ', none after they leave' : ''}`,
    clawback && `returned ${clawback.steps ? list(clawback.steps.map((step) => `by ${sayPercent(step.percent)} ${step.untilMonth ? `before month ${step.untilMonth} is over` : `before day ${step.untilDay}`}`)) : clawback.how === 'full' ? 'in full' : clawback.how === 'by_month' ? 'by the months not begun' : 'pro rata'} if they leave within ${sayLength(clawback)} of ${clawback.from === 'activation' ? 'activation' : 'it'}`,
  ].filter(Boolean).join(', ')
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}. ${{ taken_back: 'Refunds take back their part.', until_paid: 'Refunds take back their part until it is paid, and nothing after.', kept: 'Refunds take nothing back.', as_they_come: 'A refund counts on its own day, like one of less than nothing: it lowers what that period comes to, at the rate of that day.' }[component.refunds]}`
}

const withArticle = (noun: string): string => `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`

function sayTo({ to, owes }: EarnedComponent): string {
  if (owes) return 'The partner owes '
  if (to === 'credited') return ''
  if (to === 'protected') return 'To whoever holds the protection of the account: '
  if (to === 'incumbent') return 'To the partner of the purchase before: '
  if (to === 'customer') return 'To the customer: '
  if ('above' in to) return `To the firm ${to.above === 1 ? 'directly' : `${to.above} levels`} above: `
  return `To the ${to.touch === 'all' ? 'partners, in equal shares, of every' : `partner of the ${to.touch}`} touch${isLength(to) || to.hours ? ` within ${to.hours ? count(to.hours, 'hour') : sayLength(to)}${to.restarts ? ', anew with each,' : ' of their first one'}` : ''} before ${to.upTo === 'day' ? 'it' : to.upTo ? `the day of “${to.upTo.replaceAll('_', ' ')}”` : 'the first purchase'}: `
}

function sayBasis({ basis, on }: EarnedComponent, noun: Noun): string {
  const amount = basis?.lines ? (on === 'invoice_line' ? `each ${list(basis.lines.map(sayWord), 'or')} line of an invoice, without tax` : `the ${list(basis.lines.map(sayWord))} lines of ${noun.amount}`) : basis?.of ? `the ${sayField(basis.of)} of ${[on].flat().length === 1 ? `each ${noun.each}` : noun.amount}` : noun.amount
  return [
    `${basis?.firstYear ? 'the first year of ' : ''}${amount}`, basis?.minus && `less ${list(basis.minus.map(sayField))}`, basis?.ceiling && 'never more than the first with the customer',
  ].filter(Boolean).join(', ')
}

const sayCap = (cap: Cap, money: SayMoney): string => `at most ${money(cap.amount)} ${sayIn(cap.over)}${cap.per === 'account' ? ' for each customer' : typeof cap.per === 'object' ? ` for each ${sayField(cap.per.field)}` : ''}`

function sayTogether({ of, percent, amount, cut }: Together, money: SayMoney): string {
  const most = [percent !== undefined && `${sayPercent(percent)} of what each item comes to`, amount !== undefined && money(amount)].filter((one) => one !== false)
  const how = cut === 'in_proportion' ? 'where that is not enough, each is cut in the same proportion' : of.length === 1 ? 'where that is not enough, those who are named first on it get theirs first' : `where that is not enough, ${list(of.map((id) => `“${id}”`))} get theirs in this order`
  return `All partners of one item together get at most ${most.length === 2 ? `the lower of ${list(most)}` : most[0]} from ${list(of.map((id) => `“${id}”`))}; ${how}.`
}

function sayLimits(limits: Limits | undefined, money: SayMoney): (string | false | undefined)[] {
  if (!limits) return []
  const { perItem, perPeriod, items, atLeast, minimum } = limits
  const whose = items && (items.per === 'account' ? 'with each customer' : items.per === 'partner' ? 'of a partner' : `of each ${sayField(items.per.field)}`)
  return [
    atLeast !== undefined && `at least ${money(atLeast)} for each`, perItem !== undefined && `at most ${money(perItem)} for each`, ...(perPeriod ? [perPeriod].flat().map((cap) => sayCap(cap, money)) : []),
    items && `for the first ${items.count === 1 ? '' : `${items.count} `}${items.distinct ? `${sayField(items.distinct)} ` : ''}${whose}${items.over && items.over !== 'ever' ? ` ${sayIn(items.over)}` : ''} only`,
    minimum && (minimum.below === 'nothing' ? `nothing where ${minimum.over === 'ever' ? 'all of it' : `a ${sayPeriod(minimum.over)}`} comes to less than ${money(minimum.amount)}` : `at least ${money(minimum.amount)} ${sayIn(minimum.over)} with anything${minimum.below === 'advanced' ? ', what is added being taken back from what later ones come to above that' : ''}`),
  ]
}

type Window = NonNullable<EarnedComponent['window']>
function sayWindow({ after, months, days, from, breaks }: Window, currency: string): string {
  const start = from === 'first_day' ? 'from the first purchase of the customer' : from ? `from ${sayField(from)}` : 'from the first with a customer'
  const long = days === undefined ? undefined : sayLength({ months, days })
  const spans = long ? `in the ${long} ${after === 0 ? start : `from ${after} months after ${start.slice(5)}`}`
    : after === 0 ? (months === undefined ? (from ? `${start} on` : 'for as long as they buy') : `in the ${months} months ${start}`)
      : months === undefined ? `from ${after} months after ${start.slice(5)} on` : `in ${months} months from ${after} months after ${start.slice(5)}`
  return breaks ? `${spans}, until ${sayLength(breaks)} pass without one${breaks.unless ? `, unless ${sayCondition(breaks.unless, currency)}` : ''}` : spans
}

function sayHold(hold: NonNullable<EarnedComponent['hold']>): string {
  const long = isLength(hold) && `held for ${hold.months ? `the rest of the month and ${sayLength({ months: hold.months })}${hold.days ? ` and ${count(hold.days, 'day')}` : ''}` : sayLength(hold)}${hold.from === 'first' ? ' from the first with the customer' : ''}`
  return [long, hold.until && `paid not before ${sayDay(hold.until)}`].filter(Boolean).join(' and ')
}

function sayShare(component: SharedComponent, plan: Plan): string {
  const { share } = component
  const isOfRest = plan.components.slice(0, plan.components.indexOf(component)).some((one) => isShared(one) && one.share.takenFromIt && [one.share.of].flat().some((id) => [share.of].flat().includes(id)))
  const of = list([share.of].flat().map((id) => `“${id}”`))
  const to = 'above' in share.to ? `To the partner ${share.to.above === 1 ? 'directly above' : `${share.to.above} levels above`} the one who earns it`
    : 'field' in share.to ? `To the partner that “${share.to.field}” names` : `To the partner whose protection of the account ended less than ${count(share.to.earlierProtection.withinDays, 'day')} before`
  return `${to}: ${sayPercent(share.percent)} of ${isOfRest ? 'what is left of ' : ''}${of}${share.takenFromIt ? ', taken from it' : ''}.`
}

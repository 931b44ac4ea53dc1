// Paying what is payable: minimum, withholding once, fee, forfeits, and a payment that fails. Negative balances are carried, nothing is paid twice.
import { least, percentOf, round, times, whole, type Fraction } from '../../../kernel/fraction.ts'
import { minorOf, perMinor } from './amounts.ts'
import type { Fact, FactOf } from './facts.ts'
import type { History } from './history.ts'
import { momentsIn } from './moments.ts'
import { needsHold } from './pay-terms.ts'
import type { Plan } from './plan.ts'

/** `carriedMinor` is the balance that stays. `inCurrency` where the partner is paid in another one; `books` what the vendor's books say of it. `group` of components that are paid apart. */
export type Payout = {
  payout: string; day: string; partner: string; currency: string; group: string; balanceMinor: bigint; withheldMinor: bigint; feeMinor: bigint; sentMinor: bigint; carriedMinor: bigint; forfeitedMinor: bigint; failed: boolean; why: string
  inCurrency: { amountMinor: bigint; currency: string } | null
  books: { currency: string; bookedMinor: bigint; settledMinor: bigint; resultMinor: bigint } | null
}
type Held = { item: string; on: string; amountMinor: bigint; bookedMinor: bigint }
/** What was too small: the items in it, and what of them came or was taken back since. */
type TooSmall = { items: Set<string>; lostMinor: bigint; sinceMinor: bigint }
type Account = { items: Set<string>; lost: TooSmall[]; partner: string; currency: string; group: string; held: Held[]; fresh: bigint; returned: bigint; bookedMinor: bigint; lastSent: Payout | undefined; isRequested: boolean; isClosed: boolean }
type Step = { at: Temporal.Instant; rank: number } & ({ entry: History['entries'][number] } | { fact: FactOf<'payout' | 'payout_failed' | 'payout_requested' | 'ended'> })
const ranks = { payout_requested: 1, ended: 1, payout: 2, payout_failed: 3 }

/** Goes through payout facts in time; what had become payable by then is paid, for each partner, currency and group apart. */
export function payouts(plan: Plan, facts: Fact[], history: History): Payout[] {
  const done: Payout[] = []
  const accounts = new Map<string, Account>()
  const requested = new Set<string>()
  const closed = new Set<string>()
  const ofPartner = (partner: string) => [...accounts].filter(([, one]) => one.partner === partner).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
  for (const step of stepsOf(plan, facts, history)) {
    if ('entry' in step) hold(plan, step.entry, accounts, history)
    else if (step.fact.kind === 'payout_failed') for (const account of ofPartner(step.fact.partner)) failed(account, step.fact.of)
    else if (step.fact.kind === 'payout_requested') requested.add(step.fact.partner)
    else if (step.fact.kind === 'ended') {
      const { partner, why } = step.fact
      const rule = plan.payout.forfeits.find((one) => one.on === why)
      if (rule?.what === 'all') closed.add(partner)
      if (rule) for (const account of ofPartner(partner)) done.push(...forfeited(plan, account, step.fact.id, dayOf(step.at, plan), rule.what, why))
    } else {
      const day = dayOf(step.at, plan)
      for (const [, account] of [...accounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
        Object.assign(account, { isRequested: requested.has(account.partner), isClosed: closed.has(account.partner) })
        done.push(pay(plan, step.fact.id, day, account, history, whyNot(plan, account, facts, step.at)))
      }
      requested.clear()
    }
  }
  return done
}

function stepsOf(plan: Plan, facts: Fact[], history: History): Step[] {
  return [
    ...history.entries.map((entry): Step => ({ at: Temporal.Instant.from(entry.recordedAt), rank: 0, entry })),
    ...facts.flatMap((fact): Step[] => (fact.kind === 'payout' || fact.kind === 'payout_failed' || fact.kind === 'payout_requested' || fact.kind === 'ended' ? [{ at: instantOf(fact.at, plan.timeZone), rank: ranks[fact.kind], fact }] : [])),
  ].sort((a, b) => Temporal.Instant.compare(a.at, b.at) || a.rank - b.rank)
}

function hold(plan: Plan, entry: History['entries'][number], accounts: Map<string, Account>, history: History): void {
  const group = plan.payout.groups?.find((one) => one.of.includes(entry.component))?.id ?? ''
  const key = [entry.partner, entry.currency, group].join('\n')
  const account = accounts.get(key) ?? { items: new Set(), lost: [], partner: entry.partner, currency: entry.currency, group, held: [], fresh: 0n, returned: 0n, bookedMinor: 0n, lastSent: undefined, isRequested: false, isClosed: false }
  accounts.set(key, account)
  const rate = plan.payout.books && history.due.world.rateOn(entry.currency, plan.payout.books, entry.earnedOn)
  const bookedMinor = plan.payout.books && rate ? convert(entry.payableMinor, entry.currency, plan.payout.books, rate, plan) : 0n
  const item = [entry.item, entry.component].join('\n')
  account.held.push({ item, on: entry.payableOn, amountMinor: entry.payableMinor + lessLost(account, item, entry.payableMinor), bookedMinor })
}

/** By how much less was lost since an item in it is taken back, or more since it is not: nobody owes what they never got. */
function lessLost({ lost }: Account, item: string, minor: bigint): bigint {
  const one = lost.find((some) => some.items.has(item))
  if (!one) return 0n
  const back = () => (one.sinceMinor >= 0n ? 0n : -one.sinceMinor > one.lostMinor ? one.lostMinor : -one.sinceMinor)
  const before = back()
  one.sinceMinor += minor
  return back() - before
}

function failed(account: Account, payout: string): void {
  const sent = account.lastSent
  if (!sent || sent.payout !== payout || sent.failed) return
  sent.failed = true
  account.returned += sent.sentMinor + sent.feeMinor
}

/** Why nothing is paid to the partner now, whatever the balance. */
function whyNot(plan: Plan, account: Account, facts: Fact[], at: Temporal.Instant): string | undefined {
  if (account.isClosed) return 'The partner has lost what is not paid.'
  if (plan.payout.onRequest && !account.isRequested) return 'The partner has not asked for it.'
  if (!plan.payout.needs) return undefined
  const momentOf = momentsIn(plan.timeZone)
  const known = facts.filter((fact) => Temporal.Instant.compare(momentOf(fact.recordedAt ?? fact.at).instant, at) <= 0)
  return needsHold(plan, account.partner, known, at) ? undefined : 'What a payment needs does not hold.'
}

function pay(plan: Plan, id: string, day: string, account: Account, history: History, blocked: string | undefined): Payout {
  for (const free of account.held.filter((one) => one.on <= day)) {
    account.fresh += free.amountMinor
    account.items.add(free.item)
    account.bookedMinor += free.bookedMinor
  }
  account.held = account.held.filter((one) => one.on > day)
  const balanceMinor = account.fresh + account.returned
  const nothing = { ...nothingOf(id, day, account), balanceMinor, carriedMinor: balanceMinor, why: blocked ?? '' }
  if (account.isClosed && balanceMinor > 0n) return lose(account, nothing)
  if (blocked !== undefined || balanceMinor <= 0n) return nothing
  if (balanceMinor < minimumOf(plan, account)) return plan.payout.below === 'forfeited' ? loseTooSmall(account, { ...nothing, why: 'It is less than the minimum.' }) : { ...nothing, why: 'It is less than the minimum.' }
  const withheldMinor = account.fresh > 0n ? round(times(whole(account.fresh), percentOf(plan.payout.withholdPercent ?? '0')), plan.rounding) : 0n
  const net = balanceMinor - withheldMinor
  const feeMinor = feeOf(plan, net, account.currency)
  const sentMinor = net - feeMinor
  const paid: Payout = { ...nothing, withheldMinor, feeMinor, sentMinor, carriedMinor: 0n, inCurrency: exchanged(plan, sentMinor, day, account, history), books: settled(plan, balanceMinor, day, account, history) }
  Object.assign(account, { items: new Set(), fresh: 0n, returned: 0n, bookedMinor: 0n, lastSent: paid })
  return paid
}

const nothingOf = (payout: string, day: string, { partner, currency, group }: Account): Payout =>
  ({ payout, day, partner, currency, group, balanceMinor: 0n, withheldMinor: 0n, feeMinor: 0n, sentMinor: 0n, carriedMinor: 0n, forfeitedMinor: 0n, failed: false, why: '', inCurrency: null, books: null })

function minimumOf(plan: Plan, { group, currency }: Account): bigint {
  const minimum = plan.payout.groups?.find((one) => one.id === group)?.minimum ?? plan.payout.minimum
  return minimum === undefined ? 1n : (minorOf(minimum, currency) ?? 0n)
}

function loseTooSmall(account: Account, payout: Payout): Payout {
  account.lost.push({ items: account.items, lostMinor: payout.balanceMinor, sinceMinor: 0n })
  account.items = new Set()
  return lose(account, payout)
}

function lose(account: Account, payout: Payout): Payout {
  Object.assign(account, { fresh: 0n, returned: 0n, bookedMinor: 0n })
  return { ...payout, forfeitedMinor: payout.balanceMinor, carriedMinor: 0n }
}

/** What is lost at the end of the partnership: everything that is not paid, or a balance, held or not, that is below the minimum. A debt stays. */
function forfeited(plan: Plan, account: Account, id: string, day: string, what: 'all' | 'below_minimum', why: string): Payout[] {
  const balanceMinor = account.fresh + account.returned + account.held.reduce((sum, one) => sum + one.amountMinor, 0n)
  if (balanceMinor <= 0n || (what === 'below_minimum' && balanceMinor >= minimumOf(plan, account))) return []
  account.held = []
  return [lose(account, { ...nothingOf(id, day, account), balanceMinor, why })]
}

function feeOf(plan: Plan, net: bigint, currency: string): bigint {
  const { fee } = plan.payout
  if (!fee) return 0n
  const share = times(whole(net), percentOf(fee.percent ?? '0'))
  return round(fee.max === undefined ? share : least(share, whole(minorOf(fee.max, currency) ?? 0n)), plan.rounding)
}

function exchanged(plan: Plan, sentMinor: bigint, day: string, account: Account, history: History): Payout['inCurrency'] {
  const { currency } = plan.payout
  const rate = currency && currency !== account.currency ? history.due.world.rateOn(account.currency, currency, day) : undefined
  return currency && rate ? { amountMinor: convert(sentMinor, account.currency, currency, rate, plan), currency } : null
}

/** The debt was booked at the rate of the day it was earned; what it is settled at differs, and that is the books' affair. */
function settled(plan: Plan, balanceMinor: bigint, day: string, account: Account, history: History): Payout['books'] {
  const { books } = plan.payout
  const rate = books && history.due.world.rateOn(account.currency, books, day)
  if (!books || !rate) return null
  const settledMinor = convert(balanceMinor, account.currency, books, rate, plan)
  return { currency: books, bookedMinor: account.bookedMinor, settledMinor, resultMinor: account.bookedMinor - settledMinor }
}

const convert = (amountMinor: bigint, from: string, to: string, rate: Fraction, plan: Plan): bigint =>
  round(times(whole(amountMinor), perMinor(rate, from, to)), plan.rounding)
const dayOf = (at: Temporal.Instant, plan: Plan): string => at.toZonedDateTimeISO(plan.timeZone).toPlainDate().toString()
const instantOf = (text: string, timeZone: string): Temporal.Instant =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text).toZonedDateTime({ timeZone, plainTime: '23:59:59' }).toInstant() : Temporal.Instant.from(text)

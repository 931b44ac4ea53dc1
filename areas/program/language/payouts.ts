// Paying what is payable: minimum, withholding once, fee, and a payment that fails. Negative balances are carried, nothing is paid twice.
import { least, percentOf, round, times, whole, type Fraction } from '../../../kernel/fraction.ts'
import type { Fact } from './facts.ts'
import type { History } from './history.ts'
import type { Plan } from './plan.ts'
import { minorOf, perMinor } from './world.ts'

/** `carriedMinor` is the balance that stays. `inCurrency` where the partner is paid in another one; `books` what the vendor's books say of it. */
export type Payout = {
  payout: string; day: string; partner: string; balanceMinor: bigint; withheldMinor: bigint; feeMinor: bigint; sentMinor: bigint; carriedMinor: bigint; failed: boolean
  inCurrency: { amountMinor: bigint; currency: string } | null
  books: { currency: string; bookedMinor: bigint; settledMinor: bigint; resultMinor: bigint } | null
}
type Account = { held: { on: string; amountMinor: bigint; bookedMinor: bigint }[]; fresh: bigint; returned: bigint; bookedMinor: bigint; lastSent: Payout | undefined }

/** Goes through payout facts in time; what had become payable by then is paid, for each partner. */
export function payouts(plan: Plan, facts: Fact[], history: History): Payout[] {
  const { world } = history.due
  const done: Payout[] = []
  const accounts = new Map<string, Account>()
  const accountOf = (partner: string): Account => {
    const account = accounts.get(partner) ?? { held: [], fresh: 0n, returned: 0n, bookedMinor: 0n, lastSent: undefined }
    accounts.set(partner, account)
    return account
  }
  const steps = [
    ...history.entries.map((entry) => ({ at: Temporal.Instant.from(entry.recordedAt), rank: 0, entry })),
    ...facts.flatMap((fact) => (fact.kind === 'payout' || fact.kind === 'payout_failed' ? [{ at: instantOf(fact.at, plan.timeZone), rank: fact.kind === 'payout' ? 1 : 2, fact }] : [])),
  ].sort((a, b) => Temporal.Instant.compare(a.at, b.at) || a.rank - b.rank)
  for (const step of steps) {
    if ('entry' in step) {
      const account = accountOf(step.entry.partner)
      const rate = plan.payout.books && world.rateOn(plan.currency, plan.payout.books, step.entry.earnedOn)
      const bookedMinor = plan.payout.books && rate ? convert(step.entry.payableMinor, plan.currency, plan.payout.books, rate, plan) : 0n
      account.held.push({ on: step.entry.payableOn, amountMinor: step.entry.payableMinor, bookedMinor })
    } else if (step.fact.kind === 'payout_failed') {
      const account = accountOf(step.fact.partner)
      const sent = account.lastSent
      if (!sent || sent.payout !== step.fact.of || sent.failed) continue
      sent.failed = true
      account.returned += sent.sentMinor + sent.feeMinor
    } else {
      const day = step.at.toZonedDateTimeISO(plan.timeZone).toPlainDate().toString()
      for (const [partner, account] of [...accounts].sort(([a], [b]) => (a < b ? -1 : 1))) done.push(pay(plan, step.fact.id, day, partner, account, history))
    }
  }
  return done
}

function pay(plan: Plan, id: string, day: string, partner: string, account: Account, history: History): Payout {
  for (const free of account.held.filter((one) => one.on <= day)) {
    account.fresh += free.amountMinor
    account.bookedMinor += free.bookedMinor
  }
  account.held = account.held.filter((one) => one.on > day)
  const balanceMinor = account.fresh + account.returned
  const minimum = plan.payout.minimum ? (minorOf(plan.payout.minimum, plan.currency) ?? 0n) : 1n
  const nothing: Payout = { payout: id, day, partner, balanceMinor, withheldMinor: 0n, feeMinor: 0n, sentMinor: 0n, carriedMinor: balanceMinor, failed: false, inCurrency: null, books: null }
  if (balanceMinor <= 0n || balanceMinor < minimum) return nothing
  const withheldMinor = account.fresh > 0n ? round(times(whole(account.fresh), percentOf(plan.payout.withholdPercent ?? '0')), plan.rounding) : 0n
  const net = balanceMinor - withheldMinor
  const feeMinor = feeOf(plan, net)
  const sentMinor = net - feeMinor
  const paid: Payout = { ...nothing, withheldMinor, feeMinor, sentMinor, carriedMinor: 0n, inCurrency: exchanged(plan, sentMinor, day, history), books: settled(plan, balanceMinor, account.bookedMinor, day, history) }
  Object.assign(account, { fresh: 0n, returned: 0n, bookedMinor: 0n, lastSent: paid })
  return paid
}

function feeOf(plan: Plan, net: bigint): bigint {
  const { fee } = plan.payout
  if (!fee) return 0n
  const share = times(whole(net), percentOf(fee.percent ?? '0'))
  return round(fee.max === undefined ? share : least(share, whole(minorOf(fee.max, plan.currency) ?? 0n)), plan.rounding)
}

function exchanged(plan: Plan, sentMinor: bigint, day: string, history: History): Payout['inCurrency'] {
  const { currency } = plan.payout
  const rate = currency && currency !== plan.currency ? history.due.world.rateOn(plan.currency, currency, day) : undefined
  return currency && rate ? { amountMinor: convert(sentMinor, plan.currency, currency, rate, plan), currency } : null
}

/** The debt was booked at the rate of the day it was earned; what it is settled at differs, and that is the books' affair. */
function settled(plan: Plan, balanceMinor: bigint, bookedMinor: bigint, day: string, history: History): Payout['books'] {
  const { books } = plan.payout
  const rate = books && history.due.world.rateOn(plan.currency, books, day)
  if (!books || !rate) return null
  const settledMinor = convert(balanceMinor, plan.currency, books, rate, plan)
  return { currency: books, bookedMinor, settledMinor, resultMinor: bookedMinor - settledMinor }
}

const convert = (amountMinor: bigint, from: string, to: string, rate: Fraction, plan: Plan): bigint =>
  round(times(whole(amountMinor), perMinor(rate, from, to)), plan.rounding)
const instantOf = (text: string, timeZone: string): Temporal.Instant =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text).toZonedDateTime({ timeZone, plainTime: '23:59:59' }).toInstant() : Temporal.Instant.from(text)

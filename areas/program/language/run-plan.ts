import { decimalOf } from './amounts.ts'
import { due, type Due, type DueLine } from './due.ts'
import { ownerOf } from './expiry.ts'
import type { Fact, Trayed } from './facts.ts'
import { tell, type Entry } from './history.ts'
import { payouts, type Payout } from './payouts.ts'
import type { Plan } from './plan.ts'

type RunLine = { partner: string; item: string; component: string; amount: string; payable: string; currency: string; earnedOn: string; payableOn: string; working: string[] }
type RunEntry = { because: string; recordedAt: string; partner: string; item: string; component: string; amount: string; payable: string; currency: string; earnedOn: string; payableOn: string; statement: string; isPrior: boolean }
/** Amounts as decimal text, for people and for machines. */
export type PlanRun = {
  currency: string
  lines: RunLine[]
  /** In other than money, or not to a partner: points, credits, what a customer gets. */
  rewards: (RunLine & { unit: string; to: 'partner' | 'customer'; move: 'earned' | 'used' | 'lapsed' })[]
  /** What is left of each unit, and what of it lapses next if nothing is used or earned until then. `account` is the customer's, null where it is the partner's own. */
  rewardBalances: { partner: string; account: string | null; unit: string; currency: string; earned: string; used: string; lapsed: string; left: string; lapsesNext: { on: string; amount: string } | null }[]
  /** What resellers pay. */
  prices: { item: string; partner: string; component: string; list: string; discount: string; price: string; currency: string; working: string[] }[]
  balances: { partner: string; currency: string; earned: string; payable: string; paid: string }[]
  /** Only with `history`: each posting in the order in which it became known, statements by period, payouts. */
  entries?: RunEntry[]
  rewardEntries?: RunEntry[]
  statements?: { partner: string; period: string; currency: string; total: string }[]
  payouts?: { payout: string; day: string; partner: string; currency: string; group: string; balance: string; withheld: string; fee: string; sent: string; carried: string; forfeited: string; failed: boolean; why: string; inCurrency: string | null; books: string | null }[]
  protections: { id: string; partner: string; account: string; accepted: boolean; from: string; until: string; why: string; decideBy: string | null }[]
  tray: Trayed[]
}

/** Runs a plan over facts, as of the day `on`: that of the newest fact when left out. With `history` the facts are told one by one, which takes longer the more there are. */
export function runPlan(plan: Plan, facts: Fact[], tray: Trayed[], options: { history: boolean; on?: string | undefined }): PlanRun {
  const history = options.history ? tell(plan, facts, options.on) : undefined
  const found = history?.due ?? due(plan, facts, options.on)
  const paid = history && payouts(plan, facts, history)
  return {
    currency: plan.currency,
    lines: found.lines.map(sayLine),
    rewards: found.rewards.map((line) => ({ ...sayLine(line), unit: line.unit, to: line.to, move: line.move })),
    rewardBalances: rewardBalancesOf(found),
    prices: found.prices.map((p) => ({ item: p.item, partner: p.partner, component: p.component, list: decimalOf(p.listMinor, p.currency), discount: decimalOf(p.discountMinor, p.currency), price: decimalOf(p.priceMinor, p.currency), currency: p.currency, working: p.working })),
    balances: balancesOf(found.lines, history?.entries ?? [], paid ?? []),
    ...(history && paid ? {
      entries: history.entries.map(sayEntry), rewardEntries: history.rewardEntries.map(sayEntry),
      statements: history.statements.map(({ partner, period, currency, totalMinor }) => ({ partner, period, currency, total: decimalOf(totalMinor, currency) })),
      payouts: paid.map(sayPayout),
    } : {}),
    protections: found.protections.map(({ id, partner, account, accepted, from, until, why, decideBy }) => ({ id, partner, account, accepted, from: from.toString(), until: until.toString(), why, decideBy: decideBy?.toString() ?? null })),
    tray: [...tray, ...withoutUse(facts), ...found.tray],
  }
}

/** Withdrawals of what is not there; one that was meant for another id would change nothing, and nobody would know. */
function withoutUse(facts: Fact[]): Trayed[] {
  const kinds = new Map(facts.map((one) => [one.id, one.kind]))
  return facts.flatMap((one): Trayed[] => {
    if (one.kind !== 'withdrawn') return []
    const of = kinds.get(one.of)
    if (of === undefined) return [{ fact: one, why: `It is about “${one.of}”, which is not known.` }]
    return of === 'withdrawn' ? [{ fact: one, why: `“${one.of}” withdraws something itself. What holds after all is told anew, under an id of its own.` }] : []
  })
}

const sayLine = (line: DueLine): RunLine => ({ partner: line.partner, item: line.item, component: line.component, amount: decimalOf(line.amountMinor, line.currency), payable: decimalOf(line.payableMinor, line.currency), currency: line.currency, earnedOn: line.earnedOn, payableOn: line.payableOn, working: line.working })
const sayEntry = ({ amountMinor, payableMinor, ...entry }: Entry): RunEntry => ({ ...entry, amount: decimalOf(amountMinor, entry.currency), payable: decimalOf(payableMinor, entry.currency) })

function balancesOf(lines: DueLine[], entries: Entry[], paid: Payout[]): PlanRun['balances'] {
  const balances = new Map<string, { partner: string; currency: string; earned: bigint; payable: bigint; paid: bigint }>()
  const of = ({ partner, currency }: { partner: string; currency: string }) => {
    const key = `${partner}\n${currency}`
    const known = balances.get(key) ?? { partner, currency, earned: 0n, payable: 0n, paid: 0n }
    balances.set(key, known)
    return known
  }
  for (const line of lines) {
    const balance = of(line)
    balance.earned += line.amountMinor
    balance.payable += line.payableMinor
  }
  entries.forEach(of)
  for (const payout of paid) if (!payout.failed) of(payout).paid += payout.sentMinor
  return [...balances].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { partner, currency, earned, payable, paid: sent }]) => ({ partner, currency, earned: decimalOf(earned, currency), payable: decimalOf(payable, currency), paid: decimalOf(sent, currency) }))
}

function rewardBalancesOf({ rewards, expiring }: Due): PlanRun['rewardBalances'] {
  const keyOf = (owner: { partner: string; account: string | null }, { unit, currency }: { unit: string; currency: string }) => JSON.stringify([owner.partner, owner.account, unit, currency])
  return [...Map.groupBy(rewards, (line) => keyOf(ownerOf(line), line))].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([key, own]) => {
    const [first] = own
    if (!first) return []
    const { unit, currency } = first
    const sum = (...moves: string[]) => own.reduce((total, line) => (moves.includes(line.move) ? total + line.amountMinor : total), 0n)
    const next = expiring.filter((one) => keyOf(one, one) === key)[0]
    return [{
      ...ownerOf(first), unit, currency, earned: decimalOf(sum('earned'), currency), used: decimalOf(-sum('used'), currency), lapsed: decimalOf(-sum('lapsed'), currency), left: decimalOf(sum('earned', 'used', 'lapsed'), currency),
      lapsesNext: next ? { on: next.on, amount: decimalOf(next.amountMinor, currency) } : null,
    }]
  })
}

function sayPayout(p: Payout): NonNullable<PlanRun['payouts']>[number] {
  const say = (minor: bigint, currency = p.currency) => decimalOf(minor, currency)
  return {
    payout: p.payout, day: p.day, partner: p.partner, currency: p.currency, group: p.group, balance: say(p.balanceMinor), withheld: say(p.withheldMinor), fee: say(p.feeMinor), sent: say(p.sentMinor), carried: say(p.carriedMinor), forfeited: say(p.forfeitedMinor), failed: p.failed, why: p.why,
    inCurrency: p.inCurrency && `${say(p.inCurrency.amountMinor, p.inCurrency.currency)} ${p.inCurrency.currency}`,
    books: p.books && `booked ${say(p.books.bookedMinor, p.books.currency)}, settled ${say(p.books.settledMinor, p.books.currency)}, result ${say(p.books.resultMinor, p.books.currency)} ${p.books.currency}`,
  }
}

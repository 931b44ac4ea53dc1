import { decimal } from '../../../kernel/money.ts'
import { due } from './due.ts'
import type { Fact, Trayed } from './facts.ts'
import { tell } from './history.ts'
import { payouts } from './payouts.ts'
import type { Plan } from './plan.ts'

/** Amounts as decimal text, for people and for machines. */
export type PlanRun = {
  currency: string
  lines: { partner: string; item: string; component: string; amount: string; payable: string; earnedOn: string; payableOn: string; working: string[] }[]
  balances: { partner: string; earned: string; payable: string; paid: string }[]
  /** Only with `history`: each posting in the order in which it became known, statements by period, payouts. */
  entries?: { because: string; recordedAt: string; partner: string; item: string; component: string; amount: string; payable: string; earnedOn: string; payableOn: string; statement: string; isPrior: boolean }[]
  statements?: { partner: string; period: string; total: string }[]
  payouts?: { payout: string; day: string; partner: string; balance: string; withheld: string; fee: string; sent: string; carried: string; failed: boolean; inCurrency: string | null; books: string | null }[]
  protections: { id: string; partner: string; account: string; accepted: boolean; why: string }[]
  tray: Trayed[]
}

/** Runs a plan over facts. With `history` the facts are told one by one, which takes longer the more there are. */
export function runPlan(plan: Plan, facts: Fact[], tray: Trayed[], options: { history: boolean }): PlanRun {
  const say = (minor: bigint, currency = plan.currency) => decimal(minor, currency)
  const history = options.history ? tell(plan, facts) : undefined
  const found = history?.due ?? due(plan, facts)
  const paid = history && payouts(plan, facts, history)
  const partners = [...new Set([...found.lines.map((line) => line.partner), ...(history?.entries.map((entry) => entry.partner) ?? [])])].sort()
  return {
    currency: plan.currency,
    lines: found.lines.map((line) => ({ partner: line.partner, item: line.item, component: line.component, amount: say(line.amountMinor), payable: say(line.payableMinor), earnedOn: line.earnedOn, payableOn: line.payableOn, working: line.working })),
    balances: partners.map((partner) => {
      const own = found.lines.filter((line) => line.partner === partner)
      const sent = (paid ?? []).filter((payout) => payout.partner === partner && !payout.failed).reduce((sum, payout) => sum + payout.sentMinor, 0n)
      return { partner, earned: say(own.reduce((sum, line) => sum + line.amountMinor, 0n)), payable: say(own.reduce((sum, line) => sum + line.payableMinor, 0n)), paid: say(sent) }
    }),
    ...(history && paid ? {
      entries: history.entries.map(({ amountMinor, payableMinor, ...entry }) => ({ ...entry, amount: say(amountMinor), payable: say(payableMinor) })),
      statements: history.statements.map(({ partner, period, totalMinor }) => ({ partner, period, total: say(totalMinor) })),
      payouts: paid.map((p) => ({
        payout: p.payout, day: p.day, partner: p.partner, balance: say(p.balanceMinor), withheld: say(p.withheldMinor), fee: say(p.feeMinor), sent: say(p.sentMinor), carried: say(p.carriedMinor), failed: p.failed,
        inCurrency: p.inCurrency && `${say(p.inCurrency.amountMinor, p.inCurrency.currency)} ${p.inCurrency.currency}`,
        books: p.books && `booked ${say(p.books.bookedMinor, p.books.currency)}, settled ${say(p.books.settledMinor, p.books.currency)}, result ${say(p.books.resultMinor, p.books.currency)} ${p.books.currency}`,
      })),
    } : {}),
    protections: found.protections.map(({ id, partner, account, accepted, why }) => ({ id, partner, account, accepted, why })),
    tray: [...tray, ...found.tray],
  }
}

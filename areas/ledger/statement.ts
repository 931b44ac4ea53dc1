import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { partnerById } from '../partners/index.ts'
import { owedBalances, paidBetween, say, type Said } from './earnings.ts'
import { lineViews, type LineView } from './line-views.ts'
import { rewardsPage, rewardSums, type RewardSum, type RewardView } from './reward-queries.ts'

export type StatementQuery = { currency?: string | undefined; from: string; to: string }
/** `paid`: what left for the partner or the tax office, less what came back. */
export type CurrencyStatement = { currency: string; opening: Said; accrued: Said; reversed: Said; paid: Said; closing: Said; lines: LineView[] }
export type Statement = { partnerId: Id; partnerName: string; from: string; to: string; currencies: CurrencyStatement[]; rewards: { lines: RewardView[]; closing: RewardSum[] } }

const most = 20_000

/**
 * A partner's account between two days, both included: opening balance, what was booked with its working, closing balance; per currency,
 * also where nothing happened. Balances come from the entries, lines from the lines; they must meet, and a statement that does not is refused.
 * What is booked later never changes it, since lines are booked on the day they become known.
 */
export async function statementOf(r: Reading, partnerId: Id, query: StatementQuery): Promise<Statement> {
  const partner = await partnerById(r, partnerId)
  if (query.to < query.from) throw refuseField('to', 'ledger.period_backwards', 'The period ends before it starts. Give a later last day.')
  const dayBefore = Temporal.PlainDate.from(query.from).subtract({ days: 1 }).toString()
  const opening = await owedBalances(r, partnerId, dayBefore)
  const closing = await owedBalances(r, partnerId, query.to)
  const paid = await paidBetween(r, partnerId, query.from, query.to)
  const lines = await lineViews(r, { partnerId, currency: query.currency, from: query.from, to: query.to, limit: most + 1, oldestFirst: true })
  if (lines.length > most) throw refuse('too_large', 'ledger.too_many_lines', `This period has more than ${most.toLocaleString('en-US')} lines. Ask for a shorter one, or take the CSV of all commissions.`)
  const byCurrency = Map.groupBy(lines, (line) => line.currency)
  const wanted = query.currency ? [query.currency] : [...new Set([...opening.keys(), ...closing.keys()])].sort()
  const currencies = wanted.map((currency) => {
    const own = byCurrency.get(currency) ?? []
    const sum = (keep: (amount: bigint) => boolean) => own.map((line) => BigInt(line.amountMinor)).filter(keep).reduce((total, amount) => total + amount, 0n)
    const [accrued, reversed, start, end] = [sum((a) => a > 0n), sum((a) => a < 0n), opening.get(currency) ?? 0n, closing.get(currency) ?? 0n]
    const sent = paid.get(currency) ?? 0n
    if (start + accrued + reversed - sent !== end) throw new Error(`statement of ${partnerId} in ${currency}: ${start} + ${accrued} + ${reversed} - ${sent} is not ${end}`)
    return { currency, opening: say(start, currency), accrued: say(accrued, currency), reversed: say(reversed, currency), paid: say(sent, currency), closing: say(end, currency), lines: own }
  })
  const [rewards, closingRewards] = await Promise.all([rewardsPage(r, { partnerId, from: query.from, to: query.to, limit: most }), rewardSums(r, partnerId, query.to)])
  return { partnerId, partnerName: partner.name, from: query.from, to: query.to, currencies, rewards: { lines: rewards.items.toReversed(), closing: closingRewards } }
}

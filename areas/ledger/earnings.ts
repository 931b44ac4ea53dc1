import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { formatMoney } from '../../kernel/money.ts'
import { compiledOnce } from '../../platform/db/compiled.ts'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { lineViews, type LineView } from './line-views.ts'
import { nextPayment } from './rules.ts'
import type { AccountKind } from './store.ts'

/** An amount for people and for machines: `said` is "€400.00", `amountMinor` a decimal string of minor units. */
export type Said = { amountMinor: string; currency: string; said: string }
export type CurrencyEarnings = {
  currency: string
  earned: Said
  /** Earned and not paid: the balance of the partner's accrued account. */
  unpaid: Said
  /** The next payment with something in it; reversals of what was payable before are set against it. */
  next: { on: string; amount: Said } | null
  /** What was payable before today, is in no payment yet and not disputed. */
  pastDue: Said
}
/** What a partner's own page shows first. */
export type EarningsInShort = Omit<CurrencyEarnings, 'unpaid'>
export type Earnings = { currencies: CurrencyEarnings[]; lines: LineView[]; more: boolean }

/** What a partner earned, what of it is not paid, and when the next payment is; the lines newest first. Empty when nothing was ever earned. */
export async function earningsOf(r: Reading, partnerId: Id, limit = 50): Promise<Earnings> {
  const [short, balances, lines] = await Promise.all([
    earningsInShort(r, partnerId), owedBalances(r, partnerId), lineViews(r, { partnerId, limit: limit + 1 }),
  ])
  const currencies = short.map((one) => ({ ...one, unpaid: say(balances.get(one.currency) ?? 0n, one.currency) }))
  return { currencies, lines: lines.slice(0, limit), more: lines.length > limit }
}

/** What was earned and when the next payment is, per currency. */
export async function earningsInShort(r: Reading, partnerId: Id): Promise<EarningsInShort[]> {
  const today = await todayOf(r)
  const payables = await payablesOf(r, { partnerId })
  return [...Map.groupBy(payables, (row) => row.currency)].map(([currency, rows]) => {
    const { next, pastDueMinor } = nextPayment(rows.map((row) => ({ on: row.payable_on, amountMinor: BigInt(row.payable) })), today)
    return {
      currency, earned: say(rows.reduce((sum, row) => sum + BigInt(row.amount), 0n), currency),
      next: next && { on: next.on, amount: say(next.amountMinor, currency) }, pastDue: say(pastDueMinor, currency),
    }
  })
}

const payablesOf = compiledOnce((q, v: { partnerId: Id }, r) => q
  .selectFrom('commission_line').select(['currency', 'payable_on', sql<string>`sum(amount_minor)`.as('amount'),
    sql<string>`coalesce(sum(payable_minor) filter (where not exists (select from payment_line p where p.workspace_id = commission_line.workspace_id and p.commission_line_id = commission_line.id and p.freed_at is null) and not (payable_minor > 0 and exists (select from dispute d where d.workspace_id = commission_line.workspace_id and d.commission_line_id = commission_line.id and d.state <> 'settled'))), 0)`.as('payable')])
  .where('workspace_id', '=', r.workspace).where('partner_id', '=', v.partnerId)
  .groupBy(['currency', 'payable_on']).orderBy('currency').orderBy('payable_on'))

/** Together they are what we owe a partner. */
const owedKinds: AccountKind[] = ['commission_accrued', 'commission_payable', 'held', 'clawback_receivable']

/** What we owe a partner by the ledger, per currency: what waits for the customer, what may be paid and what is held, less what is owed back; up to and including a day when given. */
export async function owedBalances(r: Reading, partnerId: Id, until?: string): Promise<Map<string, bigint>> {
  const rows = await r.q
    .selectFrom('ledger_account as a')
    .innerJoin('entry as e', (j) => j.onRef('e.workspace_id', '=', 'a.workspace_id').onRef('e.account_id', '=', 'a.id'))
    .$if(until !== undefined, (q) =>
      q.innerJoin('journal as j', (j) => j.onRef('j.workspace_id', '=', 'e.workspace_id').onRef('j.id', '=', 'e.journal_id')).where('j.effective_on', '<=', until ?? ''))
    .select(['a.currency', sql<string>`-sum(e.amount_minor)`.as('balance')])
    .where('a.workspace_id', '=', r.workspace).where('a.kind', 'in', owedKinds).where('a.partner_id', '=', partnerId)
    .groupBy('a.currency').orderBy('a.currency')
    .execute()
  return new Map(rows.map((row) => [row.currency, BigInt(row.balance)]))
}

/** What payments took from what we owed a partner between two days, both included, less what came back; per currency. */
export async function paidBetween(r: Reading, partnerId: Id, from: string, to: string): Promise<Map<string, bigint>> {
  const rows = await r.q
    .selectFrom('ledger_account as a')
    .innerJoin('entry as e', (j) => j.onRef('e.workspace_id', '=', 'a.workspace_id').onRef('e.account_id', '=', 'a.id'))
    .innerJoin('journal as j', (j) => j.onRef('j.workspace_id', '=', 'e.workspace_id').onRef('j.id', '=', 'e.journal_id'))
    .select(['a.currency', sql<string>`sum(e.amount_minor)`.as('paid')])
    .where('a.workspace_id', '=', r.workspace).where('a.kind', 'in', owedKinds).where('a.partner_id', '=', partnerId)
    .where('e.commission_line_id', 'is', null).where('j.effective_on', '>=', from).where('j.effective_on', '<=', to)
    .groupBy('a.currency')
    .execute()
  return new Map(rows.map((row) => [row.currency, BigInt(row.paid)]))
}

export const say = (amountMinor: bigint, currency: string): Said => ({ amountMinor: amountMinor.toString(), currency, said: formatMoney({ amountMinor, currency }) })

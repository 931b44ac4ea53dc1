// Guards L1, L4, L7, L15: proves from the rows alone that the ledger is whole. Reads everything; for tests, doctor and nightly runs.
import { sql, type RawBuilder } from 'kysely'
import type { Reading } from '../../platform/db/context.ts'
import { amountOf, versionsById } from '../program/index.ts'
import type { LiveLine } from './rules.ts'
import { toLine } from './store.ts'

export type Verification = { ok: boolean; problems: string[]; journals: number; entries: number; lines: number }
const shownProblems = 100

/** Every journal balances, trial balance is zero, lines and entries agree one to one, reversals undo exactly one line, each line computes again. */
export async function verifyLedger(r: Reading): Promise<Verification> {
  const problems: string[] = []
  const find = async (what: string, query: RawBuilder<{ id: string }>) => {
    for (const row of (await query.execute(r.q)).rows) problems.push(`${what}: ${row.id}`)
  }
  const w = r.workspace
  await find('journal does not balance', sql`select journal_id || ' ' || currency as id from entry where workspace_id = ${w} group by journal_id, currency having sum(amount_minor) <> 0 limit ${shownProblems}`)
  await find('journal is not complete', sql`select j.id::text as id from journal j where j.workspace_id = ${w}
    and j.entry_count <> (select count(*) from entry e where e.workspace_id = j.workspace_id and e.journal_id = j.id) limit ${shownProblems}`)
  await find('trial balance is not zero', sql`select currency as id from entry where workspace_id = ${w} group by currency having sum(amount_minor) <> 0`)
  await find('line and entries disagree', sql`select l.id::text as id from commission_line l where l.workspace_id = ${w} and (
    select count(*) filter (where a.kind = 'commission_expense' and e.amount_minor = l.amount_minor) = 1
       and count(*) filter (where a.kind = 'commission_accrued' and e.amount_minor = -l.amount_minor and a.partner_id = l.partner_id) = 1
       and count(*) = 2 and bool_and(e.currency = l.currency) and bool_and(e.journal_id = l.journal_id)
    from entry e join ledger_account a on a.workspace_id = e.workspace_id and a.id = e.account_id
    where e.workspace_id = l.workspace_id and e.commission_line_id = l.id) is not true limit ${shownProblems}`)
  await find('account is not the sum of its lines', sql`select a.id::text as id from ledger_account a where a.workspace_id = ${w} and a.kind = 'commission_accrued'
    and (select coalesce(-sum(e.amount_minor), 0) from entry e where e.workspace_id = a.workspace_id and e.account_id = a.id)
     <> (select coalesce(sum(l.amount_minor), 0) from commission_line l where l.workspace_id = a.workspace_id and l.partner_id = a.partner_id and l.currency = a.currency) limit ${shownProblems}`)
  await find('reversal does not undo its line', sql`select l.id::text as id from commission_line l join commission_line o on o.workspace_id = l.workspace_id and o.id = l.corrects
    where l.workspace_id = ${w} and (o.amount_minor <> -l.amount_minor or o.currency <> l.currency or o.partner_id <> l.partner_id or o.item_id <> l.item_id
      or o.component <> l.component or o.seq >= l.seq or o.corrects is not null) limit ${shownProblems}`)
  await find('booked on another day than its journal', sql`select l.id::text as id from commission_line l join journal j on j.workspace_id = l.workspace_id and j.id = l.journal_id
    where l.workspace_id = ${w} and j.effective_on <> l.booked_on limit ${shownProblems}`)
  const lines = await recompute(r, problems)
  const counts = await sql<{ journals: bigint; entries: bigint }>`select (select count(*) from journal where workspace_id = ${w}) as journals,
    (select count(*) from entry where workspace_id = ${w}) as entries`.execute(r.q)
  return { ok: problems.length === 0, problems: problems.slice(0, shownProblems), journals: Number(counts.rows[0]?.journals ?? 0), entries: Number(counts.rows[0]?.entries ?? 0), lines }
}

/** Computes every line again from the plan version, basis and rate it cites. Reads in batches. */
async function recompute(r: Reading, problems: string[]): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (let seen = 0; ; ) {
    const rows = await r.q.selectFrom('commission_line').selectAll().where('workspace_id', '=', r.workspace).where('id', '>', after).orderBy('id').limit(5000).execute()
    const versions = await versionsById(r, rows.map((row) => row.plan_version_id))
    for (const row of rows) {
      const line = toLine(row)
      if (!recomputes(line.amountMinor < 0n ? { ...line, amountMinor: -line.amountMinor } : line, versions)) problems.push(`line does not compute again: ${line.id}`)
    }
    seen += rows.length
    const last = rows.at(-1)
    if (!last) return seen
    after = last.id
  }
}

/** Whether the amount follows from what the line cites. For a reversal give the amount it takes back. */
export function recomputes(line: Pick<LiveLine, 'planVersionId' | 'component' | 'basis' | 'rate' | 'amountMinor' | 'currency'>, versions: Awaited<ReturnType<typeof versionsById>>): boolean {
  const version = versions.get(line.planVersionId)
  const component = version?.terms.components.find((c) => c.id === line.component)
  if (!version || !component) return false
  const amount = amountOf(component, line.basis, version.terms)
  if (typeof amount === 'string') return false
  return amount.money.amountMinor === line.amountMinor && amount.money.currency === line.currency && amount.rate?.num === line.rate?.num && amount.rate?.den === line.rate?.den
}

// Guards L1, L4, L7, L15: proves from the rows alone that the ledger is whole. Reads everything; for tests, doctor and nightly runs.
import { sql, type RawBuilder } from 'kysely'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { partnerNames } from '../partners/index.ts'
import { amountOf, isSimple, versionsById } from '../program/index.ts'
import { dueMinusBooked } from './due-minus-booked.ts'
import type { LiveLine } from './rules.ts'
import { toLine } from './store.ts'

export type Verification = { ok: boolean; problems: string[]; journals: number; entries: number; lines: number }
const shownProblems = 100

/** Every journal balances, trial balance is zero, lines and entries agree one to one, reversals undo exactly one line, each line computes again, and what is booked on facts is what is due. */
export async function verifyLedger(r: Reading): Promise<Verification> {
  const problems: string[] = []
  const find = async (what: string, query: RawBuilder<{ id: string }>) => {
    for (const row of (await query.execute(r.q)).rows) problems.push(`${what}: ${row.id}`)
  }
  const w = r.workspace
  const today = await todayOf(r)
  await find('journal does not balance', sql`select journal_id || ' ' || currency as id from entry where workspace_id = ${w} group by journal_id, currency having sum(amount_minor) <> 0 limit ${shownProblems}`)
  await find('journal is not complete', sql`select j.id::text as id from journal j where j.workspace_id = ${w}
    and j.entry_count <> (select count(*) from entry e where e.workspace_id = j.workspace_id and e.journal_id = j.id) limit ${shownProblems}`)
  await find('entry without its journal, account or line', sql`select e.journal_id || ' ' || e.line_no as id from entry e
    left join journal j on j.workspace_id = e.workspace_id and j.id = e.journal_id left join ledger_account a on a.workspace_id = e.workspace_id and a.id = e.account_id left join commission_line l on l.workspace_id = e.workspace_id and l.id = e.commission_line_id
    where e.workspace_id = ${w} and (j.entry_count is distinct from e.entry_count or a.currency is distinct from e.currency or l.id is distinct from e.commission_line_id) limit ${shownProblems}`)
  await find('line without its journal', sql`select l.id::text as id from commission_line l left join journal j on j.workspace_id = l.workspace_id and j.id = l.journal_id where l.workspace_id = ${w} and j.id is null limit ${shownProblems}`)
  await find('trial balance is not zero', sql`select currency as id from entry where workspace_id = ${w} group by currency having sum(amount_minor) <> 0`)
  await find('line and entries disagree', sql`select l.id::text as id from commission_line l where l.workspace_id = ${w} and (
    select coalesce(sum(e.amount_minor) filter (where a.kind = 'commission_expense'), 0) = l.amount_minor
       and coalesce(sum(e.amount_minor) filter (where a.partner_id = l.partner_id), 0) = -l.amount_minor
       and (coalesce(sum(e.amount_minor) filter (where a.kind in ('commission_payable', 'held')), 0) = -l.payable_minor - l.clawback_minor
         or (l.payable_minor = l.amount_minor and not bool_or(a.kind = 'commission_payable' and e.journal_id = l.journal_id))) -- from before there was such an account
       and coalesce(sum(e.amount_minor) filter (where a.kind = 'clawback_receivable'), 0) = l.clawback_minor
       and coalesce(sum(e.amount_minor) filter (where a.kind = 'held'), 0) = case when exists (select from held_line h where h.workspace_id = l.workspace_id and h.commission_line_id = l.id) then -l.payable_minor - l.clawback_minor else 0 end
       and sum(e.amount_minor) = 0 and bool_and(e.currency = l.currency) and bool_and(e.journal_id = l.journal_id or a.kind in ('commission_payable', 'held'))
    from entry e join ledger_account a on a.workspace_id = e.workspace_id and a.id = e.account_id
    where e.workspace_id = l.workspace_id and e.commission_line_id = l.id) is not true limit ${shownProblems}`)
  await find('what a partner is owed, was paid and had withheld is not what they earned', sql`
    with booked as (select a.partner_id, a.currency, -sum(e.amount_minor) as minor from ledger_account a join entry e on e.workspace_id = a.workspace_id and e.account_id = a.id
        where a.workspace_id = ${w} and a.partner_id is not null group by a.partner_id, a.currency),
      earned as (select partner_id, currency, sum(minor) as minor from (
        select partner_id, currency, amount_minor as minor from commission_line where workspace_id = ${w}
        union all select partner_id, currency, vat_minor from invoice_vat where workspace_id = ${w}) as parts group by partner_id, currency),
      -- withheld or kept as a fee, and exchanged, which leaves in one currency and is with the partner in another
      gone as (select partner_id, currency, sum(minor) as minor from (
        select partner_id, currency, case when sent_currency is null then withheld_minor + fee_minor else gross_minor + vat_minor end as minor from payment where workspace_id = ${w} and state <> 'returned'
        union all select partner_id, sent_currency, -sent_minor from payment where workspace_id = ${w} and state <> 'returned' and sent_currency is not null) as parts group by partner_id, currency)
    select partner_id || ' ' || currency as id from booked full join earned using (partner_id, currency) full join gone using (partner_id, currency)
    where coalesce(booked.minor, 0) + coalesce(gone.minor, 0) <> coalesce(earned.minor, 0) limit ${shownProblems}`)
  await find('what may be paid is not what the lines not yet paid say', sql`
    with booked as (select a.partner_id, a.currency, -sum(e.amount_minor) as minor from ledger_account a join entry e on e.workspace_id = a.workspace_id and e.account_id = a.id
        where a.workspace_id = ${w} and a.kind in ('commission_payable', 'held', 'clawback_receivable') group by a.partner_id, a.currency),
      said as (select l.partner_id, l.currency, sum(l.payable_minor) as minor from commission_line l
        where l.workspace_id = ${w} and not exists (select from payment_line p where p.workspace_id = l.workspace_id and p.commission_line_id = l.id and p.freed_at is null) group by l.partner_id, l.currency)
    select partner_id || ' ' || currency as id from booked full join said using (partner_id, currency) where coalesce(booked.minor, 0) <> coalesce(said.minor, 0) limit ${shownProblems}`)
  await find('what is owed back is not what the lines not yet paid say', sql`
    with booked as (select a.partner_id, a.currency, sum(e.amount_minor) as minor from ledger_account a join entry e on e.workspace_id = a.workspace_id and e.account_id = a.id
        where a.workspace_id = ${w} and a.kind = 'clawback_receivable' group by a.partner_id, a.currency),
      said as (select l.partner_id, l.currency, sum(l.clawback_minor) as minor from commission_line l
        where l.workspace_id = ${w} and not exists (select from payment_line p where p.workspace_id = l.workspace_id and p.commission_line_id = l.id and p.freed_at is null) group by l.partner_id, l.currency)
    select partner_id || ' ' || currency as id from booked full join said using (partner_id, currency) where coalesce(booked.minor, 0) <> coalesce(said.minor, 0) limit ${shownProblems}`)
  await find('VAT that is owed is not what invoices not yet paid say', sql`
    with booked as (select a.partner_id, a.currency, -sum(e.amount_minor) as minor from ledger_account a join entry e on e.workspace_id = a.workspace_id and e.account_id = a.id
        where a.workspace_id = ${w} and a.kind = 'vat_payable' group by a.partner_id, a.currency),
      said as (select v.partner_id, v.currency, sum(i.vat_minor) as minor from invoice_vat v join invoice_line i on i.workspace_id = v.workspace_id and i.invoice_id = v.invoice_id
        where v.workspace_id = ${w} and not exists (select from payment_vat p where p.workspace_id = i.workspace_id and p.invoice_id = i.invoice_id and p.commission_line_id = i.commission_line_id and p.freed_at is null) group by v.partner_id, v.currency)
    select partner_id || ' ' || currency as id from booked full join said using (partner_id, currency) where coalesce(booked.minor, 0) <> coalesce(said.minor, 0) limit ${shownProblems}`)
  await find('a payment has other VAT than its invoices', sql`select y.id::text as id from payment y where y.workspace_id = ${w}
    and y.vat_minor <> (select coalesce(sum(i.vat_minor), 0) from payment_vat p join invoice_line i on i.workspace_id = p.workspace_id and i.invoice_id = p.invoice_id and i.commission_line_id = p.commission_line_id where p.workspace_id = y.workspace_id and p.payment_id = y.id) limit ${shownProblems}`)
  await find('the lines of an invoice have other VAT than it', sql`
    with parts as (select invoice_id, sum(vat_minor) as minor from invoice_line where workspace_id = ${w} group by invoice_id),
      whole as (select invoice_id, vat_minor as minor from invoice_vat where workspace_id = ${w})
    select invoice_id::text as id from parts full join whole using (invoice_id) where coalesce(parts.minor, 0) <> coalesce(whole.minor, 0) limit ${shownProblems}`)
  await find('credit notes are more than their invoice', sql`select of_invoice_id::text as id from invoice_line where workspace_id = ${w}
    group by of_invoice_id having bool_or(invoice_id <> of_invoice_id) and (sum(net_minor) < 0 or sum(vat_minor) < 0 and bool_or(invoice_id = of_invoice_id and vat_minor <> 0)) limit ${shownProblems}`)
  await find('a line is on invoices with more than it has', sql`select l.id::text as id from commission_line l join (select commission_line_id, sum(net_minor) as minor from invoice_line where workspace_id = ${w} group by commission_line_id) as i on i.commission_line_id = l.id
    where l.workspace_id = ${w} and (abs(i.minor) > abs(l.amount_minor) or sign(i.minor) <> sign(l.amount_minor)) limit ${shownProblems}`)
  // What a plan held until today is let go of within minutes, and before it is paid.
  await find('held is not what is disputed or held by a plan', sql`
    select l.id::text as id from commission_line l left join held_line h on h.workspace_id = l.workspace_id and h.commission_line_id = l.id
    where l.workspace_id = ${w} and l.payable_minor + l.clawback_minor <> 0 and (h.commission_line_id is not null or l.held_until is not null or l.id in (select d.commission_line_id from dispute d where d.workspace_id = ${w} and d.state <> 'settled'))
      and (h.commission_line_id is not null) is distinct from (not exists (select from payment_line p where p.workspace_id = l.workspace_id and p.commission_line_id = l.id and p.freed_at is null)
        and (coalesce(l.held_until > ${today}, false) or l.payable_minor > 0 and exists (select from dispute d where d.workspace_id = l.workspace_id and d.commission_line_id = l.id and d.state <> 'settled')))
      and not (h.commission_line_id is not null and coalesce(l.held_until between ${today}::date - 1 and ${today}, false)) limit ${shownProblems}`)
  await find('a payment in another currency is not what left', sql`
    with booked as (select e.currency, sum(e.amount_minor) as minor from ledger_account a join entry e on e.workspace_id = a.workspace_id and e.account_id = a.id where a.workspace_id = ${w} and a.kind = 'currency_exchange' group by e.currency),
      said as (select currency, sum(minor) as minor from (
        select currency, withheld_minor + fee_minor - gross_minor - vat_minor as minor from payment where workspace_id = ${w} and state <> 'returned' and sent_currency is not null
        union all select sent_currency, sent_minor from payment where workspace_id = ${w} and state <> 'returned' and sent_currency is not null
        union all select books_currency, difference_minor from payment where workspace_id = ${w} and state <> 'returned' and books_currency is not null) as legs group by currency)
    select currency as id from booked full join said using (currency) where coalesce(booked.minor, 0) <> coalesce(said.minor, 0)`)
  await find('reversal does not undo its line', sql`select l.id::text as id from commission_line l join commission_line o on o.workspace_id = l.workspace_id and o.id = l.corrects
    where l.workspace_id = ${w} and (o.amount_minor <> -l.amount_minor or o.currency <> l.currency or o.partner_id <> l.partner_id or o.item_id <> l.item_id
      or o.component <> l.component or o.seq >= l.seq or o.corrects is not null) limit ${shownProblems}`)
  await find('booked on another day than its journal', sql`select l.id::text as id from commission_line l join journal j on j.workspace_id = l.workspace_id and j.id = l.journal_id
    where l.workspace_id = ${w} and j.effective_on <> l.booked_on limit ${shownProblems}`)
  await find('an adjustment follows a line of something else', sql`select l.id::text as id from commission_line l join commission_line o on o.workspace_id = l.workspace_id and o.id = l.adjusts
    where l.workspace_id = ${w} and (o.item_id, o.partner_id, o.component, o.item_key) is distinct from (l.item_id, l.partner_id, l.component, l.item_key) limit ${shownProblems}`)
  await find('statement does not say what its lines and payments say', sql`select s.id::text as id from statement s where s.workspace_id = ${w} and (
    select coalesce(sum(l.amount_minor) filter (where l.amount_minor > 0), 0) = s.earned_minor and coalesce(sum(l.amount_minor) filter (where l.amount_minor < 0), 0) = s.taken_back_minor and count(*) = s.line_count
      and coalesce(bool_and(l.partner_id = s.partner_id and l.currency = s.currency), true)
    from statement_line t join commission_line l on l.workspace_id = t.workspace_id and l.id = t.commission_line_id where t.workspace_id = s.workspace_id and t.statement_id = s.id) is not true
    or s.workspace_id = ${w} and s.paid_minor <> (select coalesce(sum(p.amount_minor), 0) from statement_payment p where p.workspace_id = s.workspace_id and p.statement_id = s.id)
    or s.workspace_id = ${w} and s.closing_minor <> s.waiting_minor + (select coalesce(sum((d ->> 'amountMinor')::bigint), 0) from jsonb_array_elements(s.schedule) d) limit ${shownProblems}`)
  await find('statement does not open with what the one before it closed with', sql`select s.id::text as id from statement s left join statement b on b.workspace_id = s.workspace_id and b.partner_id = s.partner_id and b.currency = s.currency and b.number = s.number - 1
    where s.workspace_id = ${w} and (s.opening_minor <> coalesce(b.closing_minor, 0) or (b.id is null and s.number > 1)) limit ${shownProblems}`)
  const lines = await recompute(r, problems)
  await settleAgain(r, problems)
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
    for (const row of rows) if (!versions.has(row.plan_version_id)) problems.push(`line without its plan version: ${row.id}`)
    for (const row of rows.filter((one) => one.item_key === null)) {
      const line = toLine(row)
      if (!recomputes(line.amountMinor < 0n ? { ...line, amountMinor: -line.amountMinor } : line, versions)) problems.push(`line does not compute again: ${line.id}`)
    }
    seen += rows.length
    const last = rows.at(-1)
    if (!last) return seen
    after = last.id
  }
}

/** L8: settling any partner again would post nothing. */
async function settleAgain(r: Reading, problems: string[]): Promise<void> {
  const items = await r.q.selectFrom('commission_item').select('item_id').where('workspace_id', '=', r.workspace).orderBy('item_id').execute()
  const sellers = await partnerNames(r, items.map((item) => item.item_id))
  // Who is marked is settled within a minute; what is due to them is not booked yet.
  const marked = new Set((await r.q.selectFrom('unsettled').select('partner_id').where('workspace_id', '=', r.workspace).execute()).map((row) => row.partner_id))
  for (const sellerId of sellers.keys()) if (!marked.has(sellerId)) for (const one of await dueMinusBooked(r, sellerId)) problems.push(`booked is not due: ${one.component} of ${one.itemKey} for ${one.partnerId}`)
}

/** Whether the amount follows from what the line cites. For a reversal give the amount it takes back. */
export function recomputes(line: Pick<LiveLine, 'planVersionId' | 'component' | 'basis' | 'rate' | 'amountMinor' | 'currency'>, versions: Awaited<ReturnType<typeof versionsById>>): boolean {
  const version = versions.get(line.planVersionId)
  const component = version && isSimple(version) ? version.terms.components.find((c) => c.id === line.component) : undefined
  if (!version || !isSimple(version) || !component) return false
  const amount = amountOf(component, line.basis, version.terms)
  if (typeof amount === 'string') return false
  return amount.money.amountMinor === line.amountMinor && amount.money.currency === line.currency && amount.rate?.num === line.rate?.num && amount.rate?.den === line.rate?.den
}

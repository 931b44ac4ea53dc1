// Statements, invoices and credit notes of partners with VAT, told while the app is killed; and what must be true of them in the rows.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { heardOf, request, type Asked, type PayOffice } from './payout-office.ts'

/** The month that is open for partners with VAT: the first whose statements were not asked for. */
export const openMonth = (office: PayOffice): string => office.months[heardOf(office, 'issue').length] ?? new Date().toISOString().slice(0, 7)

/** Closes the open month, once something was told in it. */
export function issueNext(office: PayOffice): Asked | undefined {
  const next = office.months[heardOf(office, 'issue').length]
  const told = heardOf(office, 'facts').filter((one) => office.invoiced.has(one.about)).length
  return next === undefined || told < 4 * (heardOf(office, 'issue').length + 1) ? undefined : request(office, 'issue', next, { who: office.maker, method: 'PUT', path: `/statement-periods/${next}` })
}

/** That a month is closed is a fact of the app's own; of those before the first one that somebody closed as well. */
export const isClosing = (key: string, office: PayOffice): boolean => {
  const month = /^statement_closed:(\d{4}-\d{2})$/.exec(key)?.[1]
  return month !== undefined && month < openMonth(office)
}

/** What was invoiced and paid some time ago falls away. */
export function refund(office: PayOffice, random: () => number): Asked | undefined {
  const gone = new Set(office.facts.map(({ fact }) => fact.id))
  const some = office.facts.filter(({ fact, asked }) => asked.heard === 'yes' && office.invoiced.has(asked.about) && fact.id.startsWith('invoice-') && !gone.has(`refund-${fact.id}`))
  const one = some[Math.floor(random() * some.length)]
  if (!one) return undefined
  const fact = { id: `refund-${one.fact.id}`, kind: 'refund', at: `${openMonth(office)}-20`, of: one.fact.id, amount: 'all' }
  const asked = request(office, 'facts', one.asked.about, { who: { authorization: `Bearer ${office.ws.key}` }, method: 'POST', path: '/facts', body: { facts: [fact] } }, -one.asked.minor)
  office.facts.push({ fact, asked })
  return asked
}

type Wanted = { raisedBy: string; credits: { id: string } | null; gross: { amountMinor: string } }
/** The invoice or credit note of a partner that some statement wants. */
export async function tellWanted(office: PayOffice, look: (path: string) => Promise<{ items: unknown[] }>, random: () => number): Promise<Asked | undefined> {
  const [partner] = [...office.invoiced].find(([, who]) => who === 'partner') ?? []
  const statements = (await look(`/statements?partner=${partner}`)).items as { id: string }[]
  for (const { id } of statements.toSorted(() => random() - 0.5)) {
    const [one] = (await look(`/statements/${id}/wanted-invoices`)).items.filter((wanted) => (wanted as Wanted).raisedBy === 'partner') as Wanted[]
    if (!one) continue
    const told = { number: `N-${office.asked.length}`, on: `${office.months[0]}-01`, amountMinor: one.gross.amountMinor.replace('-', '') }
    return request(office, 'invoice', id, { who: office.maker, method: 'POST', path: `/statements/${id}/${one.credits ? 'credit-notes' : 'invoice'}`, body: one.credits ? { ...told, invoiceId: one.credits.id } : told })
  }
  return undefined
}

/** What is on invoices, owed and paid of VAT is the same, told once, and under numbers without a gap. */
export async function vatFaults(ctx: Ctx, office: PayOffice): Promise<string[]> {
  const faults = async (query: (workspace: string) => ReturnType<typeof sql<{ fault: string }>>) => (await read(ctx, (r) => query(r.workspace).execute(r.q))).rows.map((row) => row.fault)
  const there = await faults((w) => sql`select id::text as fault from invoice where workspace_id = ${w} and kind = 'partner'`)
  const told = heardOf(office, 'invoice')
  return [
    ...office.asked.filter((one) => one.what === 'invoice' && one.heard === 'no').map((one) => `an invoice for ${one.about} was wanted and refused`),
    ...(there.length === new Set(told.map((one) => one.id)).size && there.length === told.length ? [] : [`${told.length} invoices were acknowledged, ${there.length} are there`]),
    ...(await faults((w) => sql`
      select p.invoice_id || ' ' || p.commission_line_id || ': VAT is in ' || count(*) || ' payments that stand' as fault from payout_vat p join payout_payment o on o.workspace_id = p.workspace_id and o.id = p.payment_id
      where p.workspace_id = ${w} and o.state in ('scheduled', 'sent', 'paid') group by p.invoice_id, p.commission_line_id having count(*) > 1`)),
    ...(await faults((w) => sql`
      select i.number || ' has ' || i.net_minor || ' and VAT ' || i.vat_minor || ', its lines ' || sum(l.net_minor) || ' and ' || sum(l.vat_minor) as fault from invoice i left join invoice_line l on l.workspace_id = i.workspace_id and l.invoice_id = i.id
      where i.workspace_id = ${w} group by i.id, i.number, i.net_minor, i.vat_minor having coalesce(sum(l.net_minor), 0) <> i.net_minor or coalesce(sum(l.vat_minor), 0) <> i.vat_minor`)),
    ...(await faults((w) => sql`
      with owed as (select a.partner_id, -sum(e.amount_minor) as minor from ledger_account a join entry e on e.workspace_id = a.workspace_id and e.account_id = a.id where a.workspace_id = ${w} and a.kind = 'vat_payable' group by 1),
        told as (select partner_id, sum(vat_minor) as minor from invoice where workspace_id = ${w} group by 1),
        paid as (select partner_id, sum(vat_minor) as minor from payout_payment p join payout u on u.workspace_id = p.workspace_id and u.id = p.payout_id where p.workspace_id = ${w} and (p.state in ('sent', 'paid') or p.state = 'scheduled' and u.state = 'approved') group by 1)
      select partner_id || ': VAT of ' || coalesce(told.minor, 0) || ' on invoices, ' || coalesce(paid.minor, 0) || ' in payments, ' || coalesce(owed.minor, 0) || ' owed' as fault
      from owed full join told using (partner_id) full join paid using (partner_id) where coalesce(owed.minor, 0) + coalesce(paid.minor, 0) <> coalesce(told.minor, 0)`)),
    ...(await faults((w) => sql`select 'the last number is ' || max(sequence) || ' of ' || count(*) as fault from invoice where workspace_id = ${w} and kind = 'self' having max(sequence) <> count(*)`)),
    ...(await faults((w) => sql`
      select s.id || ' earned more than it took back and has no invoice of ours' as fault from statement s join invoicing a on a.workspace_id = s.workspace_id and a.partner_id = s.partner_id and a.mode = 'self'
      where s.workspace_id = ${w} and s.earned_minor + s.taken_back_minor > 0 and not exists (select from invoice i where i.workspace_id = s.workspace_id and i.statement_id = s.id)`)),
  ]
}

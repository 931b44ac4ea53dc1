// What must be true of payouts after any crash: read from the rows, and held against what two outsiders saw, the clients and the bank.
import { sql } from 'kysely'
import { parseId } from '../../kernel/ids.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { isClosing, vatFaults } from './payout-invoices.ts'
import { heardOf, type PayOffice } from './payout-office.ts'
import { factFaults, ledgerFaults } from './verify.ts'

const rows = async <T>(ctx: Ctx, query: (workspace: string) => ReturnType<typeof sql<T>>): Promise<T[]> => (await read(ctx, (r) => query(r.workspace).execute(r.q))).rows

export async function payoutFaults(ctx: Ctx, office: PayOffice): Promise<string[]> {
  return [
    ...office.faults, ...(await stepFaults(ctx, office)), ...(await onceFaults(ctx)), ...(await bankFaults(ctx, office)), ...(await accountFaults(ctx, office)), ...(await vatFaults(ctx, office)),
    ...(await factFaults(ctx, { facts: office.facts.map(({ fact, asked }) => ({ fact, heard: asked.heard === 'yes' })) }, (key) => isClosing(key, office))), ...(await ledgerFaults(ctx)).faults,
  ]
}

/** Every acknowledged step is there, and nothing that nobody asked for. All were asked until they were answered. */
async function stepFaults(ctx: Ctx, office: PayOffice): Promise<string[]> {
  const payouts = await rows<{ id: string; state: string; approved: boolean; second: boolean }>(ctx, (w) => sql`select id::text, state, approved_by is not null as approved, approved_by is distinct from made_by as second from payout where workspace_id = ${w}`)
  const there = new Map(payouts.map((payout) => [payout.id, payout]))
  const payoutOf = (shown: string) => there.get(parseId('payout', shown) ?? '')
  const made = [...heardOf(office, 'make'), ...heardOf(office, 'again')]
  const known = new Set(made.map((one) => parseId('payout', one.id)))
  const lost = (what: 'approve' | 'cancel' | 'send', isThere: (payout: (typeof payouts)[number]) => boolean) =>
    heardOf(office, what).filter((one) => !isThere(payoutOf(one.about) ?? payouts[0]!)).map((one) => `${what} of ${one.about} was acknowledged and is lost`)
  return [
    ...office.asked.filter((one) => one.heard === 'nothing').map((one) => `${one.what} ${one.about} was never answered`),
    ...made.filter((one) => !payoutOf(one.id)).map((one) => `payout ${one.id} was acknowledged and is lost`),
    ...(known.size < made.length ? ['one payout answers two requests'] : []),
    ...payouts.filter((payout) => !known.has(payout.id)).map((payout) => `payout ${payout.id} (${payout.state}) was made and never acknowledged`),
    ...payouts.filter((payout) => payout.approved && !payout.second).map((payout) => `payout ${payout.id} was approved by whoever made it`),
    ...lost('approve', (payout) => payout.approved), ...lost('cancel', (payout) => payout.state === 'cancelled'), ...lost('send', (payout) => payout.state === 'sent'),
  ]
}

/** Nothing is paid twice: asked of the rows and not of the index that forbids it. */
async function onceFaults(ctx: Ctx): Promise<string[]> {
  const standing = sql.raw(`p.state in ('scheduled', 'sent', 'paid')`)
  const twice = await rows<{ line: string; n: number }>(ctx, (w) => sql`
    select l.commission_line_id::text as line, count(*)::int as n from payout_line l join payout_payment p on p.workspace_id = l.workspace_id and p.id = l.payment_id where l.workspace_id = ${w} and ${standing} group by 1 having count(*) > 1`)
  const sums = await rows<{ id: string; gross: string; lines: string; earned: string }>(ctx, (w) => sql`
    select p.id::text, p.gross_minor::text as gross, sum(l.amount_minor)::text as lines, sum(c.amount_minor)::text as earned from payout_payment p join payout_line l on l.workspace_id = p.workspace_id and l.payment_id = p.id
    join commission_line c on c.workspace_id = l.workspace_id and c.id = l.commission_line_id where p.workspace_id = ${w} group by p.id, p.gross_minor having sum(l.amount_minor) <> p.gross_minor or sum(c.amount_minor) <> p.gross_minor`)
  return [...twice.map((row) => `line ${row.line} is in ${row.n} payments that stand`), ...sums.map((row) => `payment ${row.id} is of ${row.gross}, its lines of ${row.lines}, earned ${row.earned}`)]
}

/** What we say of each payment is what the bank said, and it was ordered once. */
async function bankFaults(ctx: Ctx, office: PayOffice): Promise<string[]> {
  const payments = await rows<{ reference: string; state: string; amount: string }>(ctx, (w) => sql`select reference, state, amount_minor::text as amount from payout_payment where workspace_id = ${w} and file_id is not null`)
  const { orders } = office.bank
  return [
    ...payments.flatMap(({ reference, state, amount }) => {
      const order = orders.get(reference)
      if (!order) return [`payment ${reference} is ${state} and the bank never got it`]
      return String(order.minor) === amount && (order.became ?? 'sent') === state ? [] : [`payment ${reference} is ${state} of ${amount}; the bank has it as ${order.became} of ${order.minor}`]
    }),
    ...(orders.size === payments.length ? [] : [`the bank has ${orders.size} orders, we sent ${payments.length}`]),
  ]
}

/** By partner: the ledger has as paid what the bank paid, as under way what stands and is not paid, and with what is owed still it is all that was earned, and its VAT. */
async function accountFaults(ctx: Ctx, office: PayOffice): Promise<string[]> {
  const accounts = await rows<{ partner: string; paid: string; transit: string; rest: string; vat: string; under_way: string }>(ctx, (w) => sql`
    with balance as (select a.partner_id, a.kind, -sum(e.amount_minor) as minor from entry e join ledger_account a on a.workspace_id = e.workspace_id and a.id = e.account_id where e.workspace_id = ${w} group by 1, 2)
    select p.id::text as partner, coalesce((select minor from balance where partner_id = p.id and kind = 'paid'), 0)::text as paid, coalesce((select minor from balance where partner_id = p.id and kind = 'in_transit'), 0)::text as transit,
      coalesce((select sum(minor) from balance where partner_id = p.id and kind not in ('paid', 'in_transit')), 0)::text as rest,
      (select coalesce(sum(vat_minor), 0) from invoice where workspace_id = ${w} and partner_id = p.id)::text as vat,
      (select coalesce(sum(o.amount_minor), 0) from payout_payment o join payout u on u.workspace_id = o.workspace_id and u.id = o.payout_id
        where o.workspace_id = ${w} and o.partner_id = p.id and (o.state = 'sent' or (o.state = 'scheduled' and u.state = 'approved')))::text as under_way
    from partner p where p.workspace_id = ${w}`)
  return [...office.partners].flatMap(([holder, shown]) => {
    const found = accounts.find((account) => account.partner === parseId('partner', shown))
    if (!found) return [`${holder} is lost`]
    const earned = heardOf(office, 'facts').filter((one) => one.about === shown).reduce((sum, one) => sum + one.minor, 0) + Number(found.vat)
    const [paid, transit, rest] = [Number(found.paid), Number(found.transit), Number(found.rest)]
    return [
      ...(paid === office.bank.paidTo(holder) ? [] : [`${holder}: the ledger has ${paid} as paid, the bank paid ${office.bank.paidTo(holder)}`]),
      ...(transit === Number(found.under_way) ? [] : [`${holder}: the ledger has ${transit} under way, the payments ${found.under_way}`]),
      ...(paid + transit + rest === earned ? [] : [`${holder}: ${earned} was earned with VAT, ${paid + transit + rest} is paid, under way or owed`]),
    ]
  })
}

import { sql } from 'kysely'
import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, yes, type Can } from '../../kernel/refusal.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { paging } from '../../platform/db/paging.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import type { PaymentReference } from '../ledger/index.ts'
import { partnerNames } from '../partners/index.ts'
import type { ShownBank } from './payee-forms.ts'
import { payoutById, toPayment, toPayout, whoOf, type PaymentRow } from './payout-store.ts'
import { mayApprove, mayCancel, mayExport, maySendAgain, mayWithdraw, type PaymentState, type PayoutState } from './rules.ts'

export type Sum = { currency: string; amountMinor: bigint; payments: number }
export type PayoutCounts = { sums: Sum[]; states: Partial<Record<PaymentState, number>> }

/** Newest first, with what each pays and how far its payments are. */
export async function payoutList(r: Reading, filter: { state?: PayoutState | undefined; limit: number; after?: string | undefined }) {
  const { afterId, next } = paging('payout', filter)
  const rows = await r.q
    .selectFrom('payout').selectAll()
    .where('workspace_id', '=', r.workspace)
    .$if(filter.state !== undefined, (q) => q.where('state', '=', filter.state ?? 'waiting'))
    .$if(afterId !== undefined, (q) => q.where('id', '<', afterId ?? ''))
    .orderBy('id', 'desc').limit(filter.limit + 1)
    .execute()
  const page = rows.slice(0, filter.limit).map(toPayout)
  const counts = await countsOf(r, page.map((payout) => payout.id))
  const names = await memberNames(r, page.flatMap((payout) => [payout.madeBy, payout.approvedBy]))
  return { payouts: page.map((payout) => ({ payout, counts: counts.get(payout.id) ?? { sums: [], states: {} } })), names, next: next(rows) }
}

async function countsOf(r: Reading, ids: Id[]): Promise<Map<Id, PayoutCounts>> {
  if (ids.length === 0) return new Map()
  const rows = await r.q
    .selectFrom('payout_payment').select(['payout_id', 'currency', 'state', sql<string>`sum(amount_minor)`.as('amount'), sql<string>`count(*)`.as('n')])
    .where('workspace_id', '=', r.workspace).where('payout_id', '=', anyOf(ids))
    .groupBy(['payout_id', 'currency', 'state']).orderBy('currency')
    .execute()
  return new Map([...Map.groupBy(rows, (row) => row.payout_id)].map(([id, own]) => {
    const standing = own.filter((row) => row.state !== 'withdrawn')
    const sums = [...Map.groupBy(standing, (row) => row.currency)].map(([currency, some]) => ({ currency, amountMinor: some.reduce((sum, row) => sum + BigInt(row.amount), 0n), payments: some.reduce((sum, row) => sum + Number(row.n), 0) }))
    const states: Partial<Record<PaymentState, number>> = {}
    for (const row of own) states[row.state as PaymentState] = (states[row.state as PaymentState] ?? 0) + Number(row.n)
    return [id, { sums, states }]
  }))
}

/** The payout that each of these payments is in, and the reference under which bank and partner know it. */
export async function referencesOf(r: Reading, ids: Id[]): Promise<Map<Id, PaymentReference>> {
  const rows = await r.q.selectFrom('payout_payment').select(['id', 'payout_id', 'reference', 'paid_on']).where('workspace_id', '=', r.workspace).where('id', '=', anyOf(ids)).execute()
  return new Map(rows.map((row) => [row.id, { payoutId: row.payout_id, reference: row.reference, paidOn: row.paid_on }]))
}

/** What the timeline of a payout tells of its payments: what the bank did, what a person took out, and that one is sent again in another payout. */
export async function eventsOfPayments(r: Reading, payoutId: Id): Promise<{ ids: Id[]; types: string[] }[]> {
  const own = (await r.q.selectFrom('payout_payment').select('id').where('workspace_id', '=', r.workspace).where('payout_id', '=', payoutId).execute()).map(({ id }) => id)
  const again = await r.q.selectFrom('payout_payment').select('id').where('workspace_id', '=', r.workspace).where('again_of', '=', anyOf(own)).execute()
  return [{ ids: own, types: ['payment.paid', 'payment.failed', 'payment.returned', 'payment.withdrawn'] }, { ids: again.map(({ id }) => id), types: ['payment.scheduled'] }]
}

export type PaymentView = PaymentRow & { partnerName: string; account: ShownBank; lines: number; againAs: Id | null; payoutState: PayoutState; executionOn: string }
export type PaymentFilter = { id?: Id; payoutId?: Id | undefined; partnerId?: Id | undefined; state?: PaymentState | undefined; currency?: string | undefined; before?: Id | undefined; limit: number }

/** Payments newest first, with partner, masked account and how many commission lines each pays. */
export async function paymentViews(r: Reading, filter: PaymentFilter): Promise<PaymentView[]> {
  const rows = await r.q
    .selectFrom('payout_payment as p')
    .innerJoin('payout as o', (j) => j.onRef('o.workspace_id', '=', 'p.workspace_id').onRef('o.id', '=', 'p.payout_id'))
    .innerJoin('payee_detail as d', (j) => j.onRef('d.workspace_id', '=', 'p.workspace_id').onRef('d.id', '=', 'p.bank_detail_id'))
    .leftJoin('payout_payment as a', (j) => j.onRef('a.workspace_id', '=', 'p.workspace_id').onRef('a.again_of', '=', 'p.id').on('a.state', '<>', 'withdrawn'))
    .selectAll('p')
    .select(['o.state as payout_state', 'o.execution_on', 'd.shown', 'a.id as again_as', sql<string>`(select count(*) from payout_line l where l.workspace_id = p.workspace_id and l.payment_id = p.id)`.as('line_count')])
    .where('p.workspace_id', '=', r.workspace)
    .$if(filter.id !== undefined, (q) => q.where('p.id', '=', filter.id ?? ''))
    .$if(filter.payoutId !== undefined, (q) => q.where('p.payout_id', '=', filter.payoutId ?? ''))
    .$if(filter.partnerId !== undefined, (q) => q.where('p.partner_id', '=', filter.partnerId ?? ''))
    .$if(filter.state !== undefined, (q) => q.where('p.state', '=', filter.state ?? 'sent'))
    .$if(filter.currency !== undefined, (q) => q.where('p.currency', '=', filter.currency ?? ''))
    .$if(filter.before !== undefined, (q) => q.where('p.id', '<', filter.before ?? ''))
    .orderBy('p.id', 'desc').limit(filter.limit)
    .execute()
  const names = await partnerNames(r, rows.map((row) => row.partner_id))
  return rows.map((row) => ({
    ...toPayment(row), partnerName: names.get(row.partner_id) ?? '', account: row.shown as ShownBank, lines: Number(row.line_count), againAs: row.again_as, payoutState: row.payout_state as PayoutState, executionOn: row.execution_on,
  }))
}

/** One payout with its files and what may be done. */
export async function payoutView(r: Reading, id: Id) {
  const payout = await payoutById(r, id)
  const [counts, files, names] = await Promise.all([
    countsOf(r, [id]),
    r.q.selectFrom('payment_file').select(['id', 'method', 'currency', 'reference', 'file_name', 'payment_count', 'total_minor', 'made_at']).where('workspace_id', '=', r.workspace).where('payout_id', '=', id).orderBy('id').execute(),
    memberNames(r, [payout.madeBy, payout.approvedBy, payout.cancelledBy]),
  ])
  const own = counts.get(id) ?? { sums: [], states: {} }
  const write: Can = may(r.actor, 'payouts:write') ? yes : no('An admin or finance can.')
  const filled = (can: Can): Can => (can.allowed && !own.states.scheduled && payout.state !== 'sent' ? no('Every payment was taken out.') : can)
  return {
    payout, counts: own, files, names,
    can: {
      approve: may(r.actor, 'payouts:approve') ? filled(mayApprove(payout, whoOf(r))) : no('An admin or finance can.'), send: write.allowed ? (payout.state === 'sent' ? no('It was sent already.') : filled(mayExport(payout))) : write,
      cancel: write.allowed ? mayCancel(payout) : write,
    },
  }
}
export type PayoutView = Awaited<ReturnType<typeof payoutView>>

export function canOf(r: Reading, payment: PaymentView): { withdraw: Can; settle: Can; sendAgain: Can } {
  const write: Can = may(r.actor, 'payouts:write') ? yes : no('An admin or finance can.')
  const settle: Can = payment.state === 'sent' || payment.state === 'paid' ? yes : no(payment.state === 'scheduled' ? 'It has not been sent yet.' : 'Its outcome is known.')
  return { withdraw: write.allowed ? mayWithdraw(payment) : write, settle: write.allowed ? settle : write, sendAgain: write.allowed ? maySendAgain(payment) : write }
}

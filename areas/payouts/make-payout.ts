// Guards P1: each payment takes its lines at once, and a unique index decides between two payouts that want the same ones.
import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse, refuseField } from '../../kernel/refusal.ts'
import { dayOf, isBusinessDay } from '../../kernel/time.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record, recordAll } from '../../platform/events/record.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { statesOfPartners } from '../partners/index.ts'
import { fingerprintOf, planPayout, type Asked } from './candidates.ts'
import { paymentScheduled, payoutMade } from './events.ts'
import { newReference, whoOf } from './payout-store.ts'
import { mayMake, type PlannedPayment } from './rules.ts'

export type MakePayout = {
  /** What was payable by this day, "YYYY-MM-DD"; today unless said. */
  upTo?: string | undefined
  /** When the bank is to carry it out; the next business day unless said. */
  executionOn?: string | undefined
  leaveOut: { partnerId: Id; currency: string }[]
  /** Paid in spite of what may be overruled, with the reason. */
  include: { partnerId: Id; currency: string; why: string }[]
  note: string | null
  /** What the preview said; refused when it would be something else by now. */
  fingerprint?: string | undefined
}

/** A batch of what is payable, for a second person to approve. Refuses software, days that cannot be, and when there is nothing to pay. */
export async function makePayout(ctx: Ctx, input: MakePayout): Promise<{ id: Id }> {
  allow(ctx, 'payouts:write')
  return transact(ctx, async (tx) => {
    const may = mayMake(whoOf(tx))
    if (!may.allowed) throw refuse('forbidden', 'payouts.needs_person', may.why)
    const named = [...input.leaveOut, ...input.include].map((one) => one.partnerId)
    const known = await statesOfPartners(tx, named)
    if (named.some((id) => !known.has(id))) throw notFound('partner')
    const days = await daysOf(tx, input)
    const plan = await planPayout(tx, days.upTo, askedOf(input))
    if (input.fingerprint !== undefined && input.fingerprint !== fingerprintOf(plan.payments))
      throw refuse('conflict', 'payouts.preview_changed', 'What can be paid changed since you looked. Look again and make the payout then. Nothing was made.')
    if (plan.payments.length === 0) throw refuse('conflict', 'payouts.nothing_to_pay', 'There is nothing to pay by that day. The preview says why for each partner.')
    const why = new Map(input.include.map((one) => [keyOf(one), one.why]))
    return { id: await writePayout(tx, { ...days, note: input.note, payments: plan.payments.map((p) => ({ ...p, againOf: null, overruledWhy: why.get(keyOf(p)) ?? null })), lineAmounts: plan.lineAmounts }) }
  })
}

const keyOf = (one: { partnerId: Id; currency: string }) => `${one.partnerId} ${one.currency}`
export function askedOf(input: { leaveOut: { partnerId: Id; currency: string }[]; include: { partnerId: Id; currency: string }[] }): Asked {
  const [out, overruled] = [new Set(input.leaveOut.map(keyOf)), new Set(input.include.map(keyOf))]
  return { leaveOut: (partnerId, currency) => out.has(keyOf({ partnerId, currency })), overrule: (partnerId, currency) => overruled.has(keyOf({ partnerId, currency })) }
}

export async function daysOf(tx: Parameters<typeof workspaceSettings>[0], asked: { upTo?: string | undefined; executionOn?: string | undefined }): Promise<{ upTo: string; executionOn: string }> {
  const { calendar, timeZone } = await workspaceSettings(tx)
  const today = dayOf(tx.now, timeZone)
  let next = today.add({ days: 1 })
  for (let guard = 0; guard < 40 && !isBusinessDay(next, calendar); guard += 1) next = next.add({ days: 1 })
  const upTo = asked.upTo ?? today.toString()
  const executionOn = asked.executionOn ?? next.toString()
  if (upTo > today.add({ days: 184 }).toString()) throw refuseField('upTo', 'payouts.up_to_late', 'At most half a year ahead: what is payable later may still change.')
  if (executionOn < today.toString()) throw refuseField('executionOn', 'payouts.execution_past', 'That day has passed. A bank takes today or later.')
  if (executionOn > today.add({ days: 92 }).toString()) throw refuseField('executionOn', 'payouts.execution_late', 'Banks take files at most some weeks ahead; choose a day within three months.')
  return { upTo, executionOn }
}

export type NewPayment = PlannedPayment & { againOf: Id | null; overruledWhy: string | null }
type NewPayout = { upTo: string; executionOn: string; note: string | null; payments: NewPayment[]; lineAmounts: Map<Id, bigint> }

/** Writes batch, payments and their lines. A line that another payment has meanwhile makes the whole of it try again. */
export async function writePayout(tx: Tx, payout: NewPayout): Promise<Id> {
  if (tx.actor.kind !== 'member') throw new Error('a payout is made by a member')
  const nowMs = tx.now.epochMilliseconds
  const id = newId(nowMs)
  await tx.q.insertInto('payout').values({ workspace_id: tx.workspace, id, up_to: payout.upTo, execution_on: payout.executionOn, state: 'waiting', made_by: tx.actor.id, made_at: tx.now, note: payout.note }).execute()
  const payments = payout.payments.map((p) => ({ ...p, id: newId(nowMs), payoutId: id }))
  for (let i = 0; i < payments.length; i += 500)
    await tx.q.insertInto('payout_payment').values(payments.slice(i, i + 500).map((p) => ({
      workspace_id: tx.workspace, id: p.id, payout_id: id, partner_id: p.partnerId, currency: p.sent?.currency ?? p.currency, owed_currency: p.currency, pay_group: p.group, fee_minor: p.feeMinor, vat_minor: p.vatMinor, exchange: p.sent && JSON.stringify(p.sent.rate), books_currency: p.books?.currency ?? null, difference_minor: p.books?.differenceMinor ?? 0n, reference: newReference(), method: p.method, bank_detail_id: p.detailId, gross_minor: p.grossMinor,
      withheld_minor: p.withheldMinor, amount_minor: p.sent?.amountMinor ?? p.amountMinor, withholding: p.withholding && JSON.stringify({ num: p.withholding.rate.num.toString(), den: p.withholding.rate.den.toString(), why: p.withholding.why }),
      disputed_minor: p.disputedMinor, overruled: p.overruled, overruled_why: p.overruledWhy, again_of: p.againOf, state: 'scheduled', changed_at: tx.now,
    }))).execute()
  // In one order, so that two payouts that want the same lines wait for each other and do not lock each other out.
  const lines = payments.flatMap((p) => p.lineIds.map((lineId) => ({ workspace_id: tx.workspace, payment_id: p.id, commission_line_id: lineId, amount_minor: payout.lineAmounts.get(lineId) ?? 0n }))).sort((a, b) => (a.commission_line_id < b.commission_line_id ? -1 : 1))
  for (let i = 0; i < lines.length; i += 2000) await tx.q.insertInto('payout_line').values(lines.slice(i, i + 2000)).execute()
  const vat = payments.flatMap((p) => p.vatOf.map((one) => ({ workspace_id: tx.workspace, payment_id: p.id, invoice_id: one.invoiceId, commission_line_id: one.lineId, amount_minor: one.vatMinor }))).sort((a, b) => (a.invoice_id + a.commission_line_id < b.invoice_id + b.commission_line_id ? -1 : 1))
  for (let i = 0; i < vat.length; i += 2000) await tx.q.insertInto('payout_vat').values(vat.slice(i, i + 2000)).execute()
  await record(tx, payoutMade(id, { payments: payments.length, upTo: payout.upTo }, payout.note))
  await recordAll(tx, payments.map((p) => paymentScheduled(p, p.againOf)))
  return id
}

import { least, round, times, whole, type Fraction, type Rounding } from '../../kernel/fraction.ts'
import { applyRate, type Money, type Rate } from '../../kernel/money.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, yes, type Can } from '../../kernel/refusal.ts'
import { mostAchMinor, mostSepaMinor, type Account, type Method } from './bank-file.ts'
import { isSepaIban } from './bank-numbers.ts'
import type { Outcome } from './bank-result.ts'
import { plansWithholding } from './plan-withholding.ts'
import { decideWithholding, formProblem, type TaxForm, type TaxSettings } from './tax-rules.ts'

export const payoutStates = ['waiting', 'approved', 'sent', 'cancelled'] as const
export type PayoutState = (typeof payoutStates)[number]
export const paymentStates = ['scheduled', 'sent', 'paid', 'failed', 'returned', 'withdrawn'] as const
export type PaymentState = (typeof paymentStates)[number]

/** An unpaid commission line, as the ledger tells it. Negative for what was taken back. */
export type PayableLine = { id: Id; partnerId: Id; currency: string; payableMinor: bigint; payableOn: string; minimumMinor: bigint | null; isDisputed: boolean; heldUntil: string | null; waitsForInvoice?: boolean
  /** What its plan withholds, in percent. */
  withholdPercent?: string | null
}

export type VatShare = { invoiceId: Id; lineId: Id; vatMinor: bigint }
/** All that decides whether one partner is paid in one currency. */
export type Candidate = {
  partnerId: Id; currency: string; partnerState: string
  lines: PayableLine[]
  /** Lines that another payout, which is not sent yet, has already. */
  takenMinor: bigint
  /** VAT of invoices that is owed, each part for a line; below zero of a credit note. */
  vat: VatShare[]
  /** Components that are paid apart; empty for the rest. */
  group: string
  /** Where the plan pays on request: whether the partner asked. Whether what it needs holds. */
  isAsked: boolean
  needsMet: boolean
  fee: { share: Fraction; maxMinor: bigint | null } | null
  rounding: Rounding
  /** Where it leaves in another currency: at which rate, as it was said; `none` where there is no rate. */
  exchange: (SaidRate & { currency: string; perMinor: Fraction }) | 'none' | null
  /** What the vendor's books make of it: one minor unit of what is owed today, and what each line stands at. */
  books: { currency: string; perMinor: Fraction; booked: ReadonlyMap<Id, bigint> } | null
  bank: { detailId: Id; kind: Account['kind']; ibanCountry: string | null; country: string; heldUntil: string | null } | null
  form: TaxForm | null
}
/** "1 `from` is `rate` `to`", said for a day by a fact. */
export type SaidRate = { from: string; to: string; rate: string; on: string; fact: string }
export type PaySettings = { tax: TaxSettings; methods: readonly Method[] }

export const notPaidReasons = {
  nothing_left: 'Nothing is left: what was taken back is as much as what was earned.',
  disputed: 'All of it is disputed.',
  held: 'The plan still holds it.',
  no_invoice: 'It waits for the invoice of its statement.',
  in_another_payout: 'It is in another payout already.',
  below_minimum: 'It is below the smallest amount that the plan pays out; it is carried forward.',
  partner_not_active: 'The partnership is not active.',
  not_asked: 'The plan pays on request, and the partner has not asked since the last payment.',
  needs_not_met: 'What the plan needs before it pays does not hold.',
  no_rate: 'There is no exchange rate to the currency in which the plan pays.',
  no_bank_detail: 'There are no confirmed bank details.',
  bank_detail_on_hold: 'The bank details are new and on hold.',
  no_tax_form: 'There is no tax form.',
  tax_form_expired: 'The tax form has expired.',
} as const
export type NotPaidReason = keyof typeof notPaidReasons
/** What finance may overrule, with a reason of its own. */
export const overridable: readonly NotPaidReason[] = ['below_minimum', 'partner_not_active', 'not_asked']

export type PlannedPayment = {
  partnerId: Id; currency: string; lineIds: Id[]; grossMinor: bigint; withheldMinor: bigint; amountMinor: bigint; withholding: { rate: Rate; why: string } | null
  method: Method; detailId: Id; disputedMinor: bigint; overruled: NotPaidReason[]
  group: string; feeMinor: bigint
  /** Paid with it, in `currency`: amount = gross − withheld − fee + VAT. */
  vatMinor: bigint; vatOf: VatShare[]
  /** What leaves, where that is another currency: `amountMinor` of it is what is owed. */
  sent: { currency: string; amountMinor: bigint; rate: SaidRate } | null
  books: { currency: string; differenceMinor: bigint } | null
}
export type NotPaid = { partnerId: Id; currency: string; group: string; amountMinor: bigint; reasons: NotPaidReason[]; mayOverrule: boolean; minimumMinor: bigint | null; heldUntil: string | null }

/**
 * Whether a partner is paid on a day, and why not. What is disputed waits; what was taken back is always set off, so that nothing is paid
 * that would have to come back. `overrule` pays in spite of what may be overruled.
 */
export function decidePayment(c: Candidate, settings: PaySettings, on: string, overrule: boolean): PlannedPayment | NotPaid {
  const disputed = c.lines.filter((line) => line.isDisputed && line.payableMinor > 0n)
  const held = c.lines.filter((line) => line.heldUntil !== null && !disputed.includes(line))
  const uninvoiced = c.lines.filter((line) => line.waitsForInvoice && !disputed.includes(line) && !held.includes(line))
  const lines = c.lines.filter((line) => !disputed.includes(line) && !held.includes(line) && !uninvoiced.includes(line))
  const sum = (some: PayableLine[]) => some.reduce((total, line) => total + line.payableMinor, 0n)
  const grossMinor = sum(lines)
  const country = c.form?.country ?? c.bank?.country ?? null
  const byLaw = decideWithholding(settings.tax, c.form, country)
  const byPlan = byLaw || settings.tax.rules.some((rule) => rule.country === country) ? null : plansWithholding(lines, grossMinor, c.rounding)
  const withholding = byLaw ?? byPlan?.withholding ?? null
  const withheldMinor = byLaw && grossMinor > 0n ? applyRate(grossMinor, byLaw.rate) : (byPlan?.minor ?? 0n)
  const minimumMinor = lines.reduce<bigint | null>((most, line) => (line.minimumMinor !== null && (most === null || line.minimumMinor > most) ? line.minimumMinor : most), null)
  const feeMinor = grossMinor > withheldMinor ? feeOf(c, grossMinor - withheldMinor) : 0n
  // The VAT of a line stays with it; that of lines which are elsewhere leaves with whatever is paid.
  const staying = new Set([...disputed, ...held, ...uninvoiced].map((line) => line.id))
  const vatOf = c.vat.filter((one) => !staying.has(one.lineId))
  const vatMinor = vatOf.reduce((total, one) => total + one.vatMinor, 0n)
  const netMinor = grossMinor - withheldMinor - feeMinor + vatMinor
  const sentMinor = c.exchange === null || c.exchange === 'none' ? netMinor : round(times(whole(netMinor), c.exchange.perMinor), c.rounding)
  // VAT leaves alone only where nothing else is owed.
  const isVatAlone = c.lines.length === 0 && c.takenMinor === 0n && vatMinor > 0n
  const amount: NotPaidReason[] = (grossMinor <= 0n && !isVatAlone) || netMinor <= 0n || sentMinor <= 0n
    ? [c.takenMinor !== 0n && lines.length === 0 ? 'in_another_payout' : disputed.length > 0 && uninvoiced.length === 0 && grossMinor === 0n ? 'disputed' : uninvoiced.length > 0 ? 'no_invoice' : held.length > 0 && grossMinor === 0n ? 'held' : 'nothing_left']
    : minimumMinor !== null && grossMinor < minimumMinor ? ['below_minimum'] : []
  const form = formProblem(settings.tax, c.form, on)
  const reasons: NotPaidReason[] = [
    ...amount, ...(c.partnerState === 'active' ? [] : (['partner_not_active'] as const)), ...(c.isAsked ? [] : (['not_asked'] as const)), ...(c.needsMet ? [] : (['needs_not_met'] as const)), ...(c.exchange === 'none' ? (['no_rate'] as const) : []), ...(c.bank ? [] : (['no_bank_detail'] as const)),
    ...(c.bank?.heldUntil && c.bank.heldUntil > on ? (['bank_detail_on_hold'] as const) : []), ...(form ? [form] : []),
  ]
  const mayOverrule = reasons.length > 0 && reasons.every((reason) => overridable.includes(reason))
  if (!c.bank || c.exchange === 'none' || (reasons.length > 0 && !(overrule && mayOverrule)))
    return { partnerId: c.partnerId, currency: c.currency, group: c.group, amountMinor: grossMinor > 0n ? grossMinor : isVatAlone ? vatMinor : sum(c.lines) + c.takenMinor, reasons, mayOverrule, minimumMinor, heldUntil: c.bank?.heldUntil ?? null }
  return {
    partnerId: c.partnerId, currency: c.currency, lineIds: lines.map((line) => line.id).sort(), grossMinor, withheldMinor, amountMinor: netMinor, withholding, group: c.group, feeMinor, vatMinor, vatOf,
    method: methodFor(c.bank, { currency: c.exchange?.currency ?? c.currency, amountMinor: sentMinor }, settings.methods), detailId: c.bank.detailId, disputedMinor: sum(disputed), overruled: reasons,
    sent: c.exchange && { currency: c.exchange.currency, amountMinor: sentMinor, rate: saidOf(c.exchange) }, books: c.books && { currency: c.books.currency, differenceMinor: differenceOf(c.books, lines, grossMinor, c.rounding) },
  }
}

const saidOf = ({ from, to, rate, on, fact }: SaidRate): SaidRate => ({ from, to, rate, on, fact })

function feeOf({ fee, rounding }: Candidate, netMinor: bigint): bigint {
  if (!fee) return 0n
  const share = times(whole(netMinor), fee.share)
  return round(fee.maxMinor === null ? share : least(share, whole(fee.maxMinor)), rounding)
}

/** What the lines stood at in the books less what they are settled at: the books' gain, or loss, on exchange. */
function differenceOf(books: NonNullable<Candidate['books']>, lines: PayableLine[], grossMinor: bigint, rounding: Rounding): bigint {
  return lines.reduce((total, line) => total + (books.booked.get(line.id) ?? 0n), 0n) - round(times(whole(grossMinor), books.perMinor), rounding)
}

export const isPlanned = (decided: PlannedPayment | NotPaid): decided is PlannedPayment => 'lineIds' in decided

/** A standard file where currency, account, amount and our own account allow it, else a list. */
export function methodFor(bank: Pick<NonNullable<Candidate['bank']>, 'kind' | 'ibanCountry'>, { currency, amountMinor }: Money, methods: readonly Method[]): Method {
  if (bank.kind === 'iban' && currency === 'EUR' && bank.ibanCountry && isSepaIban(bank.ibanCountry) && amountMinor <= mostSepaMinor && methods.includes('sepa')) return 'sepa'
  return bank.kind === 'us' && currency === 'USD' && amountMinor <= mostAchMinor && methods.includes('ach') ? 'ach' : 'csv'
}

/** Whether a payment that waits for approval would be made the same way now. */
export function isUnchanged(planned: { lineIds: Id[]; grossMinor: bigint; withheldMinor: bigint; vatOf: { invoiceId: Id; lineId: Id }[]; detailId: Id }, now: PlannedPayment | NotPaid): boolean {
  return isPlanned(now) && now.grossMinor === planned.grossMinor && now.withheldMinor === planned.withheldMinor && partsOf(now.vatOf) === partsOf(planned.vatOf) && now.detailId === planned.detailId && now.lineIds.join() === [...planned.lineIds].sort().join()
}

const partsOf = (vat: { invoiceId: Id; lineId: Id }[]): string => vat.map(vatKey).sort().join()
/** Names a part of the VAT of an invoice. */
export const vatKey = ({ invoiceId, lineId }: { invoiceId: Id; lineId: Id }): string => `${invoiceId} ${lineId}`

export type Who = { kind: string; id: Id | null }

/** Two people: who made it does not approve it. Software makes and approves nothing. */
export function mayApprove(payout: { state: PayoutState; madeBy: Id }, who: Who): Can {
  if (payout.state !== 'waiting') return no(said[payout.state])
  if (who.kind !== 'member') return no('A payout is approved by a signed-in person.')
  return who.id === payout.madeBy ? no('Whoever made a payout does not approve it. Ask a second person from finance or an admin.') : yes
}
const said: Record<PayoutState, string> = { waiting: 'It waits for approval.', approved: 'It is approved already.', sent: 'It was sent already.', cancelled: 'It was cancelled.' }

export function mayMake(who: Who): Can {
  return who.kind === 'member' ? yes : no('A payout is made by a signed-in person.')
}
export function mayExport(payout: { state: PayoutState }): Can {
  if (payout.state === 'waiting') return no('A second person approves it first.')
  return payout.state === 'cancelled' ? no(said.cancelled) : yes
}
/** Until it is sent, all of it can be called off. */
export function mayCancel(payout: { state: PayoutState }): Can {
  return payout.state === 'waiting' || payout.state === 'approved' ? yes : no(said[payout.state])
}
export function mayWithdraw(payment: { state: PaymentState }): Can {
  return payment.state === 'scheduled' ? yes : no(payment.state === 'withdrawn' ? 'It was taken out already.' : 'It has left already. When it comes back it can be sent again.')
}
export function maySendAgain(payment: { state: PaymentState; againAs: Id | null }): Can {
  if (payment.againAs) return no('It was sent again already.')
  return payment.state === 'failed' || payment.state === 'returned' ? yes : no('Only a payment that failed or came back is sent again.')
}

export type Decided = { to: PaymentState } | 'repeat' | { problem: string }

/** What the bank's word means for a payment. News that is old already changes nothing; what contradicts is left to a person. */
export function decideResult(payment: { state: PaymentState; returnedOn: string | null }, outcome: Outcome, on: string): Decided {
  if (payment.state === 'scheduled') return { problem: 'This payment has not been sent yet.' }
  if (payment.state === 'withdrawn') return { problem: 'This payment was taken out and never sent. Ask the bank what it booked.' }
  if (payment.state === 'sent') return { to: outcome }
  if (payment.state === 'paid') return outcome === 'paid' ? 'repeat' : { to: 'returned' }
  if (outcome !== 'paid') return 'repeat'
  if (payment.state === 'returned' && (payment.returnedOn === null || on <= payment.returnedOn)) return 'repeat'
  return { problem: `It ${payment.state === 'failed' ? 'failed' : 'came back'} before and is now said to be paid. Ask the bank before it is sent again.` }
}

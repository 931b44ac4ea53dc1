import { createHash } from 'node:crypto'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { statesOfPartners } from '../partners/index.ts'
import { owedVat, payableLines, payStandingOf, type OwedVat, type PayableLine as LedgerLine, type PayStanding, type VatPart } from '../ledger/index.ts'
import { linesWaiting } from './lines-waiting.ts'
import { detailsOf, inForce, type DetailRow } from './payee-store.ts'
import { paySettings, rulesOf } from './pay-settings.ts'
import type { PaymentRow } from './payout-store.ts'
import { decidePayment, isPlanned, vatKey, type Candidate, type NotPaid, type PlannedPayment } from './rules.ts'

export type Asked = { overrule: (partnerId: Id, currency: string) => boolean; leaveOut: (partnerId: Id, currency: string) => boolean }
const asIs: Asked = { overrule: () => false, leaveOut: () => false }
export type Plan = { payments: PlannedPayment[]; notPaid: NotPaid[]; lineAmounts: Map<Id, bigint> }

/** Everybody with something payable by a day: who is paid, who is not and why. Sorted by partner and currency. */
export async function planPayout(r: Reading, upTo: string, asked: Asked = asIs): Promise<Plan> {
  const lines = await withInvoices(r, await payableLines(r, upTo))
  const taken = await takenOf(r, lines.map((line) => line.id), new Set())
  const settings = rulesOf(await paySettings(r))
  // A hold or a form counts on the day of the decision, however far ahead what is payable is taken.
  const today = await todayOf(r)
  const owed = await vatToPay(r, undefined, new Set())
  const facts = await factsOf(r, [...new Set([...lines, ...owed].map((one) => one.partnerId))])
  const ofLine = Map.groupBy(owed.filter((one) => one.isLineOpen), (one) => one.lineId)
  const loose = Map.groupBy(owed.filter((one) => !one.isLineOpen), keyOf)
  const decided: (PlannedPayment | NotPaid)[] = []
  for (const own of Map.groupBy(lines, apart).values()) {
    if (!own[0] || asked.leaveOut(own[0].partnerId, own[0].currency)) continue
    const key = keyOf(own[0])
    const one = decidePayment({ ...candidateOf(own[0], own, taken, facts, await payStandingOf(r, own)), vat: [...(loose.get(key) ?? []), ...own.flatMap((line) => (taken.has(line.id) ? [] : (ofLine.get(line.id) ?? [])))] }, settings, today, asked.overrule(own[0].partnerId, own[0].currency))
    // Of several payments of a partner in a currency the first has what is for lines that are in none of them.
    if (isPlanned(one)) loose.delete(key)
    decided.push(one)
  }
  const withLines = new Set(lines.map(keyOf))
  for (const [key, own] of loose) {
    const [first] = own
    if (!first || withLines.has(key) || asked.leaveOut(first.partnerId, first.currency) || own.reduce((sum, one) => sum + one.vatMinor, 0n) <= 0n) continue
    decided.push(decidePayment({ ...candidateOf(first, [], taken, facts, await payStandingOf(r, [])), vat: own }, settings, today, asked.overrule(first.partnerId, first.currency)))
  }
  return { payments: decided.filter(isPlanned), notPaid: decided.filter((one): one is NotPaid => !isPlanned(one)), lineAmounts: new Map(lines.map((line) => [line.id, line.payableMinor])) }
}

export type Replan = { decided: Map<Id, PlannedPayment | NotPaid>; lineAmounts: Map<Id, bigint> }

/** How these payments would be made now, from their own lines alone; by payment. Of lines that are payable no more nothing is left. */
export async function planAgain(r: Reading, payments: { payment: PaymentRow; lineIds: Id[]; vatOf: VatPart[] }[], upTo: string): Promise<Replan> {
  const [settings, today, facts] = [rulesOf(await paySettings(r)), await todayOf(r), await factsOf(r, [...new Set(payments.map(({ payment }) => payment.partnerId))])]
  const lines = new Map((await withInvoices(r, await payableLines(r, upTo))).map((line) => [line.id, line]))
  const own = payments.map(({ payment, lineIds, vatOf }) => ({ payment, lineIds, vatOf, lines: lineIds.flatMap((id) => lines.get(id) ?? []) }))
  const taken = await takenOf(r, own.flatMap((one) => one.lines.map((line) => line.id)), new Set(payments.map(({ payment }) => payment.id)))
  const owed = Map.groupBy(await vatToPay(r, [...facts.keys()], new Set(payments.map(({ payment }) => payment.id))), keyOf)
  const decided: [Id, PlannedPayment | NotPaid][] = []
  for (const { payment, lineIds, vatOf, lines: some } of own) {
    const nothing: NotPaid = { partnerId: payment.partnerId, currency: payment.owedCurrency, group: payment.payGroup, amountMinor: 0n, reasons: ['nothing_left'], mayOverrule: false, minimumMinor: null, heldUntil: null }
    const to = { partnerId: payment.partnerId, currency: payment.owedCurrency }
    const known = new Set(vatOf.map(vatKey))
    decided.push([payment.id, some.length > 0 || (lineIds.length === 0 && vatOf.length > 0) ? decidePayment({ ...candidateOf(to, some, taken, facts, await payStandingOf(r, some)), vat: (owed.get(keyOf(to)) ?? []).filter((one) => known.has(vatKey(one))) }, settings, today, payment.overruled.length > 0 || payment.againOf !== null) : nothing])
  }
  return { decided: new Map(decided), lineAmounts: new Map([...lines.values()].map((line) => [line.id, line.payableMinor])) }
}

type Line = LedgerLine & { waitsForInvoice?: boolean }
type Known = { details: DetailRow[]; states: Map<Id, string> }
async function factsOf(r: Reading, partnerIds: Id[]): Promise<Map<Id, Known>> {
  const [details, states] = await Promise.all([detailsOf(r, partnerIds), statesOfPartners(r, partnerIds)])
  const byPartner = Map.groupBy(details, (detail) => detail.partnerId)
  return new Map(partnerIds.map((id) => [id, { details: byPartner.get(id) ?? [], states }]))
}

/** What is paid apart: by partner, currency, the plan's groups, and the currency in which it leaves. */
const apart = (line: LedgerLine): string => [line.partnerId, line.currency, line.terms.group, line.terms.currency ?? ''].join(' ')

function candidateOf({ partnerId, currency }: { partnerId: Id; currency: string }, own: Line[], taken: ReadonlySet<Id>, facts: Map<Id, Known>, { isAsked, needsMet, exchange, books }: PayStanding): Omit<Candidate, 'vat'> {
  const lines = own.map(({ terms, ...line }) => ({ ...line, minimumMinor: terms.minimumMinor, withholdPercent: terms.withholdPercent }))
  const terms = own[0]?.terms
  const known = facts.get(partnerId)
  const [bank, form] = [inForce(known?.details ?? [], partnerId, 'bank'), inForce(known?.details ?? [], partnerId, 'tax')]
  return {
    group: terms?.group ?? '', isAsked, needsMet, exchange, books, fee: terms?.fee ?? null, rounding: terms?.rounding ?? 'half_away',
    partnerId, currency, partnerState: known?.states.get(partnerId) ?? 'ended', lines: lines.filter((line) => !taken.has(line.id)),
    takenMinor: lines.filter((line) => taken.has(line.id)).reduce((sum, line) => sum + line.payableMinor, 0n), form: form?.shown ?? null,
    bank: bank ? { detailId: bank.id, kind: bank.shown.kind, ibanCountry: bank.shown.ibanCountry, country: bank.shown.country, heldUntil: bank.heldUntil } : null,
  }
}

async function withInvoices(r: Reading, lines: LedgerLine[]): Promise<Line[]> {
  const waiting = await linesWaiting(r, lines)
  return waiting.size === 0 ? lines : lines.map((line) => (waiting.has(line.id) ? { ...line, waitsForInvoice: true } : line))
}

/** Which of these lines another payment has than those named. */
async function takenOf(r: Reading, lineIds: Id[], by: ReadonlySet<Id>): Promise<ReadonlySet<Id>> {
  if (lineIds.length === 0) return new Set()
  const rows = await r.q.selectFrom('payout_line').select(['commission_line_id', 'payment_id']).where('workspace_id', '=', r.workspace).where('commission_line_id', '=', anyOf(lineIds)).where('released_at', 'is', null).execute()
  return new Set(rows.filter((row) => !by.has(row.payment_id)).map((row) => row.commission_line_id))
}

const keyOf = ({ partnerId, currency }: { partnerId: Id; currency: string }): string => `${partnerId} ${currency}`

/** VAT that is owed to these partners, or to all, and in no other payment than those named. */
async function vatToPay(r: Reading, partnerIds: Id[] | undefined, by: ReadonlySet<Id>): Promise<OwedVat[]> {
  const owed = await owedVat(r, partnerIds)
  if (owed.length === 0) return []
  const rows = await r.q.selectFrom('payout_vat').select(['invoice_id', 'commission_line_id', 'payment_id']).where('workspace_id', '=', r.workspace).where('invoice_id', '=', anyOf([...new Set(owed.map((one) => one.invoiceId))])).where('released_at', 'is', null).execute()
  const taken = new Set(rows.filter((row) => !by.has(row.payment_id)).map((row) => vatKey({ invoiceId: row.invoice_id, lineId: row.commission_line_id })))
  return owed.filter((one) => !taken.has(vatKey(one)))
}

/** Says in one word what was previewed, so that what is made is what was seen. */
export function fingerprintOf(payments: PlannedPayment[]): string {
  const words = payments.map((p) => [p.partnerId, p.currency, p.detailId, p.amountMinor, p.withheldMinor, ...(p.vatMinor === 0n ? [] : [`vat ${p.vatMinor}`]), p.sent?.currency ?? '', p.sent?.amountMinor ?? '', ...p.lineIds].join(' ')).sort()
  return createHash('sha256').update(words.join('\n')).digest('base64url').slice(0, 22)
}

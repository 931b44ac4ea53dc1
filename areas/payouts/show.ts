import type { z } from 'zod'
import { shown, showMoney } from '../../platform/http/shapes.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Can } from '../../kernel/refusal.ts'
import type { Plan } from './candidates.ts'
import type { payment, payoutOut, payoutPreview, payoutRow } from './contract.ts'
import { isOf, type DetailRow } from './payee-store.ts'
import type { canOf, PaymentView, PayoutCounts, PayoutView } from './payout-queries.ts'
import type { PayoutRow } from './payout-store.ts'
import { notPaidReasons, type SaidRate } from './rules.ts'
import { sayDetail } from './say-detail.ts'

const member = (id: Id | null, names: Map<Id, string>) => (id ? { id: shown('member', id), name: names.get(id) ?? '' } : null)
const totals = (sums: PayoutCounts['sums']) => sums.map((sum) => ({ amount: showMoney(sum.amountMinor, sum.currency), payments: sum.payments }))

export function showPayout(p: PayoutRow, counts: PayoutCounts, names: Map<Id, string>): z.input<typeof payoutRow> {
  return {
    id: shown('payout', p.id), state: p.state, upTo: p.upTo, executionOn: p.executionOn, totals: totals(counts.sums), payments: counts.states, madeBy: { id: shown('member', p.madeBy), name: names.get(p.madeBy) ?? '' },
    madeAt: p.madeAt.toString(), approvedBy: member(p.approvedBy, names), approvedAt: p.approvedAt?.toString() ?? null, sentAt: p.sentAt?.toString() ?? null,
  }
}

export function showView({ payout: p, counts, files, names, can }: PayoutView): z.input<typeof payoutOut> {
  return {
    ...showPayout(p, counts, names), note: p.note, approvalNote: p.approvalNote, cancelledBy: member(p.cancelledBy, names), cancelledAt: p.cancelledAt?.toString() ?? null, cancelledWhy: p.cancelledWhy, can,
    files: files.map((f) => ({ id: shown('paymentFile', f.id), method: f.method as 'sepa', fileName: f.file_name, reference: f.reference, payments: f.payment_count, total: showMoney(f.total_minor, f.currency), madeAt: f.made_at.toString() })),
  }
}

export function showPayment(p: PaymentView, can: ReturnType<typeof canOf>): z.input<typeof payment> {
  const money = (minor: bigint) => showMoney(minor, p.owedCurrency)
  return {
    id: shown('payment', p.id), reference: p.reference, state: p.state, partner: { id: shown('partner', p.partnerId), name: p.partnerName }, payoutId: shown('payout', p.payoutId), payoutState: p.payoutState, gross: money(p.grossMinor),
    withheld: money(p.withheldMinor), fee: p.feeMinor === 0n ? null : money(p.feeMinor), vat: p.vatMinor === 0n ? null : money(p.vatMinor), group: p.payGroup || null, exchange: sayRate(p.exchange), amount: showMoney(p.amountMinor, p.currency), withholding: p.withholding?.why ?? null, disputed: p.disputedMinor === 0n ? null : money(p.disputedMinor), method: p.method, account: sayDetail('bank', p.account), lines: p.lines,
    overruled: p.overruled.map((reason) => notPaidReasons[reason]), overruledWhy: p.overruledWhy, executionOn: p.executionOn, sentAt: p.sentAt?.toString() ?? null, paidOn: p.paidOn, returnedOn: p.returnedOn, reason: p.reason,
    againOf: p.againOf && shown('payment', p.againOf), againAs: p.againAs && shown('payment', p.againAs), can,
  }
}

/** "1 EUR is 1.1 USD, said for 2026-11-20 by ecb-4711" */
const sayRate = (rate: SaidRate | null): string | null => rate && `1 ${rate.from} is ${rate.rate} ${rate.to}, said for ${rate.on} by ${rate.fact}`

type Preview = { upTo: string; executionOn: string; plan: Plan; names: Map<Id, string>; details: Map<Id, DetailRow>; fingerprint: string; make: Can }
export function showPreview({ upTo, executionOn, plan, names, details, fingerprint, make }: Preview): z.input<typeof payoutPreview> {
  const partner = (id: Id) => ({ id: shown('partner', id), name: names.get(id) ?? '' })
  const sums = [...Map.groupBy(plan.payments.map((p) => p.sent ?? p), (p) => p.currency)].map(([currency, own]) => ({ currency, amountMinor: own.reduce((sum, p) => sum + p.amountMinor, 0n), payments: own.length }))
  const byName = <T extends { partnerId: Id }>(some: T[]) => some.toSorted((a, b) => (names.get(a.partnerId) ?? '').localeCompare(names.get(b.partnerId) ?? '', 'en'))
  return {
    upTo, executionOn, fingerprint, totals: totals(sums), can: { make },
    payments: byName(plan.payments).map((p) => {
      const detail = details.get(p.detailId)
      return {
        partner: partner(p.partnerId), gross: showMoney(p.grossMinor, p.currency), withheld: showMoney(p.withheldMinor, p.currency), amount: p.sent ? showMoney(p.sent.amountMinor, p.sent.currency) : showMoney(p.amountMinor, p.currency), fee: p.feeMinor === 0n ? null : showMoney(p.feeMinor, p.currency), vat: p.vatMinor === 0n ? null : showMoney(p.vatMinor, p.currency), group: p.group || null, exchange: sayRate(p.sent?.rate ?? null), withholding: p.withholding?.why ?? null, method: p.method,
        account: detail && isOf('bank')(detail) ? sayDetail('bank', detail.shown) : '', lines: p.lineIds.length, disputed: p.disputedMinor === 0n ? null : showMoney(p.disputedMinor, p.currency),
      }
    }),
    notPaid: byName(plan.notPaid).map((one) => ({
      partner: partner(one.partnerId), group: one.group || null, amount: showMoney(one.amountMinor, one.currency), reasons: one.reasons.map((code) => ({ code, said: notPaidReasons[code] })), mayOverrule: one.mayOverrule, heldUntil: one.heldUntil,
      minimum: one.minimumMinor === null ? null : showMoney(one.minimumMinor, one.currency),
    })),
  }
}

import type { Id } from '../../kernel/ids.ts'
import { showMoney, shown } from '../../platform/http/shapes.ts'
import type { Said } from './earnings.ts'
import type { LineView } from './line-views.ts'
import type { Names } from './names.ts'

/** A line as the API shows it. */
export function showLine(line: LineView, names: Names) {
  const maybe = <N extends 'referral' | 'opportunity' | 'commission'>(noun: N, id: Id | null) => (id ? shown(noun, id) : null)
  return {
    id: shown('commission', line.id), state: line.state, partner: { id: shown('partner', line.partnerId), name: names.partner(line.partnerId) },
    company: line.companyId ? { id: shown('company', line.companyId), name: names.company(line.companyId) } : null,
    referralId: maybe('referral', line.referralId), opportunityId: maybe('opportunity', line.opportunityId), component: line.component, clause: line.clause,
    amount: { amountMinor: line.amountMinor, currency: line.currency }, basis: line.basis, rate: line.rate, planVersionId: shown('planVersion', line.planVersionId),
    earnedOn: line.earnedOn, payableOn: line.payableOn, bookedOn: line.bookedOn, working: line.working, corrects: maybe('commission', line.corrects),
    correctedBy: maybe('commission', line.correctedBy), createdAt: line.createdAt,
    payable: { amountMinor: line.payableMinor, currency: line.currency }, item: line.item, fact: line.fact, statement: line.statement, isPrior: line.isPrior, adjusts: maybe('commission', line.adjusts),
  }
}

export const showSaid = ({ amountMinor, currency }: Said) => ({ amountMinor, currency })

/** A signed amount as the debit or the credit it is. */
export function sides(amountMinor: bigint, currency: string) {
  return { debit: amountMinor > 0n ? showMoney(amountMinor, currency) : null, credit: amountMinor < 0n ? showMoney(-amountMinor, currency) : null }
}
export const showNamed = (partner: { id: Id; name: string } | null) => partner && { id: shown('partner', partner.id), name: partner.name }

import type { Fact, Json } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'
import type { OpportunityContent } from './opportunity-rules.ts'

type Of = { id: Id; partnerId: Id | null; companyId: Id | null }
type Before = Pick<OpportunityContent, 'state' | 'amountMinor' | 'currency' | 'closedOn'>

/** created, changed, won, lost, reopened: what it says now in figures, what it said before, and which fields moved. */
export function opportunityFact(becomes: string, opportunity: Of & Before, more: { before?: Before; changed?: string[]; importId?: Id | null; why?: string | null } = {}): Fact {
  const payload: Record<string, Json> = figures(opportunity)
  if (more.before) payload['before'] = figures(more.before)
  if (more.changed) payload['changed'] = more.changed
  if (more.importId) payload['importId'] = more.importId
  return {
    type: `opportunity.${becomes}`, subject: { noun: 'opportunity', id: opportunity.id }, partnerId: opportunity.partnerId, companyId: opportunity.companyId, why: more.why ?? null, payload,
  }
}

const figures = (o: Before): Record<string, Json> => ({ state: o.state, amountMinor: o.amountMinor?.toString() ?? null, currency: o.currency, closedOn: o.closedOn })

export const opportunityLinked = (o: Of, payload: { referralId: Id; attribution: string }): Fact =>
  ({ type: 'opportunity.linked', subject: { noun: 'opportunity', id: o.id }, partnerId: o.partnerId, companyId: o.companyId, payload })

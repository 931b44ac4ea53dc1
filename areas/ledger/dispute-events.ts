import type { Fact } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'

type Of = { id: Id; partnerId: Id; lineId: Id }
const fact = (type: string, dispute: Of, payload: Fact['payload'] = {}, why: string | null = null): Fact => ({
  type: `dispute.${type}`, subject: { noun: 'dispute', id: dispute.id }, partnerId: dispute.partnerId, payload: { commissionId: dispute.lineId, ...payload }, why,
})

export const disputeOpened = (d: Of, reason: string): Fact => fact('opened', d, { about: reason })
export const disputeAnswered = (d: Of): Fact => fact('answered', d)
export const disputeSettled = (d: Of, outcome: string, factKey: string | null, why: string | null): Fact => fact('settled', d, { outcome, fact: factKey }, why)
export const disputeFilesAdded = (d: Of, files: number): Fact => fact('files_added', d, { files })

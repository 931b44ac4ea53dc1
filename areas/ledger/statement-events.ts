import type { Fact } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'

export const periodClosed = (id: Id, period: string): Fact => ({ type: 'statements.closed', subject: { noun: 'statementPeriod', id }, payload: { period } })
export const periodIssued = (id: Id, figures: { period: string; partners: number }): Fact => ({ type: 'statements.issued', subject: { noun: 'statementPeriod', id }, payload: figures })

/** Amounts are decimal strings of minor units. */
export type StatementIssued = { period: string; currency: string; closingMinor: string; lines: number }
export const statementIssued = (id: Id, partnerId: Id, figures: StatementIssued): Fact => ({ type: 'statement.issued', subject: { noun: 'statement', id }, partnerId, payload: figures })

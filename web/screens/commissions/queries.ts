import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type Commission = Schemas['Commission']
export type CommissionRow = Schemas['CommissionRow']
export type CommissionDetail = Schemas['CommissionDetail']
export type Statement = Schemas['Statement']

export const commissionQuery = (id: string) => queryOptions({ queryKey: ['commissions', id], queryFn: () => take(api.GET('/api/v1/commissions/{id}', { params: { path: { id } } })) })

export const statementQuery = (partnerId: string, period: { from: string; to: string; currency?: string }) =>
  queryOptions({ queryKey: ['commissions', 'statement', partnerId, period], queryFn: () => take(api.GET('/api/v1/partners/{id}/statement', { params: { path: { id: partnerId }, query: period } })), placeholderData: (before) => before })

/** "first_year" → "First year" */
export function sayComponent(component: string): string {
  const words = component.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What the day of a line is called: what is lost, as the end of a partnership takes it, was not earned then. */
export const sayEarned = (line: { item: string | null }): string => (line.item?.startsWith('lost:') ? 'Lost on' : 'Earned on')

import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type Commission = Schemas['Commission']
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

/** "2026-Q3" → "Q3 2026", "2026-07" → "July 2026". */
export function sayPeriod(period: string): string {
  const [year = '', part = ''] = period.split('-')
  return part.startsWith('Q') ? `${part} ${year}` : new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(`${period}-15T12:00:00Z`))
}

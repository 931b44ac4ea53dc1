import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'
import type { operations } from '../../api/schema.ts'
import { quarterOf } from '../../parts/quarters.ts'

export type Measure = Schemas['Measure']
export type Figure = Schemas['Figure']
export type Period = Schemas['Period']
export type Program = Schemas['ProgramPerformance']
export type TimeToClose = Schemas['TimeToClose']
export type Curve = TimeToClose['own']
export type Rows = Schemas['PerformanceRows']
type ProgramQuery = NonNullable<operations['getPerformance']['parameters']['query']>
export type Rank = NonNullable<ProgramQuery['rank']>
export type RowsQuery = operations['getPerformanceRows']['parameters']['query']

const kept = { placeholderData: <T>(before: T | undefined) => before }

export const programQuery = (query: ProgramQuery) => queryOptions({ queryKey: ['performance', 'program', query], queryFn: () => take(api.GET('/api/v1/performance', { params: { query } })), ...kept })
export const partnerQuery = (id: string, period: string | undefined) =>
  queryOptions({ queryKey: ['performance', 'partner', id, period], queryFn: () => take(api.GET('/api/v1/partners/{id}/performance', { params: { path: { id }, query: period ? { period } : {} } })), ...kept })
export const timeToCloseQuery = (partner?: string) =>
  queryOptions({ queryKey: ['performance', 'time-to-close', partner], queryFn: () => take(api.GET('/api/v1/performance/time-to-close', { params: { query: partner ? { partner } : {} } })) })
export const definitionsQuery = queryOptions({ queryKey: ['performance', 'definitions'], queryFn: () => take(api.GET('/api/v1/performance/definitions')), staleTime: Infinity })

/** The period as rows are asked for it. */
export function periodWish(period: Pick<Period, 'from' | 'to' | 'kind'>): { period: string } | { from: string; to: string } {
  if (period.kind === 'all') return { period: 'all' }
  return period.kind === 'quarter' ? { period: quarterOf(period.from).id } : { from: period.from, to: period.to }
}

/** A period as a column's header: "Q4 2026 so far". */
export function sayPeriod(period: Pick<Period, 'from' | 'name'> & Partial<Pick<Period, 'kind' | 'isRunning'>>): string {
  if (period.kind === 'all') return 'All time'
  const name = /quarter/.test(period.name) ? quarterOf(period.from).label : period.name
  return period.isRunning ? `${name} so far` : name
}

import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type Period = Schemas['StatementPeriod']
export type Drafts = Schemas['StatementDrafts']
export type Statement = Schemas['IssuedStatement']
export type StatementDetail = Schemas['IssuedStatementDetail']
export type ToldLine = Schemas['StatementLine']
export type Wanted = Schemas['WantedInvoices']['items'][number]

/** Credit notes say above zero what they take back. */
export const plain = ({ amountMinor, currency }: { amountMinor: string; currency: string }) => ({ amountMinor: amountMinor.replace(/^-/, ''), currency })

export const periodsQuery = queryOptions({ queryKey: ['statements', 'periods'], queryFn: async () => (await take(api.GET('/api/v1/statement-periods'))).items })
export const draftsQuery = (period: string) => queryOptions({ queryKey: ['statements', 'preview', period], queryFn: () => take(api.GET('/api/v1/statement-periods/{period}/preview', { params: { path: { period } } })) })
/** Asked again each second while its statements are written. */
export const periodQuery = (period: string) => queryOptions({
  queryKey: ['statements', 'period', period], queryFn: () => take(api.GET('/api/v1/statement-periods/{period}', { params: { path: { period } } })), refetchInterval: (query) => (query.state.data?.state === 'issuing' ? 1000 : false),
})
export const statementQuery = (id: string) => queryOptions({ queryKey: ['statements', id], queryFn: () => take(api.GET('/api/v1/statements/{id}', { params: { path: { id } } })) })

import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type Dispute = Schemas['Dispute']
export type Outcome = NonNullable<Dispute['outcome']>

export const disputeQuery = (id: string) => queryOptions({ queryKey: ['disputes', id], queryFn: () => take(api.GET('/api/v1/disputes/{id}', { params: { path: { id } } })) })
export const answerDispute = (id: string, answer: string) => take(api.PUT('/api/v1/disputes/{id}/answer', { params: { path: { id } }, body: { answer } }))
export const settleDispute = (id: string, settlement: { outcome: Outcome; why: string; factId: string | null }) => take(api.PUT('/api/v1/disputes/{id}/settlement', { params: { path: { id } }, body: settlement }))

import { queryOptions } from '@tanstack/react-query'
import { api, send, take, type Schemas } from '../../api/client.ts'

export type Opportunity = Schemas['OpportunityDetail']
export type OpportunityRow = Schemas['Opportunity']
export type Stages = Awaited<ReturnType<typeof fetchStages>>

const fetchStages = async () => (await take(api.GET('/api/v1/stages'))).items

export const opportunityQuery = (id: string) => queryOptions({ queryKey: ['opportunities', id], queryFn: () => take(api.GET('/api/v1/opportunities/{id}', { params: { path: { id } } })) })
export const stagesQuery = queryOptions({ queryKey: ['stages'], queryFn: fetchStages })

export const attributionChoices = [{ value: 'sourced', label: 'Sourced by a partner' }, { value: 'influenced', label: 'Influenced by a partner' }, { value: 'direct', label: 'Direct' }]
export const stateChoices = [{ value: 'open', label: 'Open' }, { value: 'won', label: 'Won' }, { value: 'lost', label: 'Lost' }]

type Closing = { state: 'won' | 'lost'; closedOn: string; amountMinor?: string; why?: string }
export const closeOpportunity = (id: string, body: Closing) => send(api.PUT('/api/v1/opportunities/{id}/closing', { params: { path: { id } }, body }))
export const reopenOpportunity = (id: string, why: string) => send(api.DELETE('/api/v1/opportunities/{id}/closing', { params: { path: { id }, query: { why } } }))

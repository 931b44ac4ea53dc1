import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'
import type { Document } from './document.ts'

export type Plan = Schemas['Plan']
export type PlanRow = Schemas['PlanRow']
export type PlanVersion = Schemas['PlanVersion']
/** Language 1, which is read and translated, and no longer written here. */
export type Terms = Schemas['SimplePlanTerms']
export type AnyTerms = PlanVersion['terms']
export type Finding = Schemas['PlanFinding']
export type Example = Schemas['PlanExample']

export const planQuery = (id: string) => queryOptions({ queryKey: ['plans', id], queryFn: () => take(api.GET('/api/v1/plans/{id}', { params: { path: { id } } })) })

/** A draft as sentences and an example, with what is wrong with it. */
export const draftQuery = (terms: Document) =>
  queryOptions({ queryKey: ['plans', 'preview', terms], queryFn: () => take(api.POST('/api/v1/plans/preview', { body: { terms } })), placeholderData: (before) => before, retry: false, staleTime: Infinity })

export type BackTest = Schemas['BackTest']
export type BackTestOutcome = Schemas['BackTestOutcomes']['items'][number]
export const stateWords: Record<BackTest['state'], string> = { waiting: 'Waiting', running: 'Running', done: 'Done', cancelled: 'Stopped', failed: 'Failed' }
export const isUnderWay = (state: BackTest['state'] | undefined) => state === 'waiting' || state === 'running'

export const backTestQuery = (id: string) =>
  queryOptions({
    queryKey: ['back-tests', id], queryFn: () => take(api.GET('/api/v1/back-tests/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (isUnderWay(query.state.data?.state) ? 700 : false), refetchIntervalInBackground: true,
  })

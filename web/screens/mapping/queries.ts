import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type CustomerList = Schemas['CustomerList']
export type Figures = Schemas['MappingFigures']
export type Cell = Figures['cells'][number]
export type Customer = Schemas['MappedCustomer']
export type Mix = Schemas['CustomerMix']
export type PartnerMapping = Schemas['PartnerMapping']
export type Ask = Schemas['IntroductionAsk']
export type Sharing = CustomerList['sharing']

export const isUnderWay = (list: CustomerList | null | undefined): boolean => Boolean(list && (list.state === 'waiting' || list.state === 'running' || list.isMatching))

/** Asked for again while a list is being read. */
export const partnerMappingQuery = (partnerId: string) =>
  queryOptions({
    queryKey: ['customer-lists', 'of-partner', partnerId], queryFn: () => take(api.GET('/api/v1/partners/{id}/customer-lists', { params: { path: { id: partnerId } } })),
    refetchInterval: (query) => (isUnderWay(query.state.data?.underWay) || isUnderWay(query.state.data?.inUse) || ['preparing', 'computing'].includes(query.state.data?.privately?.state ?? '') ? 700 : query.state.data?.privately?.state === 'open' ? 5000 : false), refetchIntervalInBackground: true,
  })
/** Asked for anew when the list has been matched again. */
export const mixQuery = ({ id, sharing, matchedAt, figures }: CustomerList) =>
  queryOptions({ queryKey: ['customer-lists', id, 'mix', sharing, matchedAt, figures?.known], queryFn: () => take(api.GET('/api/v1/customer-lists/{id}/mix', { params: { path: { id } } })), retry: false })
export const asksOfQuery = (partnerId: string) => queryOptions({ queryKey: ['introduction-asks', partnerId], queryFn: () => take(api.GET('/api/v1/introduction-asks', { params: { query: { partner: partnerId, limit: 50 } } })) })
export const knownByQuery = (companyId: string) => queryOptions({ queryKey: ['customer-lists', 'known-by', companyId], queryFn: () => take(api.GET('/api/v1/companies/{id}/known-by', { params: { path: { id: companyId } } })) })

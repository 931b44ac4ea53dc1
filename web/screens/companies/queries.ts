import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type Company = Schemas['Company']
export type CompanyRow = Schemas['CompanyRow']
export type CompanyPair = Schemas['CompanyPair']
export type Icp = Schemas['Icp']

export const companyQuery = (id: string) => queryOptions({ queryKey: ['companies', id], queryFn: () => take(api.GET('/api/v1/companies/{id}', { params: { path: { id } } })) })
export const mergesQuery = (id: string) => queryOptions({ queryKey: ['companies', id, 'merges'], queryFn: () => take(api.GET('/api/v1/companies/{id}/merges', { params: { path: { id } } })) })
export const mergePreviewQuery = (into: string, from: string) =>
  queryOptions({ queryKey: ['companies', into, 'merge-preview', from], queryFn: () => take(api.GET('/api/v1/companies/{id}/merge-preview', { params: { path: { id: into }, query: { other: from } } })) })
/** Asked for again while all companies are being looked through. */
export const duplicateSearchQuery = queryOptions({
  queryKey: ['companies', 'duplicate-search'], queryFn: () => take(api.GET('/api/v1/companies/duplicates', { params: { query: { limit: 1 } } })),
  refetchInterval: (query) => (query.state.data?.search && !query.state.data.search.finishedAt ? 700 : false), refetchIntervalInBackground: true,
})
export const icpQuery = queryOptions({ queryKey: ['icp'], queryFn: () => take(api.GET('/api/v1/icp')) })

const countryNames = new Intl.DisplayNames('en', { type: 'region' })
/** "DE" → "Germany" */
export const sayCountry = (code: string): string => countryNames.of(code) ?? code

export const gradeChoices = [{ value: 'A', label: 'Fit A' }, { value: 'B', label: 'Fit B' }, { value: 'C', label: 'Fit C' }, { value: 'none', label: 'No fit' }]

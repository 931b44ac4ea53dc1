import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'
import type { Body } from './icp-draft.ts'

export type Attribute = Schemas['IcpAttributes']['attributes'][number]
export type Preview = Schemas['IcpPreview']
export type BackTest = Schemas['IcpBackTest']
export type Rate = Schemas['ClusteredRate']
export type Suggestion = Schemas['IcpSuggestion']

export const attributesQuery = queryOptions({ queryKey: ['icp', 'attributes'], queryFn: () => take(api.GET('/api/v1/icp/attributes')) })
export const versionsQuery = queryOptions({ queryKey: ['icp', 'versions'], queryFn: () => take(api.GET('/api/v1/icp/versions')) })
/** The last answer stays while the next is on its way, so that figures do not flicker while somebody types. */
export const previewQuery = (body: Body) => queryOptions({
  queryKey: ['icp', 'preview', body], queryFn: ({ signal }) => take(api.POST('/api/v1/icp/preview', { body, signal })), placeholderData: keepPreviousData, retry: false,
})

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`)
/** "64 % (61 to 67)" */
export const sayRate = ({ rate, low, high }: Rate): string => (rate === null ? 'no cases' : `${percent(rate)} (${Math.round((low ?? 0) * 100)} to ${Math.round((high ?? 0) * 100)})`)
export const verdictWords = { higher: 'higher', lower: 'lower', no_clear_difference: 'no clear difference', too_early: 'too early to say' } as const
export const sayGrade = (grade: 'A' | 'B' | 'C' | 'none'): string => (grade === 'none' ? 'No fit' : grade)

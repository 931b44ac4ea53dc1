import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'
import type { operations } from '../../api/schema.ts'

export type Preview = Schemas['ImportPreview']
export type Import = Schemas['Import']
export type Asked = operations['postImportsPreview']['requestBody']['content']['application/json']
export type Options = NonNullable<Asked['options']>
/** What a person said about a file; the rest is found out by the server. */
export type Said = { mapping: Record<string, string | null>; options: Options }
export const nothingSaid: Said = { mapping: {}, options: {} }

/** What a file can hold, companies first: opportunities then find their company. */
export const kinds = [
  { value: 'companies', label: 'Companies', holds: 'buyers, with industry, size and country', to: '/companies' },
  { value: 'opportunities', label: 'Opportunities', holds: 'your pipeline, with stage and amount', to: '/opportunities' },
  { value: 'referrals', label: 'Introductions', holds: 'a buyer introduced by a partner, with who to talk to and why', to: '/referrals' },
  { value: 'candidates', label: 'Candidates', holds: 'somebody who might become a partner, with type, contact and where you know them from', to: '/recruiting' },
] as const

export const kindWords = (kind: string): string => kinds.find((k) => k.value === kind)?.label ?? kind.charAt(0).toUpperCase() + kind.slice(1)

export const previewQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['imports', 'preview', asked], queryFn: () => take(api.POST('/api/v1/imports/preview', { body: asked })), staleTime: 60_000, retry: false, refetchOnWindowFocus: false,
    placeholderData: (before, query) => (query && (query.queryKey[2] as Asked).fileId === asked.fileId && (query.queryKey[2] as Asked).kind === asked.kind ? before : undefined),
  })

const isUnderWay = (state: Import['state'] | undefined) => state === 'waiting' || state === 'running'

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id], queryFn: () => take(api.GET('/api/v1/imports/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (isUnderWay(query.state.data?.state) ? 1000 : false), refetchIntervalInBackground: true,
  })

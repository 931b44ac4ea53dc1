import { queryOptions } from '@tanstack/react-query'
import { api, take } from '../../api/client.ts'
import type { operations } from '../../api/schema.ts'

export type FactRow = operations['getFacts']['responses'][200]['content']['application/json']['items'][number]
export type TrayedRow = operations['getFactsTray']['responses'][200]['content']['application/json']['items'][number]

/** How many need a decision. */
export const trayCountQuery = queryOptions({ queryKey: ['facts', 'tray', 'count'], queryFn: async () => (await take(api.GET('/api/v1/facts/tray', { params: { query: { limit: 1, waits: 'false' } } }))).total, staleTime: 30_000 })

/** The fact with this id, or undefined where none was told. */
export const factQuery = (id: string) => queryOptions({ queryKey: ['facts', 'one', id], queryFn: async () => (await take(api.GET('/api/v1/facts', { params: { query: { id } } }))).items[0] ?? null })

export const linesOfItemQuery = (item: string) => queryOptions({ queryKey: ['commissions', 'item', item], queryFn: () => take(api.GET('/api/v1/commissions', { params: { query: { item, limit: 100 } } })) })

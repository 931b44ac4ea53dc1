import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'
import { setServerNow } from '../../parts/use-now.ts'

export type TodayItem = Schemas['TodayItem']

export const todayQuery = (mine: boolean) =>
  queryOptions({
    queryKey: ['today', 'items', mine], refetchInterval: 60_000, staleTime: 5_000,
    queryFn: async () => {
      const today = await take(api.GET('/api/v1/today', { params: { query: { mine: mine ? 'true' : 'false', limit: 200 } } }))
      setServerNow(today.now)
      return today
    },
  })

import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query'
import type { Page } from './client.ts'

export type Pages<Row> = {
  rows: Row[]
  total: number | null
  isLoading: boolean
  error: Error | null
  retry: () => void
  /** Undefined when everything is shown. */
  more: (() => void) | undefined
  isLoadingMore: boolean
}

/** A list that comes in pages by cursor; `more` fetches the following one. */
export function usePages<Row>(key: QueryKey, fetchPage: (after: string | undefined) => Promise<Page<Row>>): Pages<Row> {
  const query = useInfiniteQuery({
    queryKey: key, queryFn: ({ pageParam }) => fetchPage(pageParam), initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
  })
  return {
    rows: query.data?.pages.flatMap((page) => page.items) ?? [], total: query.data?.pages[0]?.total ?? null, isLoading: query.isPending, error: query.isPlaceholderData ? null : query.error,
    retry: () => void query.refetch(), more: query.hasNextPage ? () => void query.fetchNextPage() : undefined, isLoadingMore: query.isFetchingNextPage,
  }
}

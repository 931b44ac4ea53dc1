import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { Problem } from './problem.ts'

/** When the session has ended, the next page asks to sign in again and then comes back here. */
function whenSignedOut(error: Error): void {
  if (!(error instanceof Problem) || error.status !== 401 || location.pathname.startsWith('/app/sign-in') || location.pathname.startsWith('/app/setup')) return
  location.assign(`/app/sign-in?next=${encodeURIComponent(location.pathname.replace(/^\/app/, '') + location.search)}`)
}

const isOurs = (error: Error) => error instanceof Problem && error.status >= 400 && error.status < 500

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => (query.queryKey[0] === 'session' ? undefined : whenSignedOut(error)) }),
  mutationCache: new MutationCache({ onError: whenSignedOut }),
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (count, error) => !isOurs(error) && count < 2, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
})

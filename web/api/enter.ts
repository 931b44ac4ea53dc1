import { queryClient } from './query-client.ts'
import { sessionQuery, type Session } from './session.ts'
import { chooseAmong } from './workspace-choice.ts'

/** Only addresses of this app are followed after signing in. */
export const isInside = (next: string | undefined): next is string => next !== undefined && /^\/(?!\/)/.test(next) && !next.startsWith('/sign-in')

/** Somebody has just signed in: nothing of whoever was here before stays, and the app opens where it was asked for. */
export function enter(session: Session, next?: string): void {
  queryClient.clear()
  queryClient.setQueryData(sessionQuery.queryKey, session)
  chooseAmong(session.workspaces.map((w) => w.id))
  location.assign(`/app${isInside(next) ? next : '/'}`)
}

import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { api, send, take, type Can, type Schemas } from './client.ts'
import { chooseAmong, currentWorkspace } from './workspace-choice.ts'

export type Session = Schemas['Session']
export type Permission = Session['workspaces'][number]['permissions'][number]

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const session = await take(api.GET('/api/v1/session'))
    chooseAmong(session.workspaces.map((w) => w.id))
    return session
  },
  staleTime: 5 * 60_000,
  retry: false,
})

export const setupQuery = queryOptions({ queryKey: ['setup'], queryFn: () => take(api.GET('/api/v1/setup')), staleTime: 0, retry: false })

export const workspaceQuery = queryOptions({ queryKey: ['workspace'], queryFn: () => take(api.GET('/api/v1/workspace')), staleTime: 5 * 60_000 })

export const membersQuery = queryOptions({ queryKey: ['members'], queryFn: () => take(api.GET('/api/v1/members')), staleTime: 60_000 })

/** Inside the frame both are loaded before anything is drawn. */
export function useWorkspace() {
  return useSuspenseQuery(workspaceQuery).data
}

/** Who I am in this workspace. */
export function useMe() {
  const session = useSuspenseQuery(sessionQuery).data
  const here = session.workspaces.find((w) => w.id === currentWorkspace())
  const permissions = here?.permissions ?? []
  return {
    person: session.person, workspaces: session.workspaces, here, memberId: here?.memberId, role: here?.role,
    may: (permission: Permission): boolean => permissions.includes(permission),
  }
}

const whoCan: Partial<Record<Permission, string>> = {
  'partners:write': 'An admin or a manager can change partners.', 'referrals:write': 'An admin, a manager or a rep can.', 'plans:write': 'An admin, a manager or finance can change plans.',
  'imports:write': 'An admin or a manager can import.', 'settings:write': 'An admin can change settings.', 'members:write': 'An admin can invite members.',
  'ledger:read': 'An admin, a manager or finance can see what partners earned.', 'events:read': 'An admin can read the whole event log.', 'companies:write': 'An admin, a manager or a rep can.',
  'payouts:read': 'An admin or finance can see payouts.', 'payouts:write': 'An admin or finance can make payouts.', 'facts:write': 'An admin, a manager or finance can.',
  'opportunities:write': 'An admin, a manager or a rep can.',
}

/** What the role allows, in the shape the server uses, for actions that belong to no thing yet. */
export function useCan(permission: Permission): Can {
  return useMe().may(permission) ? { allowed: true } : { allowed: false, why: whoCan[permission] ?? 'Your role does not allow this.' }
}

/** Active members as choices for an owner, me first. */
export function useOwners(): { value: string; label: string }[] {
  const { memberId } = useMe()
  const members = useQuery(membersQuery).data?.items ?? []
  return members
    .filter((m) => m.state !== 'removed')
    .toSorted((a, b) => Number(b.id === memberId) - Number(a.id === memberId))
    .map((m) => ({ value: m.id, label: m.id === memberId ? `${m.name} (you)` : m.name }))
}

export async function signOut(): Promise<void> {
  await send(api.DELETE('/api/v1/session'))
  location.assign('/app/sign-in')
}

import type { Id } from './ids.ts'

export const roles = ['admin', 'manager', 'rep', 'finance', 'viewer'] as const
export type Role = (typeof roles)[number]

/** Who acts. A partner person acts through a link, software through a key, the clock and reactions as the system. */
export type Actor =
  | { kind: 'member'; id: Id; name: string; role: Role }
  | { kind: 'key'; id: Id; name: string; role: Role }
  | { kind: 'partner'; id: Id; name: string; partnerId: Id; contactId: Id }
  | { kind: 'system'; name: string }

export const permissions = [
  'partners:read', 'partners:write', 'companies:read', 'companies:write', 'referrals:read', 'referrals:write', 'opportunities:read',
  'opportunities:write', 'plans:read', 'plans:write', 'ledger:read', 'facts:write', 'statements:write', 'disputes:write', 'disputes:decide', 'performance:read', 'imports:write', 'promises:read', 'members:read',
  'members:write', 'settings:write', 'events:read', 'mail:read', 'keys:write', 'payouts:read', 'payouts:write', 'payouts:approve', 'mapping:read', 'mapping:write', 'actions:settle',
] as const
export type Permission = (typeof permissions)[number]

const reading: Permission[] = ['partners:read', 'companies:read', 'referrals:read', 'opportunities:read', 'plans:read', 'performance:read',
  'promises:read', 'members:read']
const granted: Record<Role, readonly Permission[]> = {
  admin: permissions,
  manager: [...reading, 'ledger:read', 'partners:write', 'companies:write', 'referrals:write', 'opportunities:write', 'plans:write', 'facts:write', 'disputes:write', 'disputes:decide', 'imports:write', 'mapping:read', 'mapping:write', 'actions:settle'],
  rep: [...reading, 'mapping:read', 'referrals:write', 'opportunities:write', 'companies:write', 'actions:settle'],
  finance: [...reading, 'ledger:read', 'plans:write', 'facts:write', 'statements:write', 'disputes:write', 'disputes:decide', 'payouts:read', 'payouts:write', 'payouts:approve', 'actions:settle'],
  viewer: reading,
}

/** What a role may do; the system may do everything, a link holder only what its pages call. */
export function mayRole(role: Role, permission: Permission): boolean {
  return granted[role].includes(permission)
}

export function may(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'system') return true
  if (actor.kind === 'partner') return permission === 'referrals:write' || permission === 'disputes:write' || permission === 'mapping:write'
  return mayRole(actor.role, permission)
}

/** The roles that hold a permission, for sentences such as "An admin or manager can". */
export function rolesWith(permission: Permission): Role[] {
  return roles.filter((role) => mayRole(role, permission))
}

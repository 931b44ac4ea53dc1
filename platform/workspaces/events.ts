import type { Role } from '../../kernel/actor.ts'
import type { Fact, Json } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'

const workspace = (id: Id) => ({ noun: 'workspace', id }) as const
const member = (id: Id) => ({ noun: 'member', id }) as const
const key = (id: Id) => ({ noun: 'key', id }) as const

export const workspaceCreated = (id: Id, payload: { slug: string; currency: string; timeZone: string; isDemo: boolean }): Fact =>
  ({ type: 'workspace.created', subject: workspace(id), payload })
export const settingsChanged = (id: Id, changed: Record<string, Json>): Fact =>
  ({ type: 'workspace.settings_changed', subject: workspace(id), payload: { changed } })

export const memberInvited = (id: Id, role: Role): Fact => ({ type: 'member.invited', subject: member(id), payload: { role } })
export const invitationSentAgain = (id: Id): Fact => ({ type: 'member.invitation_sent_again', subject: member(id) })
export const memberJoined = (id: Id, role: Role): Fact => ({ type: 'member.joined', subject: member(id), payload: { role } })
export const memberRoleChanged = (id: Id, from: Role, to: Role): Fact => ({ type: 'member.role_changed', subject: member(id), payload: { from, to } })
export const memberRemoved = (id: Id, role: Role): Fact => ({ type: 'member.removed', subject: member(id), payload: { role } })

export const keyMinted = (id: Id, name: string, role: Role): Fact => ({ type: 'key.minted', subject: key(id), payload: { name, role } })
export const keyRevoked = (id: Id): Fact => ({ type: 'key.revoked', subject: key(id) })

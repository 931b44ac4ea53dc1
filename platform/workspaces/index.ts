/**
 * Workspaces: one vendor's tenant each, its settings, its members and its API keys.
 * Words: a person has an address and may sign in; a member is a person in one workspace, with a role; a key acts with a role, without a person.
 * Invariants: a workspace always has an active admin (admins' rows are locked before one steps down); a removed member or revoked key has no
 * access from the next request on; an address is a member once (unique index); a key's token is kept as a hash only.
 */
import type { Part } from '../part.ts'
import { workspaceRoutes } from './api.ts'

export { createWorkspace, createWorkspaceIn, newWorkspaceCtx, type CreatedWorkspace, type NewWorkspace } from './create-workspace.ts'
export { todayOf, workspaceSettings, type WorkspaceSettings } from './settings.ts'
export { defaultPolicy, grades, type Grade, type Policy } from './policy.ts'
export { updateSettings, type SettingsChange } from './update-settings.ts'
export { inviteMember, sendInvitationAgain, type Invitation } from './invite-member.ts'
export { changeMemberRole } from './change-member-role.ts'
export { removeMember } from './remove-member.ts'
export { activeMember, activeMembers, listMembers, memberNames, type Member } from './members.ts'
export { mintKey } from './mint-key.ts'
export { revokeKey } from './revoke-key.ts'
export { listKeys, type Key } from './keys.ts'

export const part: Part = { name: 'workspaces', routes: workspaceRoutes }

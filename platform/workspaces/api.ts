import { z } from 'zod'
import { may, permissions, mayRole, roles, rolesWith, type Permission } from '../../kernel/actor.ts'
import { no, yes, type Can } from '../../kernel/refusal.ts'
import { list } from '../../kernel/text.ts'
import type { Reading } from '../db/context.ts'
import { read } from '../db/transact.ts'
import { route } from '../http/route.ts'
import { created, idIn, shown } from '../http/shapes.ts'
import { changeMemberRole } from './change-member-role.ts'
import { invitationIn, keyIn, keyList, memberList, mintedKey, roleIn, settingsIn, workspaceShape } from './contract.ts'
import { inviteMember, sendInvitationAgain } from './invite-member.ts'
import { listKeys } from './keys.ts'
import { listMembers, memberNames } from './members.ts'
import { mintKey } from './mint-key.ts'
import { removeMember } from './remove-member.ts'
import { revokeKey } from './revoke-key.ts'
import { mayStepDown } from './rules.ts'
import { workspaceSettings } from './settings.ts'
import { updateSettings } from './update-settings.ts'

const tag = 'Workspace'
const ofMember = z.object({ id: idIn('member') })

const canIf = (r: Reading, permission: Permission): Can =>
  may(r.actor, permission) ? yes : no(`Only ${list(rolesWith(permission).map((role) => `${role === 'admin' ? 'an' : 'a'} ${role}`), 'or')} may do this.`)
const both = (first: Can, second: Can): Can => (first.allowed ? second : first)

async function workspaceOf(r: Reading) {
  const { id, ...settings } = await workspaceSettings(r)
  const can = { update: canIf(r, 'settings:write'), inviteMembers: canIf(r, 'members:write'), mintKeys: canIf(r, 'keys:write') }
  return { id: shown('workspace', id), ...settings, can }
}

async function membersOf(r: Reading, removed: boolean) {
  const members = await listMembers(r, { removed })
  const names = await memberNames(r, members.map((m) => m.invitedBy))
  const admins = members.filter((m) => m.role === 'admin' && m.state === 'active')
  const mayWrite = canIf(r, 'members:write')
  return members.map((m) => {
    const present = m.state === 'removed' ? no('This member was removed.') : yes
    const stepDown = both(both(mayWrite, present), mayStepDown(m, admins.filter((a) => a.id !== m.id).length))
    const waits = m.state === 'invited' ? yes : no('Only somebody who has not signed in yet needs an invitation.')
    return {
      id: shown('member', m.id), name: m.name, email: m.email, role: m.role, state: m.state, createdAt: m.createdAt.toString(),
      invitedBy: m.invitedBy ? { id: shown('member', m.invitedBy), name: names.get(m.invitedBy) ?? '' } : null,
      isYou: r.actor.kind === 'member' && r.actor.id === m.id, can: { changeRole: stepDown, remove: stepDown, sendInvitation: both(mayWrite, waits) },
    }
  })
}

export const workspaceRoutes = [
  route({
    method: 'GET', path: '/workspace', tag, summary: 'Name, looks, calendar and policy of the workspace', access: 'member', response: workspaceShape,
    handler: (ctx) => read(ctx, workspaceOf),
  }),
  route({
    method: 'PATCH', path: '/workspace', tag, summary: 'Change settings', access: 'settings:write', body: settingsIn, response: workspaceShape,
    handler: async (ctx, { body }) => {
      await updateSettings(ctx, body)
      return read(ctx, workspaceOf)
    },
  }),
  route({
    method: 'GET', path: '/members', tag, summary: 'Members and invitations, and what each role may do', access: 'members:read',
    query: z.object({ removed: z.enum(['true', 'false']).default('false') }), response: memberList,
    handler: (ctx, { query }) =>
      read(ctx, async (r) => ({
        items: await membersOf(r, query.removed === 'true'),
        roles: roles.map((role) => ({ role, permissions: permissions.filter((p) => mayRole(role, p)) })),
      })),
  }),
  route({
    method: 'POST', path: '/members', tag, summary: 'Invite a member by mail', access: 'members:write', body: invitationIn, response: created('member'), status: 201,
    handler: async (ctx, { body }) => ({ id: shown('member', (await inviteMember(ctx, body)).id) }),
  }),
  route({
    method: 'PATCH', path: '/members/{id}', tag, summary: 'Change the role of a member', access: 'members:write', params: ofMember, body: z.object({ role: roleIn }),
    handler: (ctx, { params, body }) => changeMemberRole(ctx, params.id, body.role),
  }),
  route({
    method: 'DELETE', path: '/members/{id}', tag, summary: 'Remove a member, whose access ends at once', access: 'members:write', params: ofMember,
    handler: (ctx, { params }) => removeMember(ctx, params.id),
  }),
  route({
    method: 'POST', path: '/members/{id}/invitation', tag, summary: 'Send the invitation again', access: 'members:write', params: ofMember, status: 204,
    handler: (ctx, { params }) => sendInvitationAgain(ctx, params.id),
  }),
  route({
    method: 'GET', path: '/keys', tag, summary: 'API keys of the workspace', access: 'keys:write', response: keyList,
    handler: (ctx) =>
      read(ctx, async (r) => {
        const keys = await listKeys(r)
        const names = await memberNames(r, keys.map((k) => k.createdBy))
        return {
          items: keys.map((k) => ({
            id: shown('key', k.id), name: k.name, role: k.role, createdAt: k.createdAt.toString(), revokedAt: k.revokedAt?.toString() ?? null,
            createdBy: k.createdBy ? { id: shown('member', k.createdBy), name: names.get(k.createdBy) ?? '' } : null,
          })),
        }
      }),
  }),
  route({
    method: 'POST', path: '/keys', tag, summary: 'Make an API key; its token is shown once', access: 'keys:write', body: keyIn, response: mintedKey, status: 201,
    handler: async (ctx, { body }) => {
      const { id, token } = await mintKey(ctx, body)
      return { id: shown('key', id), token }
    },
  }),
  route({
    method: 'DELETE', path: '/keys/{id}', tag, summary: 'Revoke an API key', access: 'keys:write', params: z.object({ id: idIn('key') }),
    handler: (ctx, { params }) => revokeKey(ctx, params.id),
  }),
]

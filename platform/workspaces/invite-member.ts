import { sql } from 'kysely'
import type { Role } from '../../kernel/actor.ts'
import { newId, type Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { invitationDays, newSignInLink } from '../auth/sign-in-link.ts'
import { allow, type Ctx, type Tx } from '../db/context.ts'
import { asSystem, transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { publicUrl } from '../http/public-url.ts'
import { queueMail } from '../mail/queue-mail.ts'
import { invitationSentAgain, memberInvited } from './events.ts'
import { memberForChange } from './members.ts'
import { personFor } from './person.ts'
import { workspaceSettings } from './settings.ts'

export type Invitation = { email: string; name: string; role: Role }

/** Invites a person, who becomes a member with their first sign-in. Refuses an address that is a member or invited already. */
export async function inviteMember(ctx: Ctx, input: Invitation): Promise<{ id: Id }> {
  allow(ctx, 'members:write')
  return transact(ctx, async (tx) => {
    const id = newId(tx.now.epochMilliseconds)
    const person = await asSystem(tx, (q) => personFor(q, input, tx.now))
    const written = await tx.q
      .insertInto('member')
      .values({
        workspace_id: tx.workspace, id, person_id: person.id, email: input.email, name: input.name, role: input.role, state: 'invited',
        invited_by: tx.actor.kind === 'member' ? tx.actor.id : null, created_at: tx.now,
      })
      .onConflict((c) => c.columns(['workspace_id', 'email']).where('state', '<>', sql.lit('removed')).doNothing())
      .executeTakeFirst()
    if (written.numInsertedOrUpdatedRows !== 1n)
      throw refuse('conflict', 'members.already_member', 'A person with this address is a member or invited already. You can send the invitation again from the list.')
    await asSystem(tx, (q) => q.insertInto('identity.membership').values({ person_id: person.id, workspace_id: tx.workspace, member_id: id }).execute())
    await mailInvitation(tx, { id, ...input }, person.id)
    await record(tx, memberInvited(id, input.role))
    return { id }
  })
}

/** Sends a fresh link to somebody who has not signed in yet. */
export async function sendInvitationAgain(ctx: Ctx, id: Id): Promise<void> {
  allow(ctx, 'members:write')
  await transact(ctx, async (tx) => {
    const member = await memberForChange(tx, id)
    if (member.state !== 'invited') throw refuse('conflict', 'members.has_joined', 'This member has signed in already and needs no invitation.')
    const person = await asSystem(tx, (q) => personFor(q, member, tx.now))
    await mailInvitation(tx, member, person.id)
    await record(tx, invitationSentAgain(id))
  })
}

async function mailInvitation(tx: Tx, member: { id: Id; email: string; name: string }, personId: Id): Promise<void> {
  const settings = await workspaceSettings(tx)
  const url = await asSystem(tx, (q) => newSignInLink(q, personId, publicUrl(), tx.now, invitationDays * 24 * 60))
  const by = tx.actor.kind === 'member' ? tx.actor.name : settings.name
  await queueMail(tx, {
    key: `invitation:${member.id}:${newId(tx.now.epochMilliseconds)}`, to: { email: member.email, name: member.name }, subjectId: member.id, isSecret: true,
    subject: `${by} invites you to ${settings.name} on Alongside`,
    paragraphs: [
      `Hello ${member.name},`,
      `${by} invites you to work on the partner program of ${settings.name}.`,
      `The link signs you in without a password. It works once, for ${invitationDays} days; after that, ask for a new one on the sign-in page with this address.`,
    ],
    link: { label: 'Join', url },
    why: `You get this because ${by} entered your address. If you did not expect it, do nothing.`,
  })
}

import { showId, type Id } from '../../kernel/ids.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { queueMail } from '../../platform/mail/queue-mail.ts'
import { activeMembers, workspaceSettings } from '../../platform/workspaces/index.ts'
import { publicUrl } from '../../platform/http/public-url.ts'
import { capital } from '../../kernel/text.ts'
import { sayWhen } from '../../kernel/time.ts'
import type { OpenPromise } from './queries.ts'
import { promiseVerb, type PromiseKind } from './rules.ts'
import { promiseLines } from './today.ts'

const atATime = 200

/**
 * Tells people about promises that run out. A quarter of the time is left: one mail to whoever owns the promise, or to the managers when
 * nobody does. It was not kept in time: the owner, and whoever runs the program, are told. Each is told once, whatever runs beside.
 */
export async function giveNotice(ctx: Ctx): Promise<void> {
  const due = await read(ctx, (r) => r.q
    .selectFrom('promise').select('id')
    .where('workspace_id', '=', r.workspace).where('settled_at', 'is', null).where('notice_at', '<=', r.now)
    .orderBy('notice_at').limit(atATime)
    .execute())
  for (const { id } of due) await tell(ctx, id)
}

async function tell(ctx: Ctx, promiseId: Id): Promise<void> {
  await transact(ctx, async (tx) => {
    const row = await tx.q
      .selectFrom('promise as p')
      .innerJoin('partner', (j) => j.onRef('partner.workspace_id', '=', 'p.workspace_id').onRef('partner.id', '=', 'p.partner_id'))
      .select(['p.id', 'p.kind', 'p.subject_id', 'partner.id as partner_id', 'partner.name as partner_name', 'partner.owner_id as partner_owner', 'p.owner_id', 'p.made_at', 'p.due_at'])
      .where('p.workspace_id', '=', tx.workspace).where('p.id', '=', promiseId).where('p.settled_at', 'is', null).where('p.notice_at', '<=', tx.now)
      .forUpdate('p').skipLocked()
      .executeTakeFirst()
    if (!row) return
    const late = Temporal.Instant.compare(row.due_at, tx.now) <= 0
    const promise: OpenPromise = {
      id: row.id, kind: row.kind as PromiseKind, subjectId: row.subject_id, partnerId: row.partner_id, partnerName: row.partner_name,
      ownerId: row.owner_id, ownerName: null, madeAt: row.made_at, dueAt: row.due_at,
    }
    const line = (await promiseLines(tx, [promise])).get(promise.id)
    const settings = await workspaceSettings(tx)
    const members = await activeMembers(tx)
    const owners = members.filter((m) => m.id === (row.owner_id ?? row.partner_owner))
    const wanted = late || owners.length === 0 ? [...owners, ...members.filter((m) => m.role === 'admin' || m.role === 'manager')] : owners
    for (const member of new Map(wanted.map((m) => [m.id, m])).values())
      await queueMail(tx, {
        key: `${late ? 'late' : 'due-soon'}:${promise.id}:${member.id}`, to: { email: member.email, name: member.name }, subjectId: promise.subjectId,
        subject: `${late ? 'Late' : 'Due soon'}: ${promiseVerb[promise.kind].toLowerCase()}${line ? `, ${line.headline}` : ''}`,
        paragraphs: [
          `We promised it to ${promise.partnerName} by ${sayWhen(promise.dueAt, tx.now, settings.timeZone)}${late ? ', and it is late' : ''}.`,
          ...(line ? [[`${promiseVerb[promise.kind]}: ${line.headline}`, capital(line.detail)].filter(Boolean).join('\n')] : []),
        ],
        link: { label: 'Open it', url: `${publicUrl()}/app${line?.path ?? `/${line?.noun ?? 'referral'}s/${showId(line?.noun ?? 'referral', promise.subjectId)}`}` },
        why: late ? 'You get this because you run the program or own this promise.' : 'You get this because this promise is yours to keep.',
      })
    await tx.q.updateTable('promise').set(late ? { escalated_at: tx.now, notice_at: null } : { reminded_at: tx.now, notice_at: row.due_at }).where('workspace_id', '=', tx.workspace).where('id', '=', promise.id).execute()
  })
}

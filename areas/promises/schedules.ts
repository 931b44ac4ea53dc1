import type { Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import { queueMail } from '../../platform/mail/queue-mail.ts'
import { activeMembers, workspaceSettings } from '../../platform/workspaces/index.ts'
import { publicUrl } from '../../platform/http/public-url.ts'
import { sayWhen } from '../../kernel/time.ts'
import type { OpenPromise } from './queries.ts'
import { promiseVerb, type PromiseKind } from './rules.ts'
import { promiseLines } from './today.ts'

/** A quarter of the time is left: one mail to whoever owns the promise, or to the managers when nobody does. */
export async function remind(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  await notify(ctx, String(payload['promise']), 'reminded_at')
}

/** The promise was not kept in time: the owner, and whoever runs the program, are told. */
export async function escalate(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  await notify(ctx, String(payload['promise']), 'escalated_at')
}

async function notify(ctx: Ctx, promiseId: string, column: 'reminded_at' | 'escalated_at'): Promise<void> {
  await transact(ctx, async (tx) => {
    const row = await tx.q
      .selectFrom('promise as p')
      .innerJoin('partner', (j) => j.onRef('partner.workspace_id', '=', 'p.workspace_id').onRef('partner.id', '=', 'p.partner_id'))
      .select(['p.id', 'p.kind', 'p.subject_id', 'p.partner_id', 'partner.name as partner_name', 'partner.owner_id as partner_owner', 'p.owner_id', 'p.made_at', 'p.due_at', 'p.settled_at', `p.${column} as done_at`])
      .where('p.workspace_id', '=', tx.workspace).where('p.id', '=', promiseId)
      .forUpdate('p')
      .executeTakeFirst()
    if (!row || row.settled_at || row.done_at) return
    if (column === 'reminded_at') await addJob(tx, { task: 'promises.escalate', payload: { workspace: tx.workspace, promise: promiseId }, key: `escalate:${promiseId}`, runAt: row.due_at })
    const promise: OpenPromise = {
      id: row.id, kind: row.kind as PromiseKind, subjectId: row.subject_id, partnerId: row.partner_id, partnerName: row.partner_name,
      ownerId: row.owner_id, ownerName: null, madeAt: row.made_at, dueAt: row.due_at,
    }
    const line = (await promiseLines(tx, [promise])).get(promise.id)
    const settings = await workspaceSettings(tx)
    const members = await activeMembers(tx)
    const late = column === 'escalated_at'
    const owners = members.filter((m) => m.id === (row.owner_id ?? row.partner_owner))
    const wanted = late || owners.length === 0 ? [...owners, ...members.filter((m) => m.role === 'admin' || m.role === 'manager')] : owners
    for (const member of new Map(wanted.map((m) => [m.id, m])).values())
      await queueMail(tx, {
        key: `${column}:${promise.id}:${member.id}`, to: { email: member.email, name: member.name }, subjectId: promise.subjectId,
        subject: `${late ? 'Late' : 'Due soon'}: ${promiseVerb[promise.kind].toLowerCase()}${line ? `, ${line.headline}` : ''}`,
        paragraphs: [
          late
            ? `We promised ${promise.partnerName} an answer by ${sayWhen(promise.dueAt, tx.now, settings.timeZone)} and did not keep it.`
            : `We promised ${promise.partnerName} an answer by ${sayWhen(promise.dueAt, tx.now, settings.timeZone)}.`,
          ...(line ? [`${promiseVerb[promise.kind]}: ${line.headline}. ${line.detail}`] : []),
        ],
        link: { label: 'Open it', url: `${publicUrl()}/app/referrals/ref_${promise.subjectId.replaceAll('-', '')}` },
        why: late ? 'You get this because you run the program or own this promise.' : 'You get this because this promise is yours to keep.',
      })
    await tx.q.updateTable('promise').set({ [column]: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', promise.id).execute()
  })
}

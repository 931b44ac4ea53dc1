import { newId, type Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { inserting } from '../../platform/db/compiled.ts'
import { sendingTogether } from '../../platform/db/together.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { dueAt, dueOnDay, remindAt, type TimedKind } from './rules.ts'

type About = { subjectId: Id; partnerId: Id; ownerId: Id | null }
/** An agreed action says the day by which it is done. */
export type NewPromise = About & ({ kind: TimedKind } | { kind: 'do_action'; dueOn: string })

/** Starts a clock on us, with its reminder and escalation. While one of the kind runs for the subject it stays as it is. Returns when it is due. */
export async function makePromise(tx: Tx, promise: NewPromise): Promise<Temporal.Instant> {
  const settings = await workspaceSettings(tx)
  const due = promise.kind === 'do_action' ? dueOnDay(promise.dueOn, tx.now, settings.calendar) : dueAt(promise.kind, tx.now, settings.policy, settings.calendar)
  await write(tx, { workspace_id: tx.workspace, id: newId(tx.now.epochMilliseconds), kind: promise.kind, subject_id: promise.subjectId, partner_id: promise.partnerId, owner_id: promise.ownerId, made_at: tx.now, due_at: due, notice_at: remindAt(tx.now, due) })
  return due
}

const promises = inserting('promise', { workspace_id: 'uuid', id: 'uuid', kind: 'text', subject_id: 'uuid', partner_id: 'uuid', owner_id: 'uuid', made_at: 'timestamptz', due_at: 'timestamptz', notice_at: 'timestamptz' }, 'on conflict (workspace_id, subject_id, kind) where settled_at is null do nothing')
const write = sendingTogether((_, rows: Parameters<typeof promises.statement>[0]) => [promises.statement(rows)])

import { sql, type ExpressionBuilder } from 'kysely'
import type { DB } from '../../db/tables.ts'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../db/any-of.ts'
import type { Reading, Tx } from '../db/context.ts'

/** Mails about these subjects, with a link that these people hold, or to these addresses. */
type Traces = { subjectIds: Id[]; holderIds: Id[]; addresses: string[] }
const of = ({ subjectIds, holderIds, addresses }: Traces) => (w: ExpressionBuilder<DB, 'mail'>) => w.or([
  w('subject_id', '=', anyOf(subjectIds)), sql<boolean>`to_email = any(${addresses}::text[])`,
  w('link_id', 'in', (q) => q.selectFrom('link').select('id').whereRef('link.workspace_id', '=', 'mail.workspace_id').where((l) => l.or([l('subject_id', '=', anyOf(subjectIds)), l('holder_id', '=', anyOf(holderIds))]))),
])

export async function countMails(r: Reading, traces: Traces): Promise<number> {
  return Number((await r.q.selectFrom('mail').select(sql<bigint>`count(*)`.as('n')).where('workspace_id', '=', r.workspace).where(of(traces)).executeTakeFirstOrThrow()).n)
}

/** Sent or not: what has not left yet never does. */
export async function removeMails(tx: Tx, traces: Traces): Promise<void> {
  await tx.q.deleteFrom('mail').where('workspace_id', '=', tx.workspace).where(of(traces)).execute()
}

import { sql, type ExpressionBuilder, type SelectQueryBuilder } from 'kysely'
import type { DB } from '../../db/tables.ts'
import { newId, type Id } from '../../kernel/ids.ts'
import { anyOf } from '../db/any-of.ts'
import type { Reading, Tx } from '../db/context.ts'
import { compiledOnce } from '../db/compiled.ts'
import { together } from '../db/together.ts'
import { hashToken, linkToken } from '../auth/tokens.ts'

export type LinkRow = { id: Id; subjectId: Id; holderId: Id; createdAt: Temporal.Instant; expiresAt: Temporal.Instant | null; revokedAt: Temporal.Instant | null }

/** A capability for the holder on the subject. Only the token's hash is kept. */
export async function mintLink(tx: Tx, link: { subjectId: Id; holderId: Id; expiresAt?: Temporal.Instant }): Promise<{ id: Id; token: string }> {
  const id = newId(tx.now.epochMilliseconds)
  const { token, hash } = linkToken(tx.workspace, id)
  await tx.q
    .insertInto('link')
    .values({ workspace_id: tx.workspace, id, token_hash: hash, subject_id: link.subjectId, holder_id: link.holderId, created_at: tx.now, created_by: 'id' in tx.actor ? tx.actor.id : null, expires_at: link.expiresAt ?? null })
    .execute()
  return { id, token }
}

/** The holder's newest live link on the subject; undefined when there is none. */
export const liveLinkOf = together(async (r: Reading, all: { subjectId: Id; holderId: Id }[]): Promise<(Id | undefined)[]> => {
  const rows = await liveLinks(r, { subjects: all.map((one) => one.subjectId), holders: all.map((one) => one.holderId) })
  return all.map((_, i) => rows.find((row) => row.n === i + 1)?.id)
})
const liveLinks = compiledOnce((_, v: { subjects: Id[]; holders: Id[] }, r) => sql<{ n: number; id: Id }>`
  select sought.n::integer, newest.id from unnest((select ${v.subjects}::uuid[]), (select ${v.holders}::uuid[])) with ordinality as sought(subject_id, holder_id, n)
  cross join lateral (
    select id from link where workspace_id = ${r.workspace}::uuid and subject_id = sought.subject_id and holder_id = sought.holder_id
      and revoked_at is null and (expires_at is null or expires_at > ${r.now}::timestamptz) order by id desc limit 1
  ) as newest`)

/** The token of a link that still works. Undefined for one that ended, or that another secret made: its address cannot be written. */
export async function tokenOfLink(r: Reading, linkId: Id): Promise<string | undefined> {
  const row = await live(r.q.selectFrom('link').select('token_hash').where('workspace_id', '=', r.workspace).where('id', '=', linkId), r).executeTakeFirst()
  const { token, hash } = linkToken(r.workspace, linkId)
  return row?.token_hash.equals(hash) ? token : undefined
}

/** Whether the newest link that works was made under another secret than ours; then mails go out without their link. */
export async function isSecretLost(r: Reading): Promise<boolean> {
  const newest = await live(r.q.selectFrom('link').select('id').where('workspace_id', '=', r.workspace), r).orderBy('id', 'desc').limit(1).executeTakeFirst()
  return newest !== undefined && (await tokenOfLink(r, newest.id)) === undefined
}

/** Ends a link at once. False when there is no such live link on the subject. */
export async function revokeLink(tx: Tx, subjectId: Id, linkId: Id): Promise<boolean> {
  const done = await tx.q
    .updateTable('link')
    .set({ revoked_at: tx.now, revoked_by: 'id' in tx.actor ? tx.actor.id : null })
    .where('workspace_id', '=', tx.workspace).where('id', '=', linkId).where('subject_id', '=', subjectId).where('revoked_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** Ends every live link of one holder on the subject. */
export async function revokeLinksOf(tx: Tx, subjectId: Id, holderId: Id): Promise<void> {
  await tx.q
    .updateTable('link')
    .set({ revoked_at: tx.now, revoked_by: 'id' in tx.actor ? tx.actor.id : null })
    .where('workspace_id', '=', tx.workspace).where('subject_id', '=', subjectId).where('holder_id', '=', holderId).where('revoked_at', 'is', null)
    .execute()
}

/** All links on a subject, newest first. */
export async function linksOn(r: Reading, subjectId: Id): Promise<LinkRow[]> {
  const rows = await r.q.selectFrom('link').selectAll().where('workspace_id', '=', r.workspace).where('subject_id', '=', subjectId).orderBy('id', 'desc').execute()
  return rows.map(toLink)
}

/**
 * The live link behind a token, or undefined: unknown, expired, revoked, truncated and foreign tokens all look the same. The workspace
 * of the reading must be the one that the token names.
 */
export const resolveLink = together(async (r: Reading, tokens: string[]): Promise<(LinkRow | undefined)[]> => {
  const hashes = tokens.map(hashToken)
  const rows = await linksBehind(r, { hashes })
  return hashes.map((hash) => {
    const row = rows.find((one) => one.token_hash.equals(hash))
    return row && toLink(row)
  })
})
const linksBehind = compiledOnce((q, v: { hashes: Buffer[] }, r) => live(
  q.selectFrom('link').select(['id', 'subject_id', 'holder_id', 'created_at', 'expires_at', 'revoked_at', 'token_hash'])
    .where('workspace_id', '=', r.workspace).where('token_hash', '=', sql<Buffer>`any((select ${v.hashes}::bytea[])::bytea[])`), r))

const live = <O>(query: SelectQueryBuilder<DB, 'link', O>, r: Pick<Reading, 'now'>) =>
  query.where('revoked_at', 'is', null).where((w) => w.or([w('expires_at', 'is', null), w('expires_at', '>', r.now)]))

function toLink(row: { id: Id; subject_id: Id; holder_id: Id; created_at: Temporal.Instant; expires_at: Temporal.Instant | null; revoked_at: Temporal.Instant | null }): LinkRow {
  return { id: row.id, subjectId: row.subject_id, holderId: row.holder_id, createdAt: row.created_at, expiresAt: row.expires_at, revokedAt: row.revoked_at }
}

/** Links on these subjects, and those that these people hold. */
type Traces = { subjectIds: Id[]; holderIds: Id[] }
const of = (traces: Traces) => (w: ExpressionBuilder<DB, 'link'>) => w.or([w('subject_id', '=', anyOf(traces.subjectIds)), w('holder_id', '=', anyOf(traces.holderIds))])

export async function countLinks(r: Reading, traces: Traces): Promise<number> {
  return Number((await r.q.selectFrom('link').select(sql<bigint>`count(*)`.as('n')).where('workspace_id', '=', r.workspace).where(of(traces)).executeTakeFirstOrThrow()).n)
}

/** As if they had never been. No mail may name them any more. */
export async function removeLinks(tx: Tx, traces: Traces): Promise<void> {
  await tx.q.deleteFrom('link').where('workspace_id', '=', tx.workspace).where(of(traces)).execute()
}

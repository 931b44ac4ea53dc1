// Guards that a file is read whole or anew: its rows are kept under the topics of what they are about only while the test runs.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Ctx, Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { createSeenKeys } from '../../platform/imports/seen-keys.ts'
import { looksAt, type Fact, type Plan } from '../program/index.ts'
import { whoSaid } from './back-test-source.ts'
import { lockBackTest, type BackTestRow } from './back-test-store.ts'
import { aboutOf, topicsOf } from './fact-topics.ts'
import { readPast, type ReadPiece } from './read-past.ts'

const mostProblems = 100_000

type Kept = { topic: string; rowNo: number; key: string; about: string | null; body: string }
type Problem = { rowNo: number; row: string; reason: string }

/** Reads the file of a test from its start. `clock` says when each piece is kept. Stops where somebody asked for it. */
export async function keepPast(ctx: Ctx, test: BackTestRow, fileId: Id, clock: () => Temporal.Instant, signal: AbortSignal | undefined): Promise<'read' | 'stopped'> {
  await transact(ctx, async (tx) => {
    for (const table of ['back_test_fact', 'back_test_problem'] as const) await tx.q.deleteFrom(table).where('workspace_id', '=', tx.workspace).where('back_test_id', '=', test.id).execute()
    await tx.q.updateTable('back_test').set({ bytes_done: 0n, rows_read: 0n, rejected: 0n }).where('workspace_id', '=', tx.workspace).where('id', '=', test.id).execute()
  })
  const seen = createSeenKeys()
  const keep = topicsKept(test.plan)
  const partners = new Map<string, string>()
  let underWay: Promise<boolean> = Promise.resolve(true)
  // One piece is written while the next is read.
  for await (const piece of readPast(ctx, { id: fileId, name: test.fileName ?? '' }, test.plan.currency)) {
    await nameWhom(ctx, piece, partners)
    const { facts, problems } = sortOut(piece, seen, keep, partners)
    if (!(await underWay) || signal?.aborted) return 'stopped'
    underWay = transact({ ...ctx, now: clock() }, (tx) => write(tx, test.id, piece, facts, problems))
    underWay.catch(() => {}) // told by whoever waits for it
  }
  if (!(await underWay)) return 'stopped'
  await transact({ ...ctx, now: clock() }, (tx) => lend(tx, test.id))
  return 'read'
}

/** Which topics a plan will be asked under; accounts only where it looks at them, which saves a row for each fact. */
function topicsKept(plan: Plan): (topic: string, fact: Fact) => boolean {
  const looksAtAccounts = looksAt(plan).accounts
  return (topic, fact) => !topic.startsWith('of:') && !topic.startsWith('c:') && (looksAtAccounts || fact.kind === 'credited' || !topic.startsWith('a:'))
}

/** Looks up, once each, who is meant by the names in a piece. */
async function nameWhom(ctx: Ctx, piece: ReadPiece, partners: Map<string, string>): Promise<void> {
  const fresh = new Set(piece.rows.flatMap((row) => ('fact' in row ? namesIn(row.fact) : [])).filter((name) => !partners.has(name)))
  if (fresh.size === 0) return
  await read(ctx, async (r) => {
    const who = whoSaid(r)
    const found = await Promise.all([...fresh].map(async (name) => [name, await who(name)] as const))
    for (const [name, id] of found) partners.set(name, id)
  })
}

function namesIn(fact: Fact): string[] {
  return [...('partner' in fact && fact.partner ? [fact.partner] : []), ...('partners' in fact && fact.partners ? fact.partners.map((one) => one.partner) : []), ...(fact.kind === 'above' ? [fact.manager] : [])]
}

function named(fact: Fact, partners: Map<string, string>): Fact {
  const of = (name: string) => partners.get(name) ?? name
  const one = 'partner' in fact && fact.partner ? { partner: of(fact.partner) } : {}
  const several = 'partners' in fact && fact.partners ? { partners: fact.partners.map((credit) => ({ ...credit, partner: of(credit.partner) })) } : {}
  return { ...fact, ...one, ...several, ...(fact.kind === 'above' ? { manager: of(fact.manager) } : {}) } as Fact
}

function sortOut(piece: ReadPiece, seen: ReturnType<typeof createSeenKeys>, keep: (topic: string, fact: Fact) => boolean, partners: Map<string, string>): { facts: Kept[]; problems: Problem[] } {
  const facts: Kept[] = []
  const problems: Problem[] = []
  for (const row of piece.rows) {
    if ('why' in row) {
      problems.push({ rowNo: row.rowNo, row: row.text, reason: row.why })
      continue
    }
    const earlier = seen.note(row.fact.id, row.rowNo)
    if (earlier !== undefined) {
      problems.push({ rowNo: row.rowNo, row: row.text || JSON.stringify(row.fact), reason: `Row ${earlier} has the id “${row.fact.id}” already. The first counts.` })
      continue
    }
    const fact = named(row.fact, partners)
    const about = aboutOf(fact) ?? null
    const topics = topicsOf(fact).filter((topic) => keep(topic, fact))
    if (topics.length === 0 && about === null) {
      problems.push({ rowNo: row.rowNo, row: row.text || JSON.stringify(fact), reason: 'It names no partner.' })
      continue
    }
    const body = JSON.stringify(fact)
    // What is about another waits under its own name until that one lends its topics.
    for (const topic of topics.length > 0 ? topics : ['waits']) facts.push({ topic, rowNo: row.rowNo, key: fact.id, about, body })
  }
  return { facts, problems }
}

async function write(tx: Tx, id: Id, piece: ReadPiece, facts: Kept[], problems: Problem[]): Promise<boolean> {
  const now = await lockBackTest(tx, id)
  if (now.finishedAt || now.cancelAskedAt || now.isRead) return false
  if (facts.length > 0)
    await sql`insert into back_test_fact (workspace_id, back_test_id, topic, row_no, key, about, body)
      select ${tx.workspace}, ${id}, x.* from unnest(${facts.map((one) => one.topic)}::text[], ${facts.map((one) => one.rowNo)}::bigint[], ${facts.map((one) => one.key)}::text[], ${facts.map((one) => one.about)}::text[], ${facts.map((one) => storable(one.body))}::text[]) as x(topic, row_no, key, about, body)`.execute(tx.q)
  const kept = problems.slice(0, Math.max(0, mostProblems - now.rejected))
  if (kept.length > 0)
    await sql`insert into back_test_problem (workspace_id, back_test_id, row_no, row, reason)
      select ${tx.workspace}, ${id}, x.* from unnest(${kept.map((one) => one.rowNo)}::bigint[], ${kept.map((one) => storable(one.row))}::text[], ${kept.map((one) => storable(one.reason))}::text[]) as x(row_no, row, reason)`.execute(tx.q)
  await tx.q
    .updateTable('back_test')
    .set((e) => ({ bytes_done: BigInt(piece.bytes), progressed_at: tx.now, rows_read: e('rows_read', '+', BigInt(piece.rows.length)), rejected: e('rejected', '+', BigInt(problems.length)) }))
    .where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
  return true
}

/** What is about another fact bears on whom that one bears on: a refund of an invoice, a payment of it, a withdrawal of either. */
async function lend(tx: Tx, id: Id): Promise<void> {
  // The planner has not seen these rows yet; one after the other it would look for each among all.
  await sql`set local enable_nestloop to off`.execute(tx.q)
  for (let depth = 0; depth < 3; depth += 1) {
    const { numAffectedRows } = await sql`insert into back_test_fact (workspace_id, back_test_id, topic, row_no, key, about, body)
      select distinct ${tx.workspace}::uuid, ${id}::uuid, g.topic, f.row_no, f.key, f.about, f.body
      from back_test_fact f join back_test_fact g on g.workspace_id = f.workspace_id and g.back_test_id = f.back_test_id and g.key = f.about and g.topic <> 'waits'
      where f.workspace_id = ${tx.workspace} and f.back_test_id = ${id} and f.about is not null
      on conflict do nothing`.execute(tx.q)
    if (!numAffectedRows) break
  }
  const { rows: waiting } = await sql<{ row_no: bigint; body: string; about: string }>`
    select w.row_no, w.body, w.about from back_test_fact w where w.workspace_id = ${tx.workspace} and w.back_test_id = ${id} and w.topic = 'waits'
    and not exists (select from back_test_fact o where o.workspace_id = w.workspace_id and o.back_test_id = w.back_test_id and o.row_no = w.row_no and o.topic <> 'waits' and o.about is not null)
    order by w.row_no limit ${mostProblems}`.execute(tx.q)
  if (waiting.length > 0)
    await sql`insert into back_test_problem (workspace_id, back_test_id, row_no, row, reason)
      select ${tx.workspace}, ${id}, x.* from unnest(${waiting.map((one) => one.row_no)}::bigint[], ${waiting.map((one) => one.body)}::text[], ${waiting.map((one) => `It is about “${one.about}”, which is not in the file.`)}::text[]) as x(row_no, row, reason)`.execute(tx.q)
  await tx.q.updateTable('back_test').set((e) => ({ read_at: tx.now, rejected: e('rejected', '+', BigInt(waiting.length)) })).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
}

/** What the database can hold as text: no zero bytes, no halves of characters. */
const storable = (text: string) => text.replaceAll('\0', '').toWellFormed()

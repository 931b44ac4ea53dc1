import { issueStatements, recordInBulk, writeStatements } from '../../areas/ledger/index.ts'
import { showId } from '../../kernel/ids.ts'
import { newWorkspaceToken } from '../../platform/auth/tokens.ts'
import type { Database } from '../../platform/db/pool.ts'
import { mintKey } from '../../platform/workspaces/index.ts'
import { fillProgram } from './ledger.ts'
import type { Shot } from './measure.ts'

const period = '2026-Q3'
const pad = (n: number) => String(n).padStart(2, '0')

/** How to ask for what a partner with so many lines in a quarter is told of it. */
export type StatementShots = { name: string; next: (n: number) => Shot }[]

/** A partner with so many sales in one quarter, whose statement was issued. */
export async function fillStatement(db: Database, lines: number): Promise<StatementShots> {
  const { ctx, partners: [partnerId] } = await fillProgram(db, 'statement', 1)
  if (!partnerId) throw new Error('no partner')
  const sale = (i: number) => ({ kind: 'sale', id: `s-${i}`, partner: showId('partner', partnerId), account: `Account ${i % 5000}`, amount: `${1 + ((i * 7919) % 9)}.50`, currency: 'EUR', at: `2026-${pad(7 + (i % 3))}-${pad(1 + (i % 28))}` })
  await recordInBulk(ctx, Array.from({ length: lines }, (_, i) => sale(i)), () => {})
  await issueStatements(ctx, period)
  await writeStatements(ctx, period)
  const { token: key } = await mintKey(ctx, { name: 'statement', role: 'admin' })
  // One link may ask so often a minute only.
  const links = Array.from({ length: 100 }, () => newWorkspaceToken(ctx.workspace))
  await db.pool.query('insert into link (workspace_id, id, token_hash, subject_id, holder_id) select workspace_id, gen_random_uuid(), hash, partner_id, id from contact, unnest($3::bytea[]) hash where workspace_id = $1 and partner_id = $2', [ctx.workspace, partnerId, links.map((link) => link.hash)])
  const issued = (await db.pool.query<{ id: string; line_count: number }>('select id, line_count from statement where workspace_id = $1 and partner_id = $2', [ctx.workspace, partnerId])).rows[0]
  if (issued?.line_count !== lines) throw new Error(`the statement tells ${issued?.line_count} of ${lines} lines`)
  await db.pool.query('vacuum analyze')
  const staff = { authorization: `Bearer ${key}`, 'accept-encoding': 'br' }
  const asked = (path: string) => (): Shot => ({ method: 'GET', path: `/api/v1/${path}`, headers: staff, expect: 200 })
  const of = (path: string) => asked(`statements/${showId('statement', issued.id)}${path}`)
  return [
    { name: 'JSON, first 200 lines', next: of('') },
    { name: 'JSON, 1,000 lines from the middle', next: of(`/lines?after=${lines / 2}&limit=1000`) },
    { name: 'JSON of the account between two days, all lines', next: asked(`partners/${showId('partner', partnerId)}/statement?from=2026-01-01&to=2026-12-31`) },
    { name: 'partner page', next: (n) => ({ method: 'GET', path: `/p/${links[n % links.length]!.token}/statements/${period}`, headers: { 'accept-encoding': 'br' }, expect: 200 }) },
    { name: 'CSV', next: of('/statement.csv') },
    { name: 'PDF', next: of('/statement.pdf') },
  ]
}

// The demo world on days that are hard for it: in the middle of a quarter, and before last quarter's statements can be out.
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { verifyLedger } from '../../areas/ledger/index.ts'
import { read } from '../../platform/db/transact.ts'
import { systemCtx } from '../../platform/jobs/worker.ts'
import type { TestServer } from '../../test/setup/server.ts'
import { wholeApp } from '../../test/setup/whole-app.ts'
import { seedDemo } from './index.ts'

let app: TestServer
afterEach(() => app?.close())

test.each([['2026-11-24T09:40:00Z', '2026-Q3'], ['2027-01-02T09:00:00Z', '2026-Q3']])('on %s the statements of %s are out, one dispute waits for us, and the books are whole', async (at, period) => {
  app = await wholeApp()
  app.clock.now = Temporal.Instant.from(at)
  await seedDemo(app.db, () => {}, { now: app.clock.now })
  const { id } = await app.db.sql.selectFrom('identity.workspace').select('id').executeTakeFirstOrThrow()
  const ctx = systemCtx(app.db, id)
  await app.runJobs()
  const found = await read(ctx, async (r) => ({
    periods: (await sql<{ period: string; n: number }>`select p.period, count(*)::int as n from statement s join statement_period p on p.workspace_id = s.workspace_id and p.id = s.period_id where s.workspace_id = ${r.workspace} and p.finished_at is not null group by 1`.execute(r.q)).rows,
    disputes: (await sql<{ state: string; partner: string; amount: string; due: Temporal.Instant }>`select d.state, t.name as partner, l.amount_minor::text as amount, p.due_at as due from dispute d join partner t on t.workspace_id = d.workspace_id and t.id = d.partner_id
      join commission_line l on l.workspace_id = d.workspace_id and l.id = d.commission_line_id join promise p on p.workspace_id = d.workspace_id and p.subject_id = d.id and p.settled_at is null where d.workspace_id = ${r.workspace}`.execute(r.q)).rows,
    verified: await verifyLedger(r),
    reviews: (await sql<{ partner: string; state: string; conclusion: string | null; over: boolean; actions: number }>`select p.name as partner, v.state, v.conclusion, v.quarter_from + interval '3 months' <= ${app.now()}::timestamptz as over,
      (select count(*)::int from review_action a where a.workspace_id = v.workspace_id and a.review_id = v.id and a.state = 'open') as actions from review v join partner p on p.workspace_id = v.workspace_id and p.id = v.partner_id where v.workspace_id = ${r.workspace} order by v.id`.execute(r.q)).rows,
  }))
  expect(found.periods).toEqual([{ period, n: expect.any(Number) }])
  expect(found.periods[0]?.n).toBeGreaterThan(5)
  expect(found.disputes).toMatchObject([{ state: 'open', partner: 'Kestrel Systems', amount: '-9000' }])
  expect(Temporal.Instant.compare(found.disputes[0]!.due, app.now())).toBe(1)
  expect(found.reviews).toEqual([{ partner: 'Brightline Consulting', state: 'held', conclusion: 'grow', over: true, actions: 2 }, { partner: 'Studio Norte', state: 'open', conclusion: null, over: true, actions: 0 }])
  expect(found.verified.problems).toEqual([])
}, 120_000)

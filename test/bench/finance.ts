import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { planDocument } from '../../areas/program/index.ts'
import { journalCsv, runBackTest, startBackTest } from '../../areas/ledger/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { storeFile } from '../../platform/files/index.ts'

const terms = planDocument.parse({
  language: 2, name: 'Draft', currency: 'EUR', timeZone: 'Europe/Berlin', payout: { every: 'quarter', days: 30 },
  components: [{ id: 'share', on: 'sale', pay: { bands: { over: 'quarter', mode: 'marginal', rows: [{ upTo: '50000.00', percent: '5' }, { percent: '12' }] } }, limits: { perPeriod: { amount: '20000.00', over: 'quarter' } } }],
})
const pad = (n: number) => String(n).padStart(2, '0')
const megabytes = () => process.memoryUsage().rss / 2 ** 20

/** A draft over what was told and booked, or over a CSV file of so many opportunities of ten thousand partners; seconds, and the most memory seen beyond that of the start. */
export async function backTestSeconds(ctx: Ctx, fileRows: number | null): Promise<{ seconds: number; partners: number; items: number; grownMegabytes: number }> {
  const file = fileRows === null ? undefined : await storeFile(ctx, { name: 'past.csv', contentType: 'text/csv' }, csvOf(fileRows))
  const before = megabytes()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, megabytes())), 50)
  const started = performance.now()
  try {
    const { id } = await startBackTest(ctx, { terms, fileId: file?.id }, { inline: true })
    const row = await runBackTest(ctx, id)
    if (row.state !== 'done') throw new Error(`the back-test is ${row.state}: ${row.problem}`)
    return { seconds: (performance.now() - started) / 1000, partners: row.sellersDone, items: row.items, grownMegabytes: most - before }
  } finally {
    clearInterval(timer)
  }
}

/** Opportunities that were won, each sourced by one of these partners. */
export async function fillOpportunities({ ctx, partners }: { ctx: Ctx; partners: Id[] }, count: number): Promise<void> {
  for (let at = 0; at < count; at += 100_000)
    await transact(ctx, (tx) => sql`
      insert into opportunity (workspace_id, id, name, state, amount_minor, currency, closed_on, attribution, partner_id, created_at, changed_at)
      select ${tx.workspace}::uuid, gen_random_uuid(), 'Opportunity ' || n, 'won', 10050 + (n::bigint * 7919) % 900000, 'EUR', '2026-01-01'::date + (n % 330), 'sourced', (${partners}::uuid[])[1 + n % ${partners.length}::int], now(), now()
      from generate_series(${at}::int, ${Math.min(count, at + 100_000) - 1}::int) n`.execute(tx.q))
  await ctx.db.pool.query('vacuum analyze opportunity')
}

async function* csvOf(rows: number): AsyncGenerator<Buffer> {
  yield Buffer.from('opportunity_id,partner,close_date,amount,currency,account\n')
  for (let at = 0; at < rows; at += 10_000)
    yield Buffer.from(Array.from({ length: Math.min(10_000, rows - at) }, (_, i) => at + i).map((i) => `o-${i},Partner ${i % 10_000},2026-${pad(1 + (i % 12))}-${pad(1 + (i % 28))},${100 + ((i * 7919) % 9000)}.50,EUR,Account ${i % 5000}\n`).join(''))
}

/** Writes so many entries, two to a journal, as they would stand there after years; returns how long their export takes. */
export async function exportSeconds(ctx: Ctx, entries: number): Promise<{ seconds: number; lines: number; grownMegabytes: number }> {
  const [debit, credit]: [Id, Id] = [randomUUID(), randomUUID()]
  const { pool } = ctx.db
  await pool.query("insert into ledger_account (workspace_id, id, kind, currency, opened_at) values ($1, $2, 'commission_expense', 'EUR', now()), ($1, $3, 'withholding', 'EUR', now())", [ctx.workspace, debit, credit])
  for (let at = 0; at < entries / 2; at += 50_000)
    await pool.query(`
      with journals as (insert into journal (workspace_id, id, cause, effective_on, recorded_at, memo, entry_count)
        select $1, gen_random_uuid(), 'bench ' || n, '2020-01-01'::date + (n / 500), now(), 'Bench', 2 from generate_series($2::int, $3::int) n returning id)
      insert into entry (workspace_id, journal_id, line_no, entry_count, account_id, amount_minor, currency)
      select $1, id, line, 2, case when line = 1 then $4::uuid else $5::uuid end, case when line = 1 then 1250 else -1250 end, 'EUR' from journals, generate_series(1, 2) line`, [ctx.workspace, at, Math.min(entries / 2, at + 50_000) - 1, debit, credit])
  await pool.query('vacuum analyze journal; ').then(() => pool.query('vacuum analyze entry'))
  const before = megabytes()
  let [most, lines] = [before, -1]
  const started = performance.now()
  for await (const part of await journalCsv(ctx, { from: '2020-01-01', to: '2029-12-31' })) {
    for (let i = String(part).indexOf('\n'); i !== -1; i = String(part).indexOf('\n', i + 1)) lines += 1
    most = Math.max(most, megabytes())
  }
  return { seconds: (performance.now() - started) / 1000, lines, grownMegabytes: most - before }
}

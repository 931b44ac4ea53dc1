import { spawn } from 'node:child_process'
import { cpus, tmpdir } from 'node:os'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import '../../app/areas.ts'
import { readBuyer, recognise } from '../../areas/companies/index.ts'
import { discardEmbedded, startEmbedded } from '../../platform/db/embedded.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { openDatabase, type Database } from '../../platform/db/pool.ts'
import { read } from '../../platform/db/transact.ts'
import { importFromCli } from '../../platform/imports/index.ts'
import { companyDomain, companyName, fill, type Filled } from './fill.ts'
import { backTestSeconds, exportSeconds, fillOpportunities } from './finance.ts'
import { fillProgram, inBulk, oneByOne } from './ledger.ts'
import { mapList } from './mapping.ts'
import { linking } from './match.ts'
import { median, saturate, spread, steady, type Shot, type Timings } from './measure.ts'
import { factsPerSecond } from './plans.ts'
import { fillStatement } from './statement.ts'
import { dataFolder, firstPage, staffAppBytes } from './start-up.ts'

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, runs: { type: 'string', default: '3' }, seconds: { type: 'string', default: '10' }, only: { type: 'string' } } })
const runs = Number(values.runs)
const seconds = Number(values.seconds)
const sizes = values.quick ? { companies: 50_000, partners: 1000, referrals: 20_000 } : { companies: 1_000_000, partners: 10_000, referrals: 200_000 }
const asksFor = (name: string) => values.only?.split(',').includes(name) ?? false
const wants = (name: string) => !values.only || asksFor(name)

type Row = { figure: string; target: string; measured: string; met: boolean; note: string }
const rows: Row[] = []
const row = (figure: string, target: string, measured: string, met: boolean, note = '') => {
  rows.push({ figure, target, measured, met, note })
  console.log(`${met ? '  ok  ' : ' MISS '} ${figure}: ${measured} (target ${target}) ${note}`)
}
const say = (line: string) => console.log(line)
let serial = 0
let data = ''

async function startApp(url: string): Promise<{ address: string; stop(): void }> {
  const child = spawn(process.execPath, ['app/main.ts'], { env: { ...process.env, DATABASE_URL: url, PORT: '0', ALONGSIDE_DEMO: '0', ALONGSIDE_LOG: 'error' }, stdio: ['ignore', 'pipe', 'inherit'] })
  const address = await new Promise<string>((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const match = /running at (\S+)/.exec(out)
      if (match) resolve(match[1]!.replace('localhost', '127.0.0.1'))
    })
    child.on('exit', (code) => reject(new Error(`the app ended with ${code}: ${out}`)))
  })
  return { address, stop: () => void child.kill('SIGTERM') }
}

/** An introduction as a partner's browser sends it. One in three names a company that we know, by name with a slip, by domain or by e-mail. */
function introduction(filled: Filled): Shot {
  const n = ++serial
  const known = n % 3 === 0
  const at = (n * 7919) % sizes.companies
  const name = companyName(at)
  const buyer = known ? [name, companyDomain(at), `someone@${companyDomain(at)}`, name.slice(0, 6) + name.slice(7)][n % 4]! : `${companyName(sizes.companies + n)} ${n}`
  const body = new URLSearchParams({ key: `bench-${n}`, buyer, person: 'Ana Silva, ana@buyer.example', reason: 'They asked who could replace what they plan routes with.', consent: 'yes' }).toString()
  return { method: 'POST', path: `/p/${filled.tokens[n % filled.tokens.length]}/introductions`, body, expect: 303, headers: { 'content-type': 'application/x-www-form-urlencoded' } }
}

async function repeat(run: () => Promise<Timings>): Promise<Timings[]> {
  const results: Timings[] = []
  for (let i = 0; i < runs; i++) results.push(await run())
  return results
}
const failures = (results: Timings[]) => (results.some((r) => r.failed > 0) ? `${results.reduce((s, r) => s + r.failed, 0)} failed` : '')

/** The page of a partner, another one each time. */
async function measurePage(address: string, filled: Filled, figure: string): Promise<void> {
  const page = (n: number): Shot => ({ method: 'GET', path: `/p/${filled.tokens[(n * 31) % filled.tokens.length]}`, expect: 200, headers: { 'accept-encoding': 'br' } })
  await steady(address, 100, 3, page)
  const pages = await repeat(() => steady(address, 200, seconds, page))
  row(figure, '≤ 20 ms', `${spread(pages.map((r) => r.p99), 1)} ms`, median(pages.map((r) => r.p99)) <= 20 && !failures(pages), failures(pages) || `p50 ${spread(pages.map((r) => r.p50), 1)} ms`)
  const bytes = Math.max(...pages.map((r) => r.bytes))
  row('partner page, compressed', '≤ 15 KB', `${(bytes / 1024).toFixed(1)} KB`, bytes <= 15 * 1024, 'the largest seen, no script in it')
}

async function measure(address: string, filled: Filled): Promise<void> {
  const staff = { authorization: `Bearer ${filled.key}` }
  if (wants('page')) await measurePage(address, filled, 'partner page at 200/s, p99')
  if (wants('introduce')) {
    await steady(address, 50, 4, () => introduction(filled)) // warm
    const slow = await repeat(() => steady(address, 100, seconds, () => introduction(filled)))
    row('introduction at 100/s, p99', '≤ 40 ms', `${spread(slow.map((r) => r.p99), 1)} ms`, median(slow.map((r) => r.p99)) <= 40 && !failures(slow), failures(slow) || `p50 ${spread(slow.map((r) => r.p50), 1)} ms`)
    const full = await repeat(() => saturate(address, 16, seconds, () => introduction(filled)))
    row('introductions at 16 connections', '≥ 600/s', `${spread(full.map((r) => r.perSecond))}/s`, median(full.map((r) => r.perSecond)) >= 600 && !failures(full), failures(full) || `p50 ${spread(full.map((r) => r.p50), 1)} ms`)
    if (wants('page')) await measurePage(address, filled, 'partner page at 200/s right after these, p99')
  }
  for (const [name, path, figure] of [['today', '/api/v1/today', 'Today, p95'], ['performance', '/api/v1/performance', 'performance page, p95']] as const) {
    if (!wants(name)) continue
    await saturate(address, 1, 3, () => ({ method: 'GET', path, headers: staff, expect: 200 }))
    const results = await repeat(() => saturate(address, 1, seconds, () => ({ method: 'GET', path, headers: staff, expect: 200 })))
    row(figure, '≤ 150 ms', `${spread(results.map((r) => r.p95), 1)} ms`, median(results.map((r) => r.p95)) <= 150 && !failures(results), failures(results) || 'one client after another')
  }
}

async function measureImport(database: Database, filled: Filled): Promise<void> {
  const rates: number[] = []
  const count = values.quick ? 20_000 : 100_000
  for (let run = 0; run < runs; run++) {
    const file = join(data, `opportunities-${run}.csv`)
    writeFileSync(file, `opportunity_id,account,product,deal_stage,engage_date,close_date,close_value\n${Array.from({ length: count }, (_, n) => `B${run}-${n},${companyName((n * 13 + run) % sizes.companies)},Routes,${['Won', 'Lost', 'Engaging'][n % 3]},2026-01-0${1 + (n % 9)},${n % 3 === 2 ? '' : '2026-05-12'},${n % 3 === 2 ? '' : 100 + (n % 9000)}`).join('\n')}\n`)
    const started = performance.now()
    const result = await importFromCli(database, filled.workspace, file, { kind: 'opportunities' })
    rates.push(count / ((performance.now() - started) / 1000))
    if (result.rejected > 0 || result.created !== count) say(`  import: ${result.created} created, ${result.rejected} rejected of ${count}`)
  }
  row('CSV import of opportunities with recognition', '≥ 5,000/s', `${spread(rates)}/s`, median(rates) >= 5000, `${count.toLocaleString('en-US')} rows a run, each a company among ${sizes.companies.toLocaleString('en-US')}`)
}

async function measureStart(): Promise<void> {
  const folder = dataFolder()
  try {
    const first = await firstPage(folder)
    const times: number[] = []
    for (let run = 0; run < runs; run++) times.push(await firstPage(folder))
    row('embedded: start to first page, set up already', '≤ 5 s', `${spread(times, 2)} s`, median(times) <= 5, `the first start, which makes database and demo world, took ${first.toFixed(1)} s`)
  } finally {
    await discardEmbedded(join(folder, 'postgres'))
    rmSync(folder, { recursive: true, force: true })
  }
  const bytes = staffAppBytes((text) => brotliCompressSync(text).length)
  row('staff app, first load', '≤ 300 KB', `${(bytes / 1024).toFixed(0)} KB`, bytes <= 300 * 1024, 'page, scripts and styles it asks for at once, brotli')
}

function measurePlans(): void {
  for (const count of values.quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]) {
    const rates = Array.from({ length: count === 1_000_000 ? 1 : runs }, () => factsPerSecond(count))
    row(`plan run in memory, ${count.toLocaleString('en-US')} facts`, '≥ 20,000/s', `${spread(rates)}/s`, median(rates) >= 20_000, 'bands, a cap and a manager’s share, each line with its working')
  }
}

/** Facts under fifty plans into the ledger, in this process: one by one, then told in bulk and settled a partner at a time. */
async function measureLedger(database: Database): Promise<void> {
  const program = await fillProgram(database, 'ledger', values.quick ? 200 : 2000, 10)
  const rates: number[] = []
  for (let run = 0; run < runs; run += 1) rates.push(await oneByOne(program, 16, seconds, run))
  row('facts told and booked one by one, 16 at a time', '≥ 2,000/s', `${spread(rates)}/s`, median(rates) >= 2000, `those who tell at the same moment share a transaction; ${program.partners.length.toLocaleString('en-US')} partners on 50 plans, PostgreSQL with fsync`)
  for (const count of values.quick ? [2000, 20_000] : [10_000, 100_000, 1_000_000]) {
    const bulk = await inBulk(await fillProgram(database, `bulk-${count}`, Math.max(50, count / 100), 10), count)
    row(`facts in bulk, ${count.toLocaleString('en-US')}`, '≥ 20,000/s', `${bulk.perSecond.toFixed(0)}/s`, bulk.perSecond >= 20_000, `one run; telling ${bulk.tellingSeconds.toFixed(1)} s, settling ${bulk.settlingSeconds.toFixed(1)} s, at most ${bulk.mostMegabytes.toFixed(0)} MB`)
  }
}

/** What a partner with ten thousand lines in a quarter is told of it, asked for again and again by one client. */
async function measureStatement(database: Database, url: string): Promise<void> {
  const shots = await fillStatement(database, 10_000)
  const app = await startApp(url)
  try {
    for (const { name, next } of shots) {
      await saturate(app.address, 1, 2, next) // warm
      const results = await repeat(() => saturate(app.address, 1, seconds, next))
      row(`statement of 10,000 lines, ${name}, p95`, '≤ 300 ms', `${spread(results.map((r) => r.p95), 1)} ms`, median(results.map((r) => r.p95)) <= 300 && !failures(results), failures(results) || `p50 ${spread(results.map((r) => r.p50), 1)} ms, ${(Math.max(...results.map((r) => r.bytes)) / 1024).toFixed(0)} KB`)
    }
  } finally {
    app.stop()
  }
}

/** Lists in files: the more there are to look in, the less a query may cost for each. */
async function measureMatching(): Promise<void> {
  const queries = values.quick ? 10_000 : 100_000
  for (const reference of values.quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]) {
    const { seconds, linked, megabytes } = await linking(reference, queries)
    row(`${queries.toLocaleString('en-US')} names linked to ${reference.toLocaleString('en-US')} companies`, '≤ 60 s, ≤ 2 GB', `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`, seconds <= 60 && megabytes <= 2048, `one run, files and all; ${linked.toLocaleString('en-US')} linked`)
  }
}

/** One name at a time among those of the database. */
async function measureLookup(filled: Filled): Promise<void> {
  const asked = (n: number): string => {
    const name = companyName((n * 7919) % sizes.companies)
    return [name, companyDomain((n * 7919) % sizes.companies), name.slice(0, 6) + name.slice(7), `${companyName(sizes.companies + n)} ${n}`, name.split(' ').slice(0, 2).join(' ')][n % 5]!
  }
  const p99s: number[] = []
  for (let run = 0; run <= runs; run += 1) {
    const times: number[] = []
    for (let n = 0; n < 2000; n += 1) {
      const buyer = readBuyer(asked(run * 2000 + n))
      const started = performance.now()
      await read(filled.ctx, (r) => recognise(r, buyer))
      times.push(performance.now() - started)
    }
    if (run > 0) p99s.push(times.sort((a, b) => a - b)[1980]!) // the first warms up
  }
  row(`one name looked up among ${sizes.companies.toLocaleString('en-US')} companies in the database, p99`, '≤ 15 ms', `${spread(p99s, 1)} ms`, median(p99s) <= 15, 'in this process, one after another')
}

/** A partner's customers against the companies of the database, as the job of account mapping does it. */
async function measureMapping(filled: Filled): Promise<void> {
  for (const count of values.quick ? [10_000] : [10_000, 100_000, ...(asksFor('mapping-million') ? [1_000_000] : [])]) {
    const mapped = await mapList(filled, filled.partners[count % 97]!, sizes.companies, count)
    row(`customer list of ${count.toLocaleString('en-US')} rows against ${sizes.companies.toLocaleString('en-US')} companies`, count <= 100_000 ? '≤ 60 s, ≤ 2 GB' : '≤ 2 GB', `${mapped.seconds.toFixed(1)} s, ${mapped.grownMegabytes.toFixed(0)} MB`, (count > 100_000 || mapped.seconds <= 60) && mapped.grownMegabytes <= 2048, `one run in this process; ${mapped.customers.toLocaleString('en-US')} customers, ${mapped.known.toLocaleString('en-US')} known`)
  }
}

/** The past of a million opportunities under a draft, told here or from a file; and a million entries as CSV. */
async function measureFinance(database: Database): Promise<void> {
  const count = values.quick ? 20_000 : 1_000_000
  const program = await fillProgram(database, 'back-test', Math.min(2000, count / 100))
  await fillOpportunities(program, count)
  for (const [what, rows] of [['our own rows', null], ['a CSV file', count]] as const) {
    const test = await backTestSeconds(program.ctx, rows)
    row(`back-test over ${count.toLocaleString('en-US')} opportunities from ${what}`, '≤ 60 s', `${test.seconds.toFixed(1)} s`, test.seconds <= 60, `${test.partners.toLocaleString('en-US')} partners, ${test.items.toLocaleString('en-US')} items, ${test.grownMegabytes.toFixed(0)} MB more than before`)
  }
  const exported = await exportSeconds((await fillProgram(database, 'journal', 1)).ctx, count)
  row(`journal of ${count.toLocaleString('en-US')} entries as CSV`, 'flat memory', `${exported.seconds.toFixed(1)} s`, exported.lines === count && exported.grownMegabytes < 300, `${exported.lines.toLocaleString('en-US')} lines, ${exported.grownMegabytes.toFixed(0)} MB more than before`)
}

async function measureApp(): Promise<void> {
  data = mkdtempSync(join(tmpdir(), 'alongside-bench-'))
  const server = await startEmbedded({ dataDir: join(data, 'postgres'), log: () => {} })
  let db: Database | undefined
  try {
    await migrate(server.url, { log: () => {} })
    db = openDatabase(server.url, 18)
    if (wants('ledger')) await measureLedger(db)
    if (wants('finance')) await measureFinance(db)
    if (wants('statement')) await measureStatement(db, server.url)
    if (!['introduce', 'page', 'today', 'performance', 'import', 'lookup', 'mapping', 'mapping-million'].some(wants)) return
    const filled = await fill(db, sizes, say)
    const version = (await db.pool.query<{ v: string; f: string }>("select current_setting('server_version') v, current_setting('fsync') f")).rows[0]!
    say(`PostgreSQL ${version.v}, fsync ${version.f}`)
    if (wants('lookup')) await measureLookup(filled)
    if (wants('mapping') || asksFor('mapping-million')) await measureMapping(filled)
    const app = await startApp(server.url)
    try {
      await measure(app.address, filled)
    } finally {
      app.stop()
    }
    if (wants('import')) await measureImport(db, filled)
  } finally {
    await db?.close()
    await server.stop()
    await discardEmbedded(join(data, 'postgres'))
    rmSync(data, { recursive: true, force: true })
  }
}

async function main(): Promise<void> {
  say(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${new Date().toISOString().slice(0, 10)}; ${sizes.companies.toLocaleString('en-US')} companies, ${sizes.partners.toLocaleString('en-US')} partners, ${sizes.referrals.toLocaleString('en-US')} referrals; ${runs} runs of ${seconds} s each: median (least–most)`)

  if (wants('plans')) measurePlans()
  if (wants('match')) await measureMatching()
  if (['introduce', 'page', 'today', 'performance', 'import', 'lookup', 'mapping', 'mapping-million', 'ledger', 'finance', 'statement'].some(wants)) await measureApp()
  if (wants('start')) await measureStart()
  say(`\n| figure | target | measured: median (least–most) | met | note |\n| --- | --- | --- | --- | --- |\n${rows.map((r) => `| ${r.figure} | ${r.target} | ${r.measured} | ${r.met ? 'yes' : 'no'} | ${r.note} |`).join('\n')}`)
}

await main()

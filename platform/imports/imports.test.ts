import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { parseId } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import type { Ctx, Tx } from '../db/context.ts'
import { read } from '../db/transact.ts'
import { part as files, storeFile } from '../files/index.ts'
import { cancelImport } from './cancel-import.ts'
import { amountIn, importById, importFromCli, parseDate, part, previewImport, registerImportKind, resumeImports, runImport, showImport, startImport, type RowOutcome } from './index.ts'
import type { ImportOptions } from './options.ts'
import { problemsCsv } from './problems-csv.ts'
import { runImportTask } from './run-import.ts'

// A made-up kind with a table of its own shows the machine without any business.
type Thing = { id: string; label: string; amount: bigint | null; day: string | null; mood: string }
let onWrite: (tx: Tx, rows: Thing[]) => void | Promise<void> = () => {}
registerImportKind<Thing>({
  fills: [],
  kind: 'things', label: 'Things', permission: 'companies:write', keyField: 'id',
  fields: [
    { name: 'id', label: 'Id', required: true, synonyms: ['id', 'thing id'] },
    { name: 'label', label: 'Label', required: true, synonyms: ['label', 'name'] },
    { name: 'amount', label: 'Amount', type: 'amount', synonyms: ['amount'] },
    { name: 'currency', label: 'Currency', synonyms: ['currency'] },
    { name: 'day', label: 'Day', type: 'date', synonyms: ['day', 'date'] },
    { name: 'mood', label: 'Mood', type: 'choice', synonyms: ['mood'], looksLike: (v) => ['good', 'bad'].includes(v) },
  ],
  choices: {
    field: 'mood', meanings: [{ value: 'good', label: 'Good' }, { value: 'bad', label: 'Bad' }], guess: (v) => (v === 'sunny' ? 'good' : undefined),
    decided: async (r) => new Map((await r.q.selectFrom('stage_map').selectAll().where('workspace_id', '=', r.workspace).execute()).map((row) => [row.crm_stage, row.state === 'won' ? 'good' : 'bad'])),
    decide: async (tx, decisions) => {
      for (const { value, meaning } of decisions)
        await tx.q.insertInto('stage_map').values({ workspace_id: tx.workspace, crm_stage: value, state: meaning === 'good' ? 'won' : 'lost' }).onConflict((c) => c.doNothing()).execute()
    },
  },
  parse: (values, settings) => {
    const currency = values['currency'] ?? settings.currency
    const amount = values['amount'] === undefined ? null : amountIn(values['amount'], currency, settings.decimalSign)
    const day = values['day'] === undefined ? null : parseDate(values['day'], settings.dateOrder)
    const faults = [
      ...(typeof amount === 'string' ? [{ field: 'amount', reason: `“${values['amount']}”: ${amount}.` }] : []),
      ...(day !== null && !/^\d/.test(day) ? [{ field: 'day', reason: `“${values['day']}”: ${day}.` }] : []),
    ]
    if (faults.length > 0) return { faults }
    return { row: { id: values['id']!, label: values['label']!, amount: amount as bigint | null, day, mood: settings.choices['mood']?.[values['mood'] ?? ''] ?? 'none' } }
  },
  say: (row) => ({ Id: row.id, Label: row.label, Amount: row.amount?.toString() ?? '', Day: row.day ?? '' }),
  write: async (tx, rows) => {
    await onWrite(tx, rows)
    const wanted = rows.filter((row) => row.label !== 'unwanted')
    const known = new Map((await sql<{ id: string; label: string }>`select id, label from thing where workspace_id = ${tx.workspace} and id = any(${wanted.map((row) => row.id)}::text[])`.execute(tx.q)).rows.map((row) => [row.id, row.label]))
    await sql`insert into thing (workspace_id, id, label, amount, day)
      select ${tx.workspace}, t.id, t.label, t.amount, t.day from jsonb_to_recordset(${JSON.stringify(wanted.map((row) => ({ ...row, amount: row.amount?.toString() })))}::jsonb) as t(id text, label text, amount bigint, day date)
      on conflict (workspace_id, id) do update set label = excluded.label`.execute(tx.q)
    return rows.map((row): RowOutcome => {
      if (row.label === 'unwanted') return { outcome: 'rejected', field: 'label', reason: 'Nobody wants this.' }
      return { outcome: !known.has(row.id) ? 'created' : known.get(row.id) === row.label ? 'unchanged' : 'updated' }
    })
  },
})

let s: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  s = await testServer([files, part])
  await s.db.pool.query(`create table thing (workspace_id uuid not null, id text not null, label text not null check (label <> 'poison'), amount bigint, day date, primary key (workspace_id, id));
    select house.protect('thing')`)
})
afterAll(() => s.close())

const upload = async (ctx: Ctx, content: string | Buffer, name = 'things.csv') =>
  (await storeFile(ctx, { name, contentType: 'text/csv' }, (async function* () { yield Buffer.from(content) })())).id
const preview = async (content: string | Buffer, options: ImportOptions = {}, mapping?: Record<string, string | null>) =>
  previewImport(maven.ctx, { fileId: await upload(maven.ctx, content), kind: 'things', options, mapping })
const start = async (content: string | Buffer, options: ImportOptions = {}) =>
  (await startImport(maven.ctx, { fileId: await upload(maven.ctx, content), kind: 'things', options })).id
const things = async () => (await read(maven.ctx, (r) => sql<{ id: string; label: string; amount: bigint | null; day: string | null }>`select id, label, amount, day from thing where workspace_id = ${r.workspace} order by id`.execute(r.q))).rows
const report = async (id: Id) => {
  let text = ''
  for await (const piece of problemsCsv(maven.ctx, id)) text += piece
  return text
}
const counts = ({ created, updated, unchanged, rejected, state }: Awaited<ReturnType<typeof runImport>>) => ({ created, updated, unchanged, rejected, state })
const fresh = async () => {
  maven = await s.workspace('Maven')
  onWrite = () => {}
}
const many = (n: number, label = 'thing') => `id,label\n${Array.from({ length: n }, (_, i) => `${i + 1},${label} ${i + 1}`).join('\n')}\n`

describe('the preview', () => {
  beforeAll(fresh)

  test.each<[string, string | Buffer]>([
    ['plain', 'Id,Label\n1,Müller\n'],
    ['with a byte order mark', '\ufeffId,Label\n1,Müller\n'],
    ['semicolons', 'Id;Label\n1;Müller\n'],
    ['tabs', 'Id\tLabel\n1\tMüller\n'],
    ['UTF-16', Buffer.from('\ufeffId\tLabel\r\n1\tMüller\r\n', 'utf16le')],
    ['Windows-1252', Buffer.from('Id,Label\r\n1,Müller\r\n', 'latin1')],
    ['Excel’s line', 'sep=|\nId|Label\n1|Müller\n'],
    ['a title above', 'All things of 2024\n\nId,Label\n1,Müller\n2,x\n'],
    ['null bytes and control characters', 'Id,Label\n1,M\0ü\x07ller\n'],
    ['other columns and order', 'x,Name,,Thing-ID\nq,Müller,,1\n'],
  ])('%s is understood', async (_what, content) => {
    const seen = await preview(content)
    expect(seen.rows[0]).toMatchObject({ understood: { Id: '1', Label: 'Müller' }, problem: null })
    expect(seen.questions).toEqual([])
  })

  test('says what is wrong, how often, and where first', async () => {
    const seen = await preview('Id,Label,Amount,Currency,Day\n1,a,10.50,EUR,2024-01-31\n2,b,-5,EUR,\n3,c,-6,EUR,\n4,,1,EUR,\n1,again,1,EUR,\n5,d,1,EUR,2024-02-30\n6,e,1,EUR,2024-01-01,surplus\n7,"f,1\n8,g\n9,h,0.5,JPY,\n10,i,1.2345,KWD,\n11,j,1.234,KWD,\n')
    expect(seen.scanned).toMatchObject({ rows: 12, isWhole: true, good: 3, bad: 9 })
    expect(seen.problems.map((p) => [p.firstRow, p.column, p.count])).toEqual([[3, 'Amount', 2], [11, 'Amount', 2], [5, 'Label', 1], [6, null, 1], [7, 'Day', 1], [8, null, 1], [9, null, 1]])
    expect(seen.problems[3]!.reason).toBe('The same id stands in row 2 already; that row counts.')
    expect(seen.rows[0]!.understood).toEqual({ Id: '1', Label: 'a', Amount: '1050', Day: '2024-01-31' })
  })

  test('asks what only a person can decide, and takes the answer', async () => {
    const content = 'Id,Label,Day,Mood\n1,a,3/4/2024,sunny\n2,b,5/6/2024,grim\n3,c,1/1/2024,grim\n'
    const seen = await preview(content)
    expect(seen.questions.map((q) => q.option)).toEqual(['options.dateOrder', 'options.choices.mood'])
    expect(seen.choices!.values).toEqual([{ value: 'grim', count: 2, meaning: null, source: null }, { value: 'sunny', count: 1, meaning: 'good', source: 'guessed' }])
    expect(seen.rows[0]!.problem!.reason).toContain('ambiguous')
    await expect(start(content)).rejects.toMatchObject({ code: 'imports.undecided', fields: [{ field: 'options.dateOrder' }, { field: 'options.choices.mood' }] })
    await start(content, { dateOrder: 'mdy', choices: { mood: { grim: 'bad' } } })
    const again = await preview(content, { dateOrder: 'dmy' })
    expect(again.questions).toEqual([])
    expect(again.choices!.values.map((v) => v.source)).toEqual(['decided', 'decided'])
    expect(again.rows[0]!.understood!['Day']).toBe('2024-04-03')
  })

  test('a file without column names, and a mapping of one’s own', async () => {
    const content = '17;Acme, Inc.\n18;Beta\n'
    const blind = await preview(content)
    expect(blind.layout).toMatchObject({ header: false, delimiter: ';', columns: ['Column 1', 'Column 2'] })
    expect(blind.questions.map((q) => q.option)).toEqual(['mapping.id', 'mapping.label'])
    const told = await preview(content, {}, { id: 'Column 1', label: 'Column 2' })
    expect(told.rows.map((r) => r.understood!['Label'])).toEqual(['Acme, Inc.', 'Beta'])
    await expect(preview(content, {}, { id: 'Nope' })).rejects.toMatchObject({ code: 'imports.no_such_column' })
    await expect(preview(content, {}, { nope: 'Column 1' })).rejects.toMatchObject({ code: 'imports.no_such_field' })
    expect((await preview('Id,Label\n1,a\n', { header: false })).rows[0]!.rowNo).toBe(1)
  })

  test.each<[string, string | Buffer, string]>([
    ['nothing', '', 'imports.empty'],
    ['blank lines', '\n\n \n', 'imports.empty'],
    ['a workbook', Buffer.from('PK\x03\x04xl/workbook'), 'imports.not_csv'],
  ])('%s is refused', async (_what, content, code) => {
    await expect(preview(content)).rejects.toMatchObject({ code })
  })

  test('only column names is a file of no rows, and imports nothing', async () => {
    expect(await preview('Id,Label\n')).toMatchObject({ rows: [], scanned: { rows: 0, isWhole: true }, questions: [] })
    expect(counts(await runImport(maven.ctx, await start('Id,Label')))).toEqual({ created: 0, updated: 0, unchanged: 0, rejected: 0, state: 'done' })
  })
})

describe('a run', () => {
  beforeAll(fresh)

  test('creates, then changes nothing, then updates what changed', async () => {
    const content = many(2500)
    expect(counts(await runImport(maven.ctx, await start(content)))).toEqual({ created: 2500, updated: 0, unchanged: 0, rejected: 0, state: 'done' })
    expect(counts(await runImport(maven.ctx, await start(content)))).toEqual({ created: 0, updated: 0, unchanged: 2500, rejected: 0, state: 'done' })
    expect(counts(await runImport(maven.ctx, await start(content.replace('7,thing 7\n', '7,renamed\n'))))).toEqual({ created: 0, updated: 1, unchanged: 2499, rejected: 0, state: 'done' })
    expect((await maven.eventTypes()).filter((t) => t.startsWith('import.'))).toEqual(['import.started', 'import.finished', 'import.started', 'import.finished', 'import.started', 'import.finished'])
  })

  test('reports the rows it refused as they stood, with the reason; mended, they import', async () => {
    const id = await start('Id;Label;Amount\r\nr1;ok;1,50\r\nr2;=HYPERLINK("x");-5\r\nr3;"semi;colon ""q""";x\r\nr4;unwanted;\r\nr5;poison;\r\nr6;"open;1\r\nr7;fine;\r\n')
    expect(counts(await runImport(maven.ctx, id))).toEqual({ created: 2, updated: 0, unchanged: 0, rejected: 5, state: 'done' })
    const text = await report(id)
    expect(text.split('\r\n')).toEqual([
      '\ufeffId;Label;Amount;Row;Why it was not imported',
      `r2;"'=HYPERLINK(""x"")";-5;3;“-5”: negative.`,
      'r3;"semi;colon ""q""";x;4;“x”: not_a_number.',
      'r4;unwanted;;5;Nobody wants this.',
      'r5;poison;;6;The database refused a value of this row.',
      'r6;"""open";1;7;A quotation mark in this row is opened but not closed properly.',
      '',
    ])
    const mended = await startImport(maven.ctx, { fileId: await upload(maven.ctx, text.replaceAll('-5', '5').replace(';x;', ';2;').replace('poison', 'cure')), kind: 'things', options: {} })
    expect(counts(await runImport(maven.ctx, mended.id))).toEqual({ created: 4, updated: 0, unchanged: 0, rejected: 1, state: 'done' })
    expect((await things()).find((t) => t.id === 'r2')).toMatchObject({ label: '=HYPERLINK("x")', amount: 500n })
  })

  test('is stopped between two batches, and what was imported stays', async () => {
    const id = await start(many(5000, 'stopped').replaceAll('\n', '\ns'))
    let batches = 0
    onWrite = async () => {
      if (++batches === 2) void cancelImport(maven.ctx, id) // waits for the batch under way
    }
    const after = await runImport(maven.ctx, id, { batchRows: 500 })
    onWrite = () => {}
    expect(after.state).toBe('cancelled')
    expect(after.rowsDone).toBeGreaterThanOrEqual(1000)
    expect(after.rowsDone).toBeLessThan(5000)
    expect((await things()).filter((t) => t.label.startsWith('stopped')).length).toBe(after.created)
    expect(showImport(after).can.cancel).toEqual({ allowed: false, why: 'It has ended.' })
    await expect(cancelImport(maven.ctx, id)).rejects.toMatchObject({ code: 'imports.ended' })
    expect(await runImport(maven.ctx, id)).toMatchObject({ state: 'cancelled', rowsDone: after.rowsDone })
  })

  test('one that waits is cancelled at once', async () => {
    const id = await start(many(3, 'never').replaceAll('\n', '\nw'))
    await cancelImport(maven.ctx, id)
    expect(await runImport(maven.ctx, id)).toMatchObject({ state: 'cancelled', rowsDone: 0 })
  })

  test('killed in the middle of a batch it goes on behind the last whole one, and nothing is twice or half', async () => {
    const content = `${many(3000, 'killed').replaceAll('\n', '\nk')}99,twice\n`
    const id = await start(content)
    let batches = 0
    onWrite = async (tx, rows) => {
      if (++batches !== 3) return
      await sql`insert into thing (workspace_id, id, label) values (${tx.workspace}, 'half', ${rows[0]!.label})`.execute(tx.q)
      throw new Error('killed')
    }
    await expect(runImport(maven.ctx, id, { batchRows: 700 })).rejects.toThrow('killed')
    const between = await read(maven.ctx, (r) => importById(r, id))
    expect(between).toMatchObject({ state: 'running', rowsDone: 1400, created: 1400 })
    expect((await things()).filter((t) => t.label.startsWith('killed')).length).toBe(1400)
    onWrite = () => {}
    const after = await runImport(maven.ctx, id)
    expect(counts(after)).toEqual({ created: 3000, updated: 0, unchanged: 0, rejected: 1, state: 'done' })
    expect(await report(id)).toContain('The same id stands in row 100 already')
    expect((await things()).filter((t) => t.id === 'half')).toEqual([])
  })

  test('two that run it at once do the work of one', async () => {
    const id = await start(many(4000, 'raced').replaceAll('\n', '\nq'))
    await Promise.all([runImport(maven.ctx, id, { batchRows: 250 }), runImport(maven.ctx, id, { batchRows: 250 }), runImport(maven.ctx, id, { batchRows: 250 })])
    const after = await read(maven.ctx, (r) => importById(r, id))
    expect(after.created + after.unchanged).toBe(4000)
    expect(after.created).toBe(4000)
  })

  test('the task hands over when the process stops, and fails for good after the last attempt', async () => {
    const id = await start(many(3000, 'handed').replaceAll('\n', '\nh'))
    const stop = new AbortController()
    onWrite = () => stop.abort()
    await runImportTask(maven.ctx, { import: id }, { attempt: 1, lastAttempt: false, signal: stop.signal })
    expect(await read(maven.ctx, (r) => importById(r, id))).toMatchObject({ state: 'running', rowsDone: 1000 })
    onWrite = () => {
      throw new Error('no disk')
    }
    await expect(runImportTask(maven.ctx, { import: id }, { attempt: 12, lastAttempt: true, signal: undefined })).rejects.toThrow('no disk')
    expect(await read(maven.ctx, (r) => importById(r, id))).toMatchObject({ state: 'failed', rowsDone: 1000 })
    onWrite = () => {}
  })

  test('after a kill, the next start gives it a job again', async () => {
    const id = await start(many(2, 'left').replaceAll('\n', '\nl'))
    const jobs = async () => (await s.db.pool.query<{ n: number }>(`select count(*)::int as n from graphile_worker._private_jobs where key = $1`, [`imports.run:${id}`])).rows[0]!.n
    await s.db.pool.query(`delete from graphile_worker._private_jobs where key = $1`, [`imports.run:${id}`])
    expect(await resumeImports(s.db, Temporal.Now.instant())).toBe(0)
    expect(await resumeImports(s.db, Temporal.Now.instant().add({ minutes: 5 }))).toBeGreaterThan(0)
    expect(await jobs()).toBe(1)
  })
})

describe('the command line', () => {
  beforeAll(fresh)

  test('imports a file of this machine by the same verbs, with progress', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alongside-import-'))
    const path = join(folder, 'things.csv')
    writeFileSync(path, many(2500))
    const percents: number[] = []
    const now = Temporal.Instant.from('2026-03-02T10:00:00Z')
    const row = await importFromCli(s.db, maven.id, path, { kind: 'things', now }, ({ percent }) => percents.push(percent))
    expect(row).toMatchObject({ state: 'done', created: 2500, fileName: 'things.csv' })
    expect(percents.length).toBe(3)
    expect(percents).toEqual([...percents].sort((a, b) => a - b))
    expect(percents.at(-1)).toBe(100)
    expect(row.finishedAt!.toString()).toBe(now.toString())
    await expect(importFromCli(s.db, maven.id, path, { kind: 'things', mapping: { id: 'Nope' } })).rejects.toMatchObject({ code: 'imports.no_such_column' })
    await expect(importFromCli(s.db, maven.id, join(folder, 'missing.csv'), { kind: 'things' })).rejects.toThrow('ENOENT')
    rmSync(folder, { recursive: true })
  })
})

describe('the routes', () => {
  beforeAll(fresh)

  test('from upload to report, with every refusal on the way', async () => {
    const up = await maven.call('POST', '/files', { query: { name: 'Things (1).csv' }, body: 'Id,Label,Mood\n1,a,sunny\n2,,sunny\n', headers: { 'content-type': 'text/csv' } })
    const body = { fileId: up.json.id, kind: 'things' }
    const rival = await s.workspace('Rival')
    for (const [method, path] of [['POST', '/imports/preview'], ['POST', '/imports']] as const) {
      expect((await s.call(method, path, { body })).status).toBe(401)
      expect((await maven.call(method, path, { key: maven.keys.viewer, body })).status).toBe(403)
      expect((await rival.call(method, path, { body })).status).toBe(404)
      expect((await maven.call(method, path, { body: { kind: 'things' } })).json).toMatchObject({ status: 422, fields: [{ field: 'fileId' }] })
      expect((await maven.call(method, path, { body: { ...body, kind: 'nonsense' } })).json).toMatchObject({ status: 422, code: 'imports.no_such_kind' })
      expect((await maven.call(method, path, { body: { ...body, mapping: { id: 'Nope' } } })).json).toMatchObject({ status: 422, fields: [{ field: 'mapping.id' }] })
    }
    const seen = await maven.call('POST', '/imports/preview', { body })
    expect(seen.json).toMatchObject({ mapping: { id: 'Id', label: 'Label', mood: 'Mood' }, scanned: { rows: 2, good: 1, bad: 1 }, settings: { currency: 'EUR' } })
    const headers = { 'idempotency-key': 'import-once-please' }
    const begun = await maven.call('POST', '/imports', { body, headers })
    expect(begun.status).toBe(201)
    expect((await maven.call('POST', '/imports', { body, headers })).json).toEqual(begun.json)
    const path = `/imports/${begun.json.id}`
    expect((await maven.call('GET', path)).json).toMatchObject({ state: 'waiting', percent: 0, can: { cancel: { allowed: true } } })
    await runImport(maven.ctx, parseId('import', begun.json.id)!)
    expect((await maven.call('GET', path)).json).toMatchObject({ state: 'done', percent: 100, rows: 2, created: 1, rejected: 1, secondsLeft: 0 })
    expect((await maven.call('GET', '/imports', { query: { limit: '1' } })).json).toMatchObject({ items: [{ id: begun.json.id }], next: null })
    const problems = await maven.call('GET', `${path}/problems.csv`)
    expect(problems.text).toBe('\ufeffId,Label,Mood,Row,Why it was not imported\r\n2,,sunny,3,Label is missing.\r\n')
    expect(problems.headers['content-disposition']).toContain('not-imported-Things')
    expect((await maven.call('PUT', `${path}/cancellation`)).json).toMatchObject({ status: 409, code: 'imports.ended' })
    for (const [method, address] of [['GET', path], ['GET', `${path}/problems.csv`], ['PUT', `${path}/cancellation`]] as const) {
      expect((await s.call(method, address)).status).toBe(401)
      expect((await maven.call(method, address, { key: maven.keys.finance })).status).toBe(403)
      expect((await rival.call(method, address)).status).toBe(404)
      expect((await maven.call(method, address.replace('imp_', 'ref_'))).status).toBe(422)
    }
    const second = await maven.call('POST', '/imports', { body })
    expect((await maven.call('PUT', `/imports/${second.json.id}/cancellation`)).json).toMatchObject({ state: 'cancelled' })
  })
})

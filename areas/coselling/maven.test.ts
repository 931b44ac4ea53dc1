// The pipeline of a hardware seller from its CRM: 8,800 opportunities of 85 accounts, 1,425 of them without an account, the product
// "GTXPro" that no price list has.
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedData } from '../../test/setup/shared-data.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { read } from '../../platform/db/transact.ts'
import { part as files, storeFile } from '../../platform/files/index.ts'
import { part as imports, previewImport, runImport, startImport } from '../../platform/imports/index.ts'
import { part as companies } from '../companies/index.ts'
import { part } from './index.ts'

const pipeline = sharedData('maven-crm/sales_pipeline.csv')

let s: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  s = await testServer([files, imports, companies, part])
  maven = await s.workspace('Maven', { currency: 'USD' })
})
afterAll(() => s.close())

const bring = async (content: string, kind: string) => {
  const file = await storeFile(maven.ctx, { name: `${kind}.csv`, contentType: 'text/csv' }, (async function* () { yield Buffer.from(content) })())
  const { id } = await startImport(maven.ctx, { fileId: file.id, kind, options: {} })
  const { created, updated, unchanged, rejected, state } = await runImport(maven.ctx, id)
  return { created, updated, unchanged, rejected, state }
}
const states = async () => Object.fromEntries((await read(maven.ctx, (r) =>
  r.q.selectFrom('opportunity').select(['state', (e) => e.fn.countAll<bigint>().as('n')]).where('workspace_id', '=', r.workspace).groupBy('state').execute())).map((row) => [row.state, Number(row.n)]))
const events = async () => Object.fromEntries((await read(maven.ctx, (r) =>
  r.q.selectFrom('event').select(['type', (e) => e.fn.countAll<bigint>().as('n')]).where('workspace_id', '=', r.workspace).where('type', 'like', 'opportunity.%').groupBy('type').execute())).map((row) => [row.type, Number(row.n)]))

describe.runIf(pipeline)('the pipeline of Maven', () => {
  const content = pipeline ? readFileSync(pipeline, 'utf8') : ''

  test('the preview understands it without a question', async () => {
    const file = await storeFile(maven.ctx, { name: 'sales_pipeline.csv', contentType: 'text/csv' }, (async function* () { yield Buffer.from(content) })())
    const seen = await previewImport(maven.ctx, { fileId: file.id, kind: 'opportunities', options: {} })
    expect(seen.questions).toEqual([])
    expect(seen.scanned).toMatchObject({ rows: 8800, isWhole: true, good: 8800, bad: 0 })
    expect(seen.choices!.values).toEqual([
      { value: 'Won', count: 4238, meaning: 'won', source: 'guessed' }, { value: 'Lost', count: 2473, meaning: 'lost', source: 'guessed' },
      { value: 'Engaging', count: 1589, meaning: 'open', source: 'guessed' }, { value: 'Prospecting', count: 500, meaning: 'open', source: 'guessed' },
    ])
    expect(seen.rows[0]!.understood).toEqual({
      'Id in the CRM': '1C1I7A6R', Name: '', Company: 'Cancity', Stage: 'Won → won', Amount: '1054.00 USD', 'Opened on': '2016-10-20', 'Closed on': '2017-03-01', Product: 'GTX Plus Basic', 'Sales rep': 'Moses Frase',
    })
  })

  test('it comes in once, also when it comes twice', async () => {
    expect(await bring(content, 'opportunities')).toEqual({ created: 8800, updated: 0, unchanged: 0, rejected: 0, state: 'done' })
    expect(await states()).toEqual({ won: 4238, lost: 2473, open: 2089 })
    const { companies: known, without, gtx, revenue } = await read(maven.ctx, async (r) => (await sql<{ companies: bigint; without: bigint; gtx: bigint; revenue: bigint }>`
      select count(distinct company_id) as companies, count(*) filter (where company_id is null and state = 'open') as without, count(*) filter (where product = 'GTXPro') as gtx,
        sum(amount_minor) filter (where state = 'won')::bigint as revenue from opportunity where workspace_id = ${r.workspace}`.execute(r.q)).rows[0]!)
    expect({ known, without, gtx, revenue }).toEqual({ known: 85n, without: 1425n, gtx: 1480n, revenue: 1_000_553_400n })
    expect(await events()).toEqual({ 'opportunity.created': 8800 })

    expect(await bring(content, 'opportunities')).toEqual({ created: 0, updated: 0, unchanged: 8800, rejected: 0, state: 'done' })
    expect(await events()).toEqual({ 'opportunity.created': 8800 })
    expect((await maven.call('GET', '/stages')).json.items.map((item: { stage: string; state: string; opportunities: number }) => [item.stage, item.state, item.opportunities]))
      .toEqual([['Won', 'won', 4238], ['Lost', 'lost', 2473], ['Engaging', 'open', 1589], ['Prospecting', 'open', 500]])
  })

  test('what changed in the CRM changes here, and nothing else', async () => {
    const lines = content.split('\n')
    const at = (start: string) => lines.findIndex((line) => line.startsWith(start))
    const change = (start: string, from: string, to: string) => {
      lines[at(start)] = lines[at(start)]!.replace(from, to)
    }
    const engaging = lines.find((line) => line.includes(',Engaging,'))!
    const lost = lines.find((line) => line.includes(',Lost,'))!
    change(engaging, ',Engaging,', ',Won,')
    lines[at(engaging.slice(0, 9))] = lines[at(engaging.slice(0, 9))]!.trimEnd().replace(/,,$/, ',2017-12-30,700')
    change(lost, ',Lost,', ',Engaging,')
    change('1C1I7A6R', ',1054', ',1055')
    expect(await bring(lines.join('\n'), 'opportunities')).toEqual({ created: 0, updated: 3, unchanged: 8797, rejected: 0, state: 'done' })
    expect(await states()).toEqual({ won: 4239, lost: 2472, open: 2089 })
    expect(await events()).toEqual({ 'opportunity.created': 8800, 'opportunity.won': 1, 'opportunity.reopened': 1, 'opportunity.changed': 1 })
    const [changed] = await read(maven.ctx, (r) => r.q.selectFrom('event').select(['payload', 'actor_kind', 'actor_id']).where('workspace_id', '=', r.workspace).where('type', '=', 'opportunity.changed').execute())
    expect(changed).toMatchObject({ actor_kind: 'member', actor_id: maven.admin.memberId, payload: { amountMinor: '105500', before: { amountMinor: '105400' }, changed: ['amountMinor'] } })
  })
})

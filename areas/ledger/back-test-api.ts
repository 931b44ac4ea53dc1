import { Readable } from 'node:stream'
import { z } from 'zod'
import { refuse } from '../../kernel/refusal.ts'
import { read } from '../../platform/db/transact.ts'
import { storeFile } from '../../platform/files/index.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, idOut, lineIn, pageOf, shown } from '../../platform/http/shapes.ts'
import { backTestCsv, backTestRejectedCsv } from './back-test-csv.ts'
import { backTestIn, backTestOut, backTestQuery, outcomeQuery, outcomesOut } from './back-test-contract.ts'
import { backTestOutcomes } from './back-test-queries.ts'
import { showBackTests, showOutcome } from './back-test-show.ts'
import { backTestById, backTestList } from './back-test-store.ts'
import { cancelBackTest } from './cancel-back-test.ts'
import { startBackTest } from './start-back-test.ts'

const tag = 'Plans'
const access = 'ledger:read'
const params = z.object({ id: idIn('backTest') })
const csv = 'text/csv; charset=utf-8'

export const backTestRoutes = [
  route({
    method: 'POST', path: '/back-tests', tag, summary: 'Run a draft over the past as a job: what it would have cost beside what was booked', access: 'plans:write', status: 201, body: backTestIn, response: created('backTest'),
    handler: async (ctx, { body: { plan, file, ...asked } }) => ({ id: shown('backTest', (await startBackTest(ctx, { ...asked, planId: plan, fileId: file })).id) }),
  }),
  route({
    method: 'POST', path: '/back-tests/files', tag, access: 'plans:write', status: 201, summary: 'Upload a past as the raw request body: CSV of opportunities, or JSON lines of facts, up to 1 GB',
    consumes: ['application/octet-stream', 'text/csv'], query: z.object({ name: lineIn(200, 'Say how the file is called.') }),
    body: z.unknown().meta({ type: 'string', format: 'binary', description: 'The bytes of the file.' }),
    response: z.object({ id: idOut('file'), size: z.number().int().meta({ description: 'Bytes.' }), sha256: z.string() }),
    handler: async (ctx, { query, http }) => {
      if (!(http.stream instanceof Readable)) throw refuse('invalid', 'files.not_raw', 'Send the file itself as the body, with the content type application/octet-stream or text/csv.')
      const file = await storeFile(ctx, { name: query.name, contentType: http.header('content-type') ?? 'application/octet-stream', permission: 'plans:write' }, http.stream)
      return { ...file, id: shown('file', file.id) }
    },
  }),
  route({
    method: 'GET', path: '/back-tests', tag, summary: 'Back-tests, newest first', access, query: backTestQuery, response: pageOf(backTestOut),
    handler: (ctx, { query: { plan, ...page } }) =>
      read(ctx, async (r) => {
        const { rows, next } = await backTestList(r, { ...page, planId: plan })
        return { items: await showBackTests(r, rows), next, total: null }
      }),
  }),
  route({
    method: 'GET', path: '/back-tests/{id}', tag, summary: 'How far a back-test is, and what it comes to', access, params, response: backTestOut,
    handler: (ctx, { params: { id } }) =>
      read(ctx, async (r) => {
        const [shownTest] = await showBackTests(r, [await backTestById(r, id)])
        if (!shownTest) throw new Error('a test that was found is shown')
        return shownTest
      }),
  }),
  route({
    method: 'GET', path: '/back-tests/{id}/outcomes', tag, summary: 'Partner by partner, those for whom most changes first', access, params, query: outcomeQuery, response: outcomesOut,
    handler: (ctx, { params: { id }, query: { limit, after } }) =>
      read(ctx, async (r) => {
        const test = await backTestById(r, id)
        const offset = Number(/^at_(\d{1,9})$/.exec(after ?? '')?.[1] ?? 0)
        const found = await backTestOutcomes(r, test, { limit: limit + 1, offset })
        return { items: found.slice(0, limit).map((one) => showOutcome(one, test.plan.currency)), next: found.length > limit ? `at_${offset + limit}` : null, total: null }
      }),
  }),
  route({
    method: 'GET', path: '/back-tests/{id}/outcomes.csv', tag, summary: 'The same as CSV', access, params, produces: 'text/csv',
    handler: async (ctx, { params: { id } }) => {
      await read(ctx, (r) => backTestById(r, id))
      return { fileName: 'back-test.csv', contentType: csv, content: backTestCsv(ctx, id) }
    },
  }),
  route({
    method: 'GET', path: '/back-tests/{id}/rejected.csv', tag, summary: 'The rows of its file that could not be used, with the reason', access, params, produces: 'text/csv',
    handler: async (ctx, { params: { id } }) => {
      await read(ctx, (r) => backTestById(r, id))
      return { fileName: 'back-test-rejected.csv', contentType: csv, content: backTestRejectedCsv(ctx, id) }
    },
  }),
  route({
    method: 'PUT', path: '/back-tests/{id}/cancellation', tag, summary: 'Stop a back-test after the partners it is at; what is worked out so far is kept', access: 'plans:write', params, status: 204,
    handler: (ctx, { params: { id } }) => cancelBackTest(ctx, id),
  }),
]

import { Readable } from 'node:stream'
import { z } from 'zod'
import { parseId } from '../../kernel/ids.ts'
import { allow } from '../db/context.ts'
import { read } from '../db/transact.ts'
import { route } from '../http/route.ts'
import { created, idIn, pageIn, pageOf, shown } from '../http/shapes.ts'
import { cancelImport } from './cancel-import.ts'
import { askedIn, importOut, previewOut } from './contract.ts'
import { previewImport } from './preview-import.ts'
import { problemsCsv } from './problems-csv.ts'
import { showImport } from './progress.ts'
import { startImport } from './start-import.ts'
import { importById, importList } from './store.ts'

const tag = 'Imports'
const access = 'imports:write'
const params = z.object({ id: idIn('import') })

export const importRoutes = [
  route({
    method: 'POST', path: '/imports/preview', tag, access, summary: 'Show how an uploaded file would be imported; changes nothing',
    body: askedIn, response: previewOut,
    handler: async (ctx, { body }) => {
      const preview = await previewImport(ctx, body)
      return { ...preview, file: { ...preview.file, id: shown('file', preview.file.id) } }
    },
  }),
  route({
    method: 'POST', path: '/imports', tag, access, status: 201, summary: 'Start an import',
    body: askedIn, response: created('import'),
    handler: async (ctx, { body }) => ({ id: shown('import', (await startImport(ctx, body)).id) }),
  }),
  route({
    method: 'GET', path: '/imports', tag, access, summary: 'Imports, newest first',
    query: pageIn, response: pageOf(importOut),
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const rows = await importList(r, { limit: query.limit + 1, after: query.after === undefined ? undefined : parseId('import', query.after) })
        const items = rows.slice(0, query.limit).map(showImport)
        return { items, next: rows.length > query.limit ? items.at(-1)!.id : null, total: null }
      }),
  }),
  route({
    method: 'GET', path: '/imports/{id}', tag, access, summary: 'How far an import is',
    params, response: importOut,
    handler: (ctx, { params: { id } }) => read(ctx, async (r) => showImport(await importById(r, id))),
  }),
  route({
    method: 'PUT', path: '/imports/{id}/cancellation', tag, access, summary: 'Stop an import after the rows it is at; what was imported stays',
    params, response: importOut,
    handler: async (ctx, { params: { id } }) => {
      await cancelImport(ctx, id)
      return read(ctx, async (r) => showImport(await importById(r, id)))
    },
  }),
  route({
    method: 'GET', path: '/imports/{id}/problems.csv', tag, access, summary: 'The rows that were not imported, with the reason',
    params, produces: 'text/csv',
    handler: async (ctx, { params: { id } }) => {
      allow(ctx, access)
      const row = await read(ctx, (r) => importById(r, id))
      return { fileName: `not-imported-${row.fileName.replace(/\.[^.]*$/, '')}.csv`, contentType: 'text/csv; charset=utf-8', content: Readable.from(problemsCsv(ctx, id)) }
    },
  }),
]

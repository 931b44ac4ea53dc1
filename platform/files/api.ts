import { Readable } from 'node:stream'
import { z } from 'zod'
import { refuse } from '../../kernel/refusal.ts'
import { route } from '../http/route.ts'
import { idOut, lineIn, shown } from '../http/shapes.ts'
import { storeFile } from './store-file.ts'

export const fileRoutes = [
  route({
    method: 'POST', path: '/files', tag: 'Imports', access: 'imports:write', status: 201,
    summary: 'Upload a file of up to 1 GB as the raw request body',
    consumes: ['application/octet-stream', 'text/csv'],
    query: z.object({ name: lineIn(200, 'Say how the file is called.') }),
    body: z.unknown().meta({ type: 'string', format: 'binary', description: 'The bytes of the file.' }),
    response: z.object({ id: idOut('file'), size: z.number().int().meta({ description: 'Bytes.' }), sha256: z.string() }),
    handler: async (ctx, { query, http }) => {
      if (!(http.stream instanceof Readable)) throw refuse('invalid', 'files.not_raw', 'Send the file itself as the body, with the content type application/octet-stream or text/csv.')
      const file = await storeFile(ctx, { name: query.name, contentType: http.header('content-type') ?? 'application/octet-stream' }, http.stream)
      return { ...file, id: shown('file', file.id) }
    },
  }),
]

import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseId } from '../../kernel/ids.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { systemCtx } from '../jobs/worker.ts'
import { read } from '../db/transact.ts'
import { part, readFile, storeFile } from './index.ts'
import { purgeFile } from './store-file.ts'

let s: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  s = await testServer([part])
  maven = await s.workspace('Maven')
})
afterAll(() => s.close())

async function* pieces(bytes: Buffer, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}
async function stored(id: string): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of readFile(maven.ctx, id)) parts.push(part)
  return Buffer.concat(parts)
}
const rows = () => read(maven.ctx, async (r) => ({
  files: await r.q.selectFrom('file').select(['id', 'complete']).where('workspace_id', '=', r.workspace).execute(),
  chunks: await r.q.selectFrom('file_chunk').select(['file_id', 'number']).where('workspace_id', '=', r.workspace).execute(),
}))

describe('files', () => {
  test.each([0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3_500_000])('%i bytes come back as they went in, however they arrived', async (size) => {
    const bytes = Buffer.alloc(size, 'Alongside ')
    for (const length of [7000, 2_500_000]) {
      const file = await storeFile(maven.ctx, { name: 'pipeline.csv', contentType: 'text/csv' }, pieces(bytes, length))
      expect(file).toMatchObject({ size, sha256: createHash('sha256').update(bytes).digest('hex') })
      expect((await stored(file.id)).equals(bytes)).toBe(true)
      const { chunks } = await rows()
      expect(chunks.filter((c) => c.file_id === file.id).length).toBe(Math.ceil(size / 1024 / 1024))
    }
  })

  test('what is too large, or breaks off, leaves nothing', async () => {
    const before = await rows()
    await expect(storeFile(maven.ctx, { name: 'x', contentType: 'text/csv' }, pieces(Buffer.alloc(3_000_000), 100_000), 2_000_000)).rejects.toMatchObject({ code: 'files.too_large', kind: 'too_large' })
    const broken = async function* () {
      yield Buffer.alloc(2_000_000)
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
    }
    await expect(storeFile(maven.ctx, { name: 'x', contentType: 'text/csv' }, broken())).rejects.toMatchObject({ code: 'files.broken_off' })
    expect(await rows()).toEqual(before)
  })

  test('an upload that a kill left behind does not exist, and is purged', async () => {
    const stuck = async function* () {
      yield Buffer.alloc(1_500_000)
      await new Promise(() => {})
    }
    void storeFile(maven.ctx, { name: 'stuck', contentType: 'text/csv' }, stuck())
    // Its first chunk must be in before the purge: it is the last thing this upload ever writes.
    const incomplete = async () => (await rows()).files.find((f) => !f.complete)
    await expect.poll(async () => { const id = (await incomplete())?.id; return (await rows()).chunks.filter((c) => c.file_id === id).length }).toBe(1)
    const left = (await incomplete())!
    await expect(stored(left.id)).rejects.toMatchObject({ kind: 'not_found' })
    await purgeFile(systemCtx(s.db, maven.id), { file: left.id })
    expect((await rows()).files.filter((f) => !f.complete)).toEqual([])
    const whole = (await rows()).files[0]!
    await purgeFile(systemCtx(s.db, maven.id), { file: whole.id })
    expect((await rows()).files).toContainEqual(whole)
  })

  test('the ladder of POST /files', async () => {
    const headers = { 'content-type': 'text/csv; charset=utf-8' }
    expect((await s.call('POST', '/files', { query: { name: 'a.csv' }, body: 'a,b\n', headers })).status).toBe(401)
    expect((await maven.call('POST', '/files', { key: maven.keys.rep, query: { name: 'a.csv' }, body: 'a,b\n', headers })).status).toBe(403)
    expect((await maven.call('POST', '/files', { body: 'a,b\n', headers })).json).toMatchObject({ status: 422, fields: [{ field: 'name' }] })
    expect((await maven.call('POST', '/files', { query: { name: 'a.csv' }, body: { a: 1 } })).status).toBe(422)
    const done = await maven.call('POST', '/files', { query: { name: 'a.csv' }, body: 'a,b\n1,2\n', headers: { ...headers, 'idempotency-key': 'upload-one' } })
    expect(done).toMatchObject({ status: 201, json: { size: 8 } })
    expect((await stored(parseId('file', done.json.id)!)).toString()).toBe('a,b\n1,2\n')
    const rival = await s.workspace('Rival')
    await expect(read(rival.ctx, (r) => r.q.selectFrom('file').select('id').where('workspace_id', '=', r.workspace).execute())).resolves.toEqual([])
  })

  test('a large upload streams through a real connection', async () => {
    await s.server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = s.server.server.address() as { port: number }
    const line = Buffer.from('006xx000001,Acme Corporation,Closed Won,1054\n'.repeat(20_000))
    const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
      const upload = request({ port, host: '127.0.0.1', path: '/api/v1/files?name=big.csv', method: 'POST', headers: { authorization: `Bearer ${maven.key}`, 'content-type': 'application/octet-stream' } }, (response) => {
        let body = ''
        response.on('data', (d: Buffer) => (body += d.toString())).on('end', () => resolve({ status: response.statusCode ?? 0, body }))
      })
      upload.on('error', reject)
      for (let n = 0; n < 20; n++) upload.write(line)
      upload.end()
    })
    expect(answer).toMatchObject({ status: 201 })
    expect(JSON.parse(answer.body)).toMatchObject({ size: line.length * 20 })
  })
})

import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { areas } from '../../app/areas.ts'
import { part as events } from '../../platform/events/index.ts'
import { part as files, storeFile } from '../../platform/files/index.ts'
import { part as imports, runImport, startImport } from '../../platform/imports/index.ts'
import { createPartner } from '../partners/index.ts'

let s: TestServer
let maven: TestWorkspace
beforeAll(async () => {
  s = await testServer([events, files, imports, ...areas])
  maven = await s.workspace()
  for (const [name, email] of [['Studio Norte', 'tomas@norte.example'], ['Brightline Consulting', 'lena@brightline.example']] as const)
    await createPartner(maven.ctx, { name, type: 'referral', state: 'active', timeZone: 'Europe/Berlin', website: null, contacts: [{ name: email, email, phone: null }] })
})
afterAll(() => s?.close())

async function load(text: string) {
  const file = await storeFile(maven.ctx, { name: 'introductions.csv', contentType: 'text/csv' }, Readable.from([Buffer.from(text)]))
  const { id } = await startImport(maven.ctx, { fileId: file.id, kind: 'referrals', options: {} }, { inline: true })
  return runImport(maven.ctx, id)
}

const rows = `id,partner,introducer,company,talk to,why,consent
1,Studio Norte,,Meridian Foods,"Ana Silva, ana@meridian.example",They plan on a whiteboard,yes
2,,lena@brightline.example,castellan.example,Peter,New depot in March,no
3,Nobody Ltd,,Fenwick Clinics,Grace,Why not,yes
4,Studio Norte,,someone@gmail.com,Grace,Why not,yes
5,Studio Norte,,Oakhurst,Grace,,yes
`

test('introductions of many go through the verb of one; what cannot be used is rejected with its reason and nothing else is lost', async () => {
  const done = await load(rows)
  expect([done.state, done.created, done.rejected]).toEqual(['done', 2, 3])
  const list = (await maven.call('GET', '/referrals', { key: maven.key })).json.items
  expect(list.map((f: { company: { name: string }; partner: { name: string }; source: string }) => [f.company.name, f.partner.name, f.source]).sort()).toEqual([['Meridian Foods', 'Studio Norte', 'file'], ['castellan.example', 'Brightline Consulting', 'file']])
})

test('the same file again introduces nobody twice', async () => {
  const again = await load(rows)
  expect([again.created, again.unchanged, again.rejected]).toEqual([0, 2, 3])
  expect((await maven.call('GET', '/referrals', { key: maven.key })).json.items).toHaveLength(2)
})

// Kestrel compares its customers with ours by the command line, over the network; each side learns what the page said and no more.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseId, showId } from '../../kernel/ids.ts'
import { transact } from '../../platform/db/transact.ts'
import { upsertCompanies } from '../../areas/companies/index.ts'
import { runPsi } from '../../areas/mapping/index.ts'
import { formWithFile } from '../../test/setup/form-with-file.ts'
import type { TestServer, TestWorkspace } from '../../test/setup/server.ts'
import { sqlIn } from '../../test/setup/sql-in.ts'
import { good, tokenOf } from '../../test/setup/story.ts'
import { wholeApp } from '../../test/setup/whole-app.ts'
import { mapping } from './mapping.ts'

let s: TestServer
let w: TestWorkspace
let base: string
let partner: { id: string; token: string }
const folder = mkdtempSync(join(tmpdir(), 'alongside-test-mapping-'))
const said: string[] = []

beforeAll(async () => {
  s = await wholeApp()
  w = await s.workspace('Maven')
  await transact(w.ctx, (tx) => upsertCompanies(tx, [
    { name: 'Meridian Foods', website: 'meridian-foods.example', isCustomer: true, industry: 'Food' }, { name: 'Arden Print', website: 'arden-print.example' }, ...Array.from({ length: 60 }, (_, i) => ({ name: `Prospect ${i}`, website: `prospect-${i}.example` })),
  ]))
  base = await s.server.listen({ port: 0, host: '127.0.0.1' })
})
beforeEach(async () => {
  said.length = 0
  const { id } = good(await w.call('POST', '/partners', { session: w.session, body: { name: 'Kestrel Systems', type: 'technology', timeZone: 'Europe/London', contacts: [{ name: 'Imogen Hart', email: 'imogen@kestrel.example' }] } })).json
  partner = { id, token: tokenOf(good(await w.call('POST', `/partners/${id}/links`, { body: {} })).json.url) }
})
afterAll(async () => {
  await s?.close()
  rmSync(folder, { recursive: true, force: true })
})

const listOf = (rows: string[]) => {
  const path = join(folder, 'customers.csv')
  writeFileSync(path, `name,website\n${rows.join('\n')}\n`)
  return path
}
const rows = ['Meridian,https://www.meridian-foods.example/en', 'Arden,arden-print.example', 'Arden again,info@arden-print.example', 'Zenith,zenith.example', 'Mail,someone@gmail.com', 'Nobody,']
const ask = async (wish: 'overlap' | 'size', to = partner) => good(await w.call('POST', `/partners/${to.id}/private-mappings`, { body: { wish, note: null } })).json.id as string
const run = (options: Record<string, string | boolean>) => mapping.run({ words: [], options: { link: `${base}/p/${partner.token}`, file: listOf(rows), column: 'website', yes: true, ...options }, say: (line) => said.push(line), isJson: true })
const stateOf = async (id: string) => (await w.call('GET', `/private-mappings/${id}`)).json
const left = async (id: string) => (await sqlIn(w.ctx, 'select (select count(*) from private_mapping_piece where mapping_id = $1)::int as pieces, (select count(*) from private_mapping_item where mapping_id = $1)::int as items, (select sealed_key from private_mapping where id = $1) as key', [parseId('privateMapping', id)!]))[0]

describe('the whole way', () => {
  test('which ones: the overlap becomes the list in use, and nothing of the rest was sent or kept', async () => {
    const id = await ask('overlap')
    await expect(run({})).rejects.toThrow('being prepared')
    await s.runJobs()
    const page = (await s.page(`/p/${partner.token}/private`)).text
    expect(page).toContain('which websites both of you have')
    expect(page).toContain('62 websites of Maven')
    expect(page).not.toMatch(/meridian|arden|prospect/i)
    expect(await run({})).toMatchObject({ json: { sent: true, websites: 3, left: 2, ours: 62, wish: 'overlap' } })
    expect(said[0]).toBe('3 websites of yours, 2 rows left out. Maven learns which ones both of you have, and that you have 3. You learn that 62 of theirs take part.')
    await s.runJobs()
    expect(await stateOf(id)).toMatchObject({ state: 'done', theirs: 3, found: 2 })
    const list = (await w.call('GET', `/partners/${partner.id}/customer-lists`)).json.inUse
    expect(list).toMatchObject({ source: 'private', sharing: 'overlap', consent: { by: 'Imogen Hart' }, figures: { customers: 3, known: 2 } })
    expect((await w.call('GET', `/customer-lists/${list.id}/customers`)).json.items.map((one: { name: string; relation: string }) => [one.name, one.relation])).toEqual([['Arden Print', 'prospect'], ['Meridian Foods', 'customer']])
    expect(await left(id)).toEqual({ pieces: 0, items: 0, key: null })
    expect((await s.page(`/p/${partner.token}/private`)).text).toContain('Done')
    await expect(run({})).rejects.toThrow('nothing is asked')
  })

  test('only how many: no company is named anywhere', async () => {
    const id = await ask('size')
    await s.runJobs()
    await run({})
    await s.runJobs()
    expect(await stateOf(id)).toMatchObject({ state: 'done', theirs: 3, found: 2 })
    const list = (await w.call('GET', `/partners/${partner.id}/customer-lists`)).json.inUse
    expect(list).toMatchObject({ sharing: 'counts', figures: { customers: 3, known: 2, cells: [] } })
    expect((await w.call('GET', `/customer-lists/${list.id}/customers`)).json.items).toEqual([])
    expect(await sqlIn(w.ctx, 'select 1 as one from customer_list_row where list_id = $1', [parseId('customerList', list.id)!])).toEqual([])
  })

  test('a number of too few of ours would say which: it is not asked for', async () => {
    const small = await s.workspace('Small')
    const { id } = good(await small.call('POST', '/partners', { session: small.session, body: { name: 'Kestrel', type: 'technology', timeZone: 'Europe/London', contacts: [{ name: 'Imogen Hart', email: 'imogen@kestrel.example' }] } })).json
    expect((await small.call('POST', `/partners/${id}/private-mappings`, { body: { wish: 'size' } })).json.code).toBe('mapping.no_websites')
    await transact(small.ctx, (tx) => upsertCompanies(tx, [{ name: 'Meridian Foods', website: 'meridian-foods.example' }]))
    expect((await small.call('POST', `/partners/${id}/private-mappings`, { body: { wish: 'size' } })).json.code).toBe('mapping.size_tells')
  })
})

describe('what goes wrong', () => {
  test('a peer that lies about sizes is told so, nothing is learned, and it can be asked again', async () => {
    const id = await ask('overlap')
    await s.runJobs()
    const { pieces } = (await s.page(`/p/${partner.token}/private/question`)).json
    const given = await runPsi({ step: 'answer', wish: 'size', pieces: pieces.map((piece: string) => Uint8Array.from(Buffer.from(piece, 'base64'))), domains: ['arden-print.example'] }).catch(() => ({ list: new Uint8Array([1, 2, 3]), answers: [new Uint8Array([4, 5])] }))
    const form = await formWithFile({ id, answers: '1' }, { field: 'list', name: 'list', content: Uint8Array.from(given.list), type: 'application/octet-stream' })
    // Without its answers it is not a whole answer.
    expect((await s.server.inject({ method: 'POST', url: `/p/${partner.token}/private/answer`, ...form })).statusCode).toBe(422)
    expect(await stateOf(id)).toMatchObject({ state: 'open' })
    const whole = new FormData()
    whole.append('id', id)
    whole.append('answers', '1')
    whole.append('list', new Blob([Uint8Array.from(given.list)]), 'list')
    whole.append('answer-0', new Blob([new Uint8Array([9, 9, 9])]), 'answer-0')
    expect((await fetch(`${base}/p/${partner.token}/private/answer`, { method: 'POST', body: whole, redirect: 'manual' })).status).toBe(303)
    await s.runJobs()
    expect(await stateOf(id)).toMatchObject({ state: 'failed', problem: expect.stringMatching(/Nothing was learned from it\.$/), found: null })
    expect(await left(id)).toEqual({ pieces: 0, items: 0, key: null })
    expect((await s.page(`/p/${partner.token}/private`)).text).toContain('The answer could not be used.')
    await ask('overlap')
  })

  test('taken back, declined or too late: what was prepared is gone, and a late answer is not taken', async () => {
    const withdrawn = await ask('overlap')
    await s.runJobs()
    expect((await w.call('POST', `/partners/${partner.id}/private-mappings`, { body: { wish: 'overlap' } })).json.code).toBe('mapping.private_open')
    good(await w.call('PUT', `/private-mappings/${withdrawn}/withdrawal`))
    expect(await left(withdrawn)).toEqual({ pieces: 0, items: 0, key: null })
    const declined = await ask('overlap')
    await s.runJobs()
    expect((await s.page(`/p/${partner.token}/private/no`, {})).status).toBe(303)
    expect(await stateOf(declined)).toMatchObject({ state: 'declined', can: { withdraw: { allowed: false } } })
    const late = await ask('overlap')
    await s.runJobs()
    s.clock.now = Temporal.Now.instant().add({ hours: 24 * 22 })
    await s.runJobs()
    expect(await stateOf(late)).toMatchObject({ state: 'expired' })
    await expect(run({})).rejects.toThrow('nothing is asked')
    s.clock.now = undefined
  })

  test('another partner’s link answers nothing of it, and another workspace sees none of it', async () => {
    const id = await ask('overlap')
    await s.runJobs()
    const other = good(await w.call('POST', '/partners', { session: w.session, body: { name: 'Studio Norte', type: 'referral', timeZone: 'Europe/Madrid', contacts: [{ name: 'Tomás Riera', email: 'tomas@norte.example' }] } })).json
    const token = tokenOf(good(await w.call('POST', `/partners/${other.id}/links`, { body: {} })).json.url)
    expect((await s.page(`/p/${token}/private/question`)).status).toBe(404)
    const form = new FormData()
    for (const [field, value] of [['id', id], ['answers', '1']] as const) form.append(field, value)
    for (const field of ['list', 'answer-0']) form.append(field, new Blob([new Uint8Array([1])]), field)
    expect((await fetch(`${base}/p/${token}/private/answer`, { method: 'POST', body: form, redirect: 'manual' })).status).toBe(404)
    const contoso = await s.workspace('Contoso')
    expect((await contoso.call('GET', `/private-mappings/${id}`)).status).toBe(404)
    expect(await stateOf(id)).toMatchObject({ state: 'open' })
    expect(showId('privateMapping', parseId('privateMapping', id)!)).toBe(id)
  })

  test.each([[{ link: 'https://example.com/' }, '--link is the address of your page'], [{ file: '/nowhere.csv' }, 'There is no file'], [{ column: 'site' }, 'no column “site”'], [{ column: 'name' }, 'has no website']])('%j: %s', async (wrong, says) => {
    await ask('overlap')
    await s.runJobs()
    await expect(run(wrong)).rejects.toThrow(says)
  })
})

// The log is searched by the names that people know: of a partner, a company, or whoever did it. Events hold ids alone.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { part as events } from '../../platform/events/index.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { part as companies } from '../companies/index.ts'
import { part as partners } from './index.ts'

let s: TestServer
let ws: TestWorkspace
let other: TestWorkspace
beforeAll(async () => {
  s = await testServer([events, companies, partners])
  ws = await s.workspace('Harbourlight')
  other = await s.workspace('Contoso')
  for (const one of [ws, other]) {
    await one.call('POST', '/partners', { session: one.session, body: { name: 'Wavecrest Data', type: 'technology', timeZone: 'Europe/Berlin', contacts: [{ name: 'Iria Vidal', email: 'iria@wavecrest.example' }] } })
    await one.call('POST', '/companies', { session: one.session, body: { name: 'Meridian Foods GmbH', website: 'meridianfoods.de' } })
  }
})
afterAll(() => s?.close())

const found = async (q: string, one = ws) => ((await one.call('GET', '/events', { session: one.session, query: { q } })).json.items as { id: string; type: string }[])

test.each([['wavecrest', 'partner.created'], ['crest Da', 'partner.created'], ['meridian', 'company.created'], ['Foods GmbH', 'company.created']])('“%s” finds %s', async (q, type) => {
  expect([...new Set((await found(q)).map((event) => event.type))]).toEqual([type])
})

test('whoever did it is found by name, what nobody is called finds nothing, and no other workspace is looked into', async () => {
  const jonas = await ws.member('manager', 'Jonas Feld')
  await ws.call('POST', '/companies', { session: jonas.session, body: { name: 'Castellan Logistics' } })
  expect((await found('jonas')).map((event) => event.type)).toContain('company.created')
  expect(await found('100 %')).toEqual([])
  expect(await found('wave_rest')).toEqual([])
  const own = new Set((await found('wavecrest')).map((event) => event.id))
  expect((await found('wavecrest', other)).some((event) => own.has(event.id))).toBe(false)
})

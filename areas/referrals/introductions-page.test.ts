// A partner who has introduced many finds every one of them again, a page at a time.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { showId, type Id } from '../../kernel/ids.ts'
import { capturingTransport, mailPart } from '../../platform/mail/index.ts'
import { testServer, type TestServer, type TestWorkspace } from '../../test/setup/server.ts'
import { createPartner, part as partners } from '../partners/index.ts'
import { part } from './index.ts'
import { submitReferral } from './submit-referral.ts'

const count = 75
let app: TestServer
let maven: TestWorkspace
let link: string
let other: { id: Id; link: string }

beforeAll(async () => {
  app = await testServer([mailPart(capturingTransport, 'alongside@localhost'), partners, part])
  maven = await app.workspace('Maven Labs')
  const nordlicht = await partner('Nordlicht', 'Ines')
  link = nordlicht.link
  other = await partner('Sund', 'Ana')
  const letters = 'bdfgklmnprstvz'
  for (let n = 0; n < count; n += 1) await submit(nordlicht.id, `${letters[n % 14]}a${letters[(n * 5 + 3) % 14]}${'eiou'[n % 4]}${letters[Math.floor(n / 14)]}u.de`)
})
afterAll(() => app?.close())

async function partner(name: string, contact: string) {
  const { id } = await createPartner(maven.ctx, { name, type: 'referral', state: 'active', ownerId: undefined, timeZone: 'Europe/Berlin', website: null, startedOn: '2026-01-01', contacts: [{ name: contact, email: `${contact.toLowerCase()}@${name.toLowerCase()}.example`, phone: null }] })
  return { id, link: new URL((await maven.call('POST', `/partners/${showId('partner', id)}/links`, { body: {} })).json.url).pathname }
}
const submit = (partnerId: Id, buyer: string) => submitReferral(maven.ctx, { partnerId, buyer, person: 'Kim Kern, kim@buyer.example', reason: 'They outgrew their spreadsheets.', consent: true, source: 'staff' })
const shown = (text: string): string[] => [...text.matchAll(/\/introductions\/(ref_[0-9a-f]{32})"/g)].map((match) => match[1]!)
const older = (text: string): string | undefined => /href="([^"]*\/introductions\?before=ref_[0-9a-f]{32})"/.exec(text)?.[1]

test('the hub has the newest and leads to all; each is on one page, newest first', async () => {
  const hub = await app.page(link)
  expect(shown(hub.text)).toHaveLength(20)
  expect(hub.text).toContain(`href="${link}/introductions">All your introductions`)
  const first = await app.page(`${link}/introductions`)
  expect(first.status).toBe(200)
  const second = await app.page(older(first.text)!)
  const all = [...shown(first.text), ...shown(second.text)]
  expect([shown(first.text).length, all.length, new Set(all).size]).toEqual([50, count, count])
  expect(all).toEqual([...all].sort().reverse())
  expect(all.slice(0, 20)).toEqual(shown(hub.text))
  expect(older(second.text)).toBeUndefined()
  expect(second.text).toContain(`href="${link}/introductions">The newest`)
})

test('who has few is led nowhere, who has none is told so, and a page from elsewhere shows nobody else’s', async () => {
  expect((await app.page(`${other.link}/introductions`)).text).toContain('None yet.')
  await submit(other.id, 'Kastanienhof')
  expect((await app.page(other.link)).text).not.toContain('All your introductions')
  const foreign = shown((await app.page(link)).text)[0]!
  expect(shown((await app.page(`${other.link}/introductions?before=${foreign}`)).text)).toEqual([])
  for (const before of ['', 'nothing', `${foreign}x`, '%00', 'ref_zz']) expect(shown((await app.page(`${other.link}/introductions?before=${before}`)).text), before).toHaveLength(1)
})

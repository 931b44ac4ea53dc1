// Logs say what happened, where and how long it took, under the request's id; never who, and never what opens a door.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../app/app.ts'
import { openDatabase, type Database } from '../../platform/db/pool.ts'
import { createLog } from '../../platform/http/log.ts'
import { startWorker } from '../../platform/jobs/worker.ts'
import { capturingTransport } from '../../platform/mail/index.ts'
import { cloneDatabase, type Clone } from '../setup/database.ts'
import { terms, tokenOf } from '../setup/story.ts'

const lines: string[] = []
let clone: Clone
let db: Database
let app: Awaited<ReturnType<typeof createApp>>
const log = createLog('trace', { write: (line) => void lines.push(line) })
beforeAll(async () => {
  clone = await cloneDatabase()
  db = openDatabase(clone.url, 6)
  app = await createApp({ db, log, publicUrl: 'http://localhost:3000', trustProxy: true, transport: capturingTransport, mailFrom: 'alongside@localhost' })
  await app.server.ready()
})
afterAll(async () => {
  await app?.server.close()
  await db?.close()
  await clone?.drop()
})

const ask = async (method: string, url: string, headers: Record<string, string> = {}, body?: unknown) => {
  const form = typeof body === 'string'
  const response = await app.server.inject({
    method: method as 'GET', url, remoteAddress: '203.0.113.77', headers: { 'user-agent': 'Secretbrowser/7', ...(body === undefined ? {} : { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' }), ...headers },
    ...(body === undefined ? {} : { payload: form ? body : JSON.stringify(body) }),
  })
  return { status: response.statusCode, json: /json/.test(String(response.headers['content-type'])) && response.body ? JSON.parse(response.body) : undefined, cookie: response.cookies[0], location: String(response.headers.location ?? ''), id: String(response.headers['x-request-id']) }
}

test('a day of work, errors included, leaves no name, address, token or word of anybody in the logs', async () => {
  const secrets: string[] = ['Secretadmin', 'secretadmin@vendor.example', 'Secretcontact', 'secretcontact@partner.example', 'Secretbuyer', 'secretbuyer@buyer.example', 'Secretreason', 'Secretcompany', 'secretcompany', 'Secretbrowser', '203.0.113.77', 'Secretsearch']
  const setup = await ask('POST', '/api/v1/setup', {}, { workspaceName: 'Maven', currency: 'EUR', timeZone: 'Europe/Berlin', name: 'Secretadmin', email: 'secretadmin@vendor.example' })
  expect(setup.status).toBe(201)
  const cookie = `${setup.cookie!.name}=${setup.cookie!.value}`
  secrets.push(setup.cookie!.value)
  const key = (await ask('POST', '/api/v1/keys', { cookie }, { name: 'k', role: 'admin' })).json.token as string
  const authorization = `Bearer ${key}`
  secrets.push(key)
  await ask('POST', '/api/v1/plans', { authorization }, { name: 'Plan', terms: terms() })
  const partner = (await ask('POST', '/api/v1/partners', { cookie }, { name: 'Partner', type: 'referral', timeZone: 'Europe/Berlin', contacts: [{ name: 'Secretcontact', email: 'secretcontact@partner.example' }] })).json.id as string
  const token = tokenOf((await ask('POST', `/api/v1/partners/${partner}/links`, { authorization }, { send: true })).json.url)
  secrets.push(token)
  const worker = await startWorker(db, app.tasks, log)
  const form = (reason: string) => new URLSearchParams({ buyer: 'Secretcompany GmbH', person: 'Secretbuyer, secretbuyer@buyer.example', reason, consent: 'yes', key: reason }).toString()
  const sent = await ask('POST', `/p/${token}/introductions`, {}, form('Secretreason'))
  expect(sent.status).toBe(303)
  for (const url of [`/p/${token}`, sent.location, `/p/${token}x`, `/p/${token}/nothing`, `/p/${token.repeat(9)}`, '/api/v1/companies?q=Secretsearch', '/api/v1/nothing?email=secretadmin@vendor.example', '/api/v1/companies/lookup?q=secretbuyer@buyer.example']) await ask('GET', url, { authorization })
  await ask('POST', '/api/v1/sign-in/link', {}, { email: 'secretadmin@vendor.example' })
  await ask('POST', '/api/v1/sign-in/password', {}, { email: 'secretadmin@vendor.example', password: 'Secretpassword' })
  await ask('POST', '/api/v1/members', { authorization }, { email: 'not Secretadmin', name: 'Secretadmin' })
  secrets.push('Secretpassword')

  // What nobody foresaw: the database refuses a row and says all that is in it.
  await db.pool.query(`alter table referral add constraint unforeseen check (reason <> 'Secretreason again') not valid; alter table referral_message add constraint unforeseen check (body <> 'Secretreason again') not valid`)
  const broken = await ask('POST', `/p/${token}/introductions`, {}, form('Secretreason again'))
  expect(broken.status).toBe(500)
  const twice = await db.pool.query(`insert into identity.person (id, email, name) select gen_random_uuid(), email, name from identity.person`).catch((error: unknown) => error)
  expect(twice).toMatchObject({ detail: expect.stringContaining('secretadmin@vendor.example') })
  log.error({ err: twice }, 'unexpected')
  const cast = await db.pool.query(`select 'Secretreason'::integer`).catch((error: unknown) => error)
  log.error({ err: cast }, 'unexpected')
  await new Promise((resolve) => setTimeout(resolve, 500))
  await worker.stop()

  const all = lines.join('\n')
  expect(lines.length).toBeGreaterThan(15)
  expect(secrets.filter((secret) => all.includes(secret)).map((secret) => `${secret} in ${lines.find((line) => line.includes(secret))?.slice(0, 600)}`)).toEqual([])
  expect(all).toContain(broken.id)
  expect(all).toContain('unforeseen')
  expect(lines.filter((line) => line.includes('"route":"/p/:token"')).length).toBeGreaterThan(0)
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow()
})

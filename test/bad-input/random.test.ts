// Thousands of requests at random, one after the other, on one workspace, while its clock goes on: whatever comes of them, nothing breaks.
// SEED and REQUESTS of the environment decide which, and how many.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '../../areas/ledger/index.ts'
import { roles } from '../../kernel/actor.ts'
import { read } from '../../platform/db/transact.ts'
import type { TestServer, TestWorkspace } from '../setup/server.ts'
import { idsOf, tellStory } from '../setup/story.ts'
import { wholeApp } from '../setup/whole-app.ts'
import { name, operations, randomId, type Operation } from '../stranger/operations.ts'
import { anyRequest, chances } from './random-request.ts'
import { expectHandled } from './said.ts'

const requests = Number(process.env['REQUESTS'] ?? 3000)
const seed = Number(process.env['SEED'] ?? 20_261_128)

let app: TestServer
let maven: TestWorkspace
let all: Operation[]
beforeAll(async () => {
  app = await wholeApp()
  let n = 0
  maven = (await tellStory(app, (kind) => `st${kind}${++n}`)).ws
  // What takes the key away by which it asks is left out, and what takes a file instead of JSON.
  all = operations(app.server).filter((one) => !one.isRaw && !/^\/(setup|session|sign-in|passkeys|password)/.test(one.path) && (one.method === 'GET' || !/^\/(keys|members)/.test(one.path)))
})
afterAll(() => app?.close())

const senseless = /\[object |\bNaN\b|\bundefined\b/

test(`${requests} requests at random are done or refused in plain words, and the books agree (SEED=${seed})`, { timeout: 3_600_000 }, async () => {
  const chance = chances(seed)
  const writes = all.filter((one) => one.method !== 'GET')
  let { byPrefix } = await idsOf(app, maven)
  const id = (prefix: string) => chance.pick(byPrefix.get(prefix) ?? [randomId(prefix)])
  const done = new Set<string>()
  app.clock.now = app.now()
  for (let n = 0; n < requests; n += 1) {
    const operation = chance.pick(chance.may(0.25) ? all : writes)
    const { path, query, body } = anyRequest({ operation, chance, id })
    const answer = await maven.call(operation.method, path, { key: maven.keys[chance.may(0.9) ? 'admin' : chance.pick(roles)], query, ...(body === undefined ? {} : { body }) })
    const what = `request ${n}: ${operation.method} ${path} ${JSON.stringify([query, body])?.slice(0, 2000)}`
    expectHandled(answer, what)
    expect(senseless.exec(answer.text)?.[0], what).toBeUndefined()
    if (answer.status < 300) done.add(name(operation))
    if (n % 60 === 59) {
      if (chance.may(0.3)) app.clock.now = app.clock.now.add({ hours: chance.below(24 * 10) })
      await app.runJobs()
    }
    if (n % 150 === 149) byPrefix = (await idsOf(app, maven)).byPrefix
    if (n % 600 === 599) expect((await read({ ...maven.ctx, now: app.now() }, verifyLedger)).problems, what).toEqual([])
  }
  // Most of it has to mean something, or it shows nothing.
  if (requests >= 3000) expect(done.size).toBeGreaterThan(all.length / 2)
})

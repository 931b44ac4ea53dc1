// A list page by page is the list: nothing is left out, nothing comes twice, and whoever is told that there is no more has seen it all.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestServer } from '../setup/server.ts'
import { idsOf, tellStory, type Story } from '../setup/story.ts'
import { wholeApp } from '../setup/whole-app.ts'
import { name, operations, randomId, requestFor, type Operation } from './operations.ts'

let app: TestServer
let maven: Story
let own: Awaited<ReturnType<typeof idsOf>>
let lists: Operation[]
beforeAll(async () => {
  app = await wholeApp()
  let n = 0
  maven = await tellStory(app, (kind) => (kind === 'domain' ? `meadowfoods${++n}` : `zq${kind}${++n}zq`))
  own = await idsOf(app, maven.ws)
  lists = operations(app.server).filter((one) => one.method === 'GET' && one.parameters.some((p) => p.name === 'limit') && !['/today', '/shortlist'].includes(one.path))
})
afterAll(() => app?.close())

const ids = (operation: Operation): string[] => {
  const [, prefix] = /^\^([a-z]+)_/.exec(operation.parameters.find((p) => p.in === 'path')?.schema.pattern ?? '') ?? []
  return prefix ? (own.byPrefix.get(prefix) ?? []) : ['']
}
/** What has to be said, in each way in which it can be said, alone and with each order. */
function asked(operation: Operation): Record<string, string>[] {
  const values = (key: string) => (operation.parameters.find((p) => p.in === 'query' && p.name === key)?.schema.enum ?? []).map((value) => ({ [key]: String(value) }))
  const wanted = operation.parameters.filter((p) => p.in === 'query' && p.required).flatMap((p) => values(p.name))
  return (wanted.length === 0 ? [{}] : wanted).flatMap((must) => [must, ...values('sort').map((sort) => ({ ...must, ...sort }))])
}
const ask = async (operation: Operation, id: string, query: Record<string, string>) => {
  const { path } = requestFor(operation, () => id, { id: (prefix) => own.byPrefix.get(prefix)?.[0] ?? randomId(prefix), variant: 0, full: false })
  const answer = await app.call('GET', path, { key: maven.ws.keys.admin, query })
  expect(answer.status, `${path} ${JSON.stringify(query)}: ${answer.text.slice(0, 300)}`).toBe(200)
  return answer.json as { items: unknown[]; next: string | null; total?: number | null }
}
async function walk(operation: Operation, id: string, query: Record<string, string>, limit: number): Promise<unknown[]> {
  const seen: unknown[] = []
  let after: string | undefined
  do {
    const page = await ask(operation, id, { ...query, limit: String(limit), ...(after ? { after } : {}) })
    expect(page.items.length, name(operation)).toBeLessThanOrEqual(limit)
    seen.push(...page.items)
    after = page.next ?? undefined
    expect(seen.length, `${name(operation)} goes in a circle`).toBeLessThan(5000)
  } while (after)
  return seen
}

test('every list that has a bound can be gone through to its end, in each of its orders', { timeout: 300_000 }, async () => {
  const short: string[] = []
  for (const operation of lists) {
    let most = 0
    for (const id of ids(operation))
      for (const query of asked(operation)) {
        const whole = await ask(operation, id, { ...query, limit: '200' })
        if (whole.next === null) for (const limit of [1, 7]) expect(await walk(operation, id, query, limit), `${name(operation)} ${JSON.stringify(query)} by ${limit}`).toEqual(whole.items)
        if (typeof whole.total === 'number' && whole.next === null) expect(whole.items.length, name(operation)).toBe(whole.total)
        most = Math.max(most, whole.items.length)
      }
    if (most < 2) short.push(`${name(operation)}: ${most}`)
  }
  // Of these the story has one or none; they are cut as the others are.
  expect(short).toEqual(['/imports: 1', '/hypotheses: 1', '/back-tests: 1', '/back-tests/{id}/outcomes: 0', '/statements/{id}/lines: 1', '/disputes: 1', '/introduction-asks: 1'].map((one) => `GET ${one}`))
})

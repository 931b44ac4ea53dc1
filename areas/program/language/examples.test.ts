// The example plans: forty published programs in the plan language, each checked, said, and asked one question for each of its odd terms.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sharedData } from '../../../test/setup/shared-data.ts'
import { checkPlan, readFacts, runPlan, sayPlan } from './index.ts'
import { firstOddTerms } from './test/odd/first.ts'
import { lastOddTerms } from './test/odd/last.ts'
import { secondOddTerms } from './test/odd/second.ts'
import { thirdOddTerms } from './test/odd/third.ts'

const folder = join(import.meta.dirname, '../../../examples/programs')
const ids = readdirSync(folder).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length)).sort()
const read = (id: string): Record<string, unknown> => JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as Record<string, unknown>
const oddTerms = [...firstOddTerms, ...secondOddTerms, ...thirdOddTerms, ...lastOddTerms]
const twice = ['It pays 200\u00a0% of the amount, more than all of it.']
const meant = new Map([['bigcommerce-affiliate', twice], ['shopify-partners', twice]])

describe('example plans', () => {
  test('there are forty', () => expect(ids).toHaveLength(40))
  test.each(ids)('%s can be used and says what it pays', (id) => {
    const { plan, findings } = checkPlan(read(id))
    expect(findings.map((one) => one.problem)).toEqual(meant.get(id) ?? [])
    const sentences = sayPlan(plan!)
    expect(sentences.length).toBeGreaterThan(1)
    expect(sentences.join(' ')).not.toMatch(/undefined|null|NaN|\[object| {2}|, ,|\.\./)
  })
})

describe('odd terms of published programs', () => {
  test.each(oddTerms.map((one) => ({ one, name: `${one.id}: ${one.term}${one.title ? ` (${one.title})` : ''}` })))('$name', ({ one }) => {
    if ('elsewhere' in one) return expect(one.elsewhere).toMatch(/^[a-z ]+: \S/)
    if ('finding' in one) return expect(checkPlan(one.finding(read(one.id))).findings.map((finding) => finding.problem)).toContain(one.expected)
    const { plan } = checkPlan(one.change ? one.change(read(one.id)) : read(one.id))
    const { facts, tray } = readFacts(one.facts.map((fact) => JSON.stringify(fact)).join('\n'))
    const result = runPlan(plan!, facts, tray, { history: facts.length < 40 })
    expect(result.tray).toEqual([])
    return expect(one.ask(result)).toEqual(one.expected)
  })
})

test('the table of terms has a part for each, and its sums are right', () => {
  const table = readFileSync(join(folder, 'README.md'), 'utf8')
  const [, ...parts] = table.split(/^## /m)
  expect(parts.map((part) => part.split('\n')[0])).toEqual(ids)
  const counts = parts.map((part) => ['expressed', 'elsewhere', 'not expressed'].map((said) => part.split(`| ${said} |`).length - 1))
  for (const [i, id] of ids.entries()) expect(table).toContain(`| [${id}](#${id}) | ${counts[i]!.join(' | ')} |`)
  expect(table).toContain(`| all 40 | ${[0, 1, 2].map((n) => counts.reduce((sum, one) => sum + one[n]!, 0)).join(' | ')} |`)
})

const shared = sharedData('partner-programmes')
test.skipIf(!shared)('every program of the collection is an example, and every odd term of it is asked', () => {
  const programs = readdirSync(shared!).filter((name) => name.endsWith('.json')).map((name) => JSON.parse(readFileSync(join(shared!, name), 'utf8')) as { id: string; odd_terms: string[] | null })
  expect(programs.map((one) => one.id).sort()).toEqual(ids)
  const asked = new Set(oddTerms.map((one) => `${one.id}: ${one.term}`))
  const published = programs.flatMap((one) => (one.odd_terms ?? []).map((term) => `${one.id}: ${term}`))
  expect(published.filter((term) => !asked.has(term))).toEqual([])
})

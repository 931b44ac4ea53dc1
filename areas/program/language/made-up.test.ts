// Programs of our own invention after kinds that are common: each is checked, said, and run over facts beside it whose lines a person worked out.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkPlan, readFacts, readPlan, runPlan, sayPlan, type PlanRun } from './index.ts'
import { madeUp } from './test/made-up.ts'

const folder = join(import.meta.dirname, '../../../examples/made-up')
const ids = readdirSync(folder).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -'.yaml'.length)).sort()
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

/** What is meant: agents get two months at once. */
const twice = 'It pays 200\u00a0% of the amount, more than all of it.'

const linesOf = (run: PlanRun): string[] => [
  ...run.lines.map((line) => `${line.partner} ${line.item} ${line.component} ${line.amount} ${line.currency}`),
  ...run.rewards.map((line) => `${line.to === 'customer' ? 'customer ' : ''}${line.partner} ${line.item} ${line.component} ${line.amount} ${line.unit}`),
  ...run.prices.map((one) => `${one.partner} ${one.item} ${one.component} pays ${one.price} of ${one.list} ${one.currency}`),
].sort()
function earnedUnder(document: unknown, facts: string): string[] {
  const { plan, findings } = checkPlan(document)
  expect(findings.filter((one) => one.problem !== twice)).toEqual([])
  const told = readFacts(facts)
  const run = runPlan(plan!, told.facts, told.tray, { history: false })
  expect(run.tray).toEqual([])
  expect(sayPlan(plan!).join(' ')).not.toMatch(/undefined|null|NaN|\[object| {2}|, ,|\.\./)
  return linesOf(run)
}

describe('programs in examples/made-up', () => {
  test.each(ids)('%s', (id) => {
    const plan = readPlan(read(`${id}.yaml`), 'yaml')
    expect(earnedUnder('document' in plan ? plan.document : plan.problem, read(`${id}.facts.jsonl`))).toEqual(read(`${id}.lines.txt`).trim().split('\n').sort())
  })
  test('each has its facts, its lines and a row in the table', () => {
    const files = ids.flatMap((id) => [`${id}.facts.jsonl`, `${id}.lines.txt`, `${id}.yaml`])
    expect(readdirSync(folder).sort()).toEqual(['README.md', ...files].sort())
    for (const id of ids) expect(read('README.md')).toContain(`| ${id} |`)
  })
})

describe('further kinds', () => {
  test.each(madeUp)('$kind', ({ plan, facts, lines }) => expect(earnedUnder(plan, facts.map((one) => JSON.stringify(one)).join('\n'))).toEqual([...lines].sort()))
})

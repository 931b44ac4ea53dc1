import assert from 'node:assert/strict'
import { readFacts, runPlan, type Finding, type Plan, type PlanRun } from '../index.ts'
import type { Raw } from './odd/told.ts'

/** What a plan pays on facts, each of them used; told twice and the other way round it pays the same. */
export function runBothWays({ plan, findings }: { plan?: Plan; findings: Finding[] }, facts: Raw[], { mayWait = false } = {}): PlanRun {
  if (!plan) throw new Error(JSON.stringify(findings))
  const told = (all: Raw[]) => readFacts(all.map((fact) => JSON.stringify(fact)).join('\n'))
  const read = told(facts)
  const found = runPlan(plan, read.facts, read.tray, { history: true })
  if (!mayWait) assert.deepEqual(found.tray, [])
  assert.deepEqual(runPlan(plan, told([...facts, ...facts].reverse()).facts, [], { history: false }).lines, found.lines)
  return found
}

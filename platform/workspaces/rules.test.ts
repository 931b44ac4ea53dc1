import { describe, expect, test } from 'vitest'
import type { Refusal } from '../../kernel/refusal.ts'
import { defaultPolicy, mergePolicy } from './policy.ts'
import { changesBetween, decideStepDown, mayStepDown, slugOf } from './rules.ts'

test.each([
  ['Maven Labs GmbH', 'maven-labs-gmbh'],
  ['  Größe & Söhne ', 'grosse-sohne'],
  ['Café Olé', 'cafe-ole'],
  ['株式会社', 'workspace'],
  ['---', 'workspace'],
  ['x'.repeat(60), 'x'.repeat(32)],
  [`${'x'.repeat(31)} y`, 'x'.repeat(31)],
])('the short name of %j is %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
  expect(slug).toMatch(/^[a-z0-9][a-z0-9-]{0,39}$/)
})

describe('a workspace is never without an active admin', () => {
  test.each([
    ['admin', 'active', 0, false],
    ['admin', 'active', 1, true],
    ['admin', 'invited', 0, true],
    ['manager', 'active', 0, true],
    ['viewer', 'invited', 0, true],
  ] as const)('a %s who is %s, with %i other admins: may step down %s', (role, state, others, allowed) => {
    expect(mayStepDown({ role, state }, others).allowed).toBe(allowed)
    expect((decideStepDown({ role, state }, others) as Refusal | undefined)?.code).toBe(allowed ? undefined : 'members.last_admin')
  })
})

test('a policy is the defaults with what was changed, and nothing unknown', () => {
  expect(mergePolicy({})).toEqual(defaultPolicy)
  expect(mergePolicy(null)).toEqual(defaultPolicy)
  expect(mergePolicy({ protectionDays: 60, ofALaterRelease: 1 })).toEqual({ ...defaultPolicy, protectionDays: 60 })
})

test('an event says what changed, from what to what', () => {
  expect(changesBetween({ name: 'Maven', days: [1, 2] }, { name: 'Maven', days: [1, 2, 3] })).toEqual({ days: { from: [1, 2], to: [1, 2, 3] } })
})

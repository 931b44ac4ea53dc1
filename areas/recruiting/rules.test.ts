// Stage and state say the same thing, whoever moves first; and when the program is spread too thin.
import { describe, expect, test } from 'vitest'
import { partnerStates, partnerTypes } from '../partners/index.ts'
import { checkScorecard } from './check-scorecard.ts'
import { formToken, readFormToken } from './form-token.ts'
import { focusWarnings, mayMove, mayMoveTo, partnerStateOf, stageAfter, stages } from './rules.ts'
import { defaultScorecards } from './scorecard-defaults.ts'

const allowed: Record<string, string[]> = {
  candidate: ['identified', 'contacted', 'in_conversation', 'qualified', 'agreement', 'onboarding', 'not_now'], active: ['active'], paused: ['active', 'not_now'], ended: ['active', 'declined', 'not_now'],
}

describe('stage and state', () => {
  test.each(stages.flatMap((stage) => partnerStates.map((state) => [stage, state] as const)))('from %s, changed to %s elsewhere, they agree', (stage, state) => {
    const after = stageAfter(stage, state)
    expect(allowed[state]).toContain(after)
    expect(stageAfter(after, state)).toBe(after)
  })

  test.each(stages)('moved to %s on the board, the state follows and asks for no other stage', (stage) => {
    expect(stageAfter(stage, partnerStateOf(stage))).toBe(stage)
  })

  test("a partner's card is not moved, a paused one neither, and one without a contact is no partner", () => {
    expect(mayMove({ stage: 'active', partnerState: 'active' })).toMatchObject({ allowed: false })
    expect(mayMove({ stage: 'not_now', partnerState: 'paused' })).toMatchObject({ allowed: false })
    expect(mayMoveTo({ stage: 'onboarding', partnerState: 'candidate', contacts: 0 }, 'active')).toMatchObject({ allowed: false, why: expect.stringContaining('contact') })
    expect(mayMoveTo({ stage: 'onboarding', partnerState: 'candidate', contacts: 1 }, 'active')).toEqual({ allowed: true })
    expect(mayMoveTo({ stage: 'declined', partnerState: 'ended', contacts: 1 }, 'contacted')).toEqual({ allowed: true })
    expect(mayMoveTo({ stage: 'contacted', partnerState: 'candidate', contacts: 1 }, 'contacted')).toMatchObject({ allowed: false })
  })
})

test.each([
  [{ testedTypes: ['referral', 'reseller'], isAnySupported: false, activePartners: 10 }, 0], [{ testedTypes: ['referral', 'reseller', 'referral'], isAnySupported: true, activePartners: 40 }, 0],
  [{ testedTypes: ['referral', 'reseller', 'affiliate'], isAnySupported: true, activePartners: 3 }, 1], [{ testedTypes: [], isAnySupported: false, activePartners: 11 }, 1],
  [{ testedTypes: ['referral', 'reseller', 'affiliate'], isAnySupported: false, activePartners: 11 }, 2],
])('%j gives %i warnings', (focus, n) => {
  expect(focusWarnings(focus)).toHaveLength(n)
})

test.each(partnerTypes)('the scorecard to start from for %s can be used, and asks an applicant something or leaves it to us', (type) => {
  const criteria = defaultScorecards[type]
  expect(checkScorecard(criteria)).toBeUndefined()
  expect(criteria.length).toBeGreaterThanOrEqual(5)
  expect(criteria.some((criterion) => criterion.steps.some((step) => step.knocksOut))).toBe(true)
  for (const criterion of criteria) expect(criterion.steps.map((step) => step.points)).toEqual(criterion.steps.map((step) => step.points).toSorted((a, b) => a - b))
})

describe("the form's seal", () => {
  const made = Temporal.Instant.from('2026-11-24T09:00:00Z')
  const [ours, theirs] = ['0192f3c4-a5b6-7c8d-9e0f-1a2b3c4d5e6f', '0192f3c4-a5b6-7c8d-9e0f-1a2b3c4d5e70']
  const token = formToken(ours, made)
  test.each([[2, 'early'], [3, 'good'], [86_400, 'good'], [86_401, 'old']] as const)('after %i seconds it is %s', (seconds, standing) => {
    expect(readFormToken(ours, token, made.add({ seconds }))).toBe(standing)
  })
  test('made for another workspace, changed or made up it is bad', () => {
    const later = made.add({ minutes: 2 })
    expect(readFormToken(theirs, token, later)).toBe('bad')
    for (const bad of ['', 'x', token.slice(1), `${token}A`, token.replace(/^\d/, '2'), `${made.epochMilliseconds}.AAAAAAAAAAAA.${'A'.repeat(43)}`]) expect(readFormToken(ours, bad, later), bad).toBe('bad')
  })
  test('two forms are never the same', () => {
    expect(formToken(ours, made)).not.toBe(token)
  })
})

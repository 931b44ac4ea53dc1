import { refuse } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { fitOf, icpInForce, refuseWrongRules, sayCriterion, yearOf, type IcpRules } from '../companies/index.ts'
import { closedByCompany } from './icp-cases.ts'
import { testIcp, type CriterionRow, type IcpTest } from './icp-test-rules.ts'

export type IcpBackTest = Omit<IcpTest, 'criteria'> & {
  /** The version tested; null for a draft. */
  version: number | null
  criteria: (CriterionRow & { criterion: string; mustHave: boolean; weight: number })[]
  withoutCompany: number
}

/** A draft, or the profile in force where there is none, over our own closed opportunities. Writes nothing. */
export async function backTestIcp(r: Reading, draft: IcpRules | undefined): Promise<IcpBackTest> {
  const icp = draft ? undefined : await icpInForce(r)
  const rules = draft ?? icp?.rules
  if (!rules) throw refuse('conflict', 'performance.no_icp', 'There is no profile to test yet. Send a draft, or save one first.')
  await refuseWrongRules(r, rules)
  const { companies, withoutCompany } = await closedByCompany(r)
  const year = yearOf(r.now)
  const cases = companies.map(({ won, closed, facts }) => {
    const { grade, findings } = fitOf(rules, facts, year)
    return { won, closed, grade, standings: findings.map(({ finding }) => finding.standing) }
  })
  const test = testIcp(cases, rules.criteria.length)
  const asked = (i: number) => rules.criteria[i]!
  return {
    ...test, version: icp?.version ?? null, withoutCompany,
    criteria: test.criteria.map((row, i) => ({ ...row, criterion: sayCriterion(asked(i)), mustHave: asked(i).mustHave, weight: asked(i).weight })),
  }
}

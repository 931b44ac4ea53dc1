// The finding in words, before any chart: what is known, and plainly what is not.
import { count } from '../../kernel/text.ts'
import type { LogRank, Middle } from './survival.ts'

export type Group = { name: string; cases: number; won: number; lost: number; open: number; median: Middle }
export type Finding = {
  /** clear: the groups differ. not_clear: no difference shown. too_early: too few won to compare. nothing: one group has no cases. */
  verdict: 'clear' | 'not_clear' | 'too_early' | 'nothing'
  finding: string; certainty: string
}

/** Below so many won in either group the test says more about the number than about the groups. */
export const fewestWon = 5
/** From so many cases on, "not yet" would promise too much. */
const enoughCases = 100
const level = 0.05

/** `own` is the partner's (or all partners') opportunities, `direct` ours without a partner. */
export function sayTimeToClose(own: Group, direct: Group, test: LogRank | null): Finding {
  if (own.cases === 0 || direct.cases === 0) {
    const missing = own.cases === 0 ? `${own.name} ${own.name === 'Partners' ? 'have' : 'has'} sourced no opportunities yet` : 'There are no direct opportunities'
    return { verdict: 'nothing', finding: `${missing}, so there is nothing to compare.`, certainty: own.cases === 0 ? '' : sayHalf(own) }
  }
  const finding = own.median.days !== null && direct.median.days !== null
    ? `Half of ${owner(own)} opportunities close within ${days(own.median.days)}, against ${number(direct.median.days)} direct.`
    : `${sayHalf(own)} ${sayHalf(direct)}`
  const cases = count(own.cases, 'case')
  if (test === null || own.won < fewestWon || direct.won < fewestWon) {
    const few = own.won < fewestWon ? `${own.won} of ${owner(own)} ${cases}` : `${direct.won} of the ${count(direct.cases, 'direct case')}`
    return { verdict: 'too_early', finding, certainty: `It is too early to compare: only ${few} ${few.startsWith('1 ') ? 'was' : 'were'} won so far.` }
  }
  if (test.p < level) return { verdict: 'clear', finding, certainty: `With ${cases} the difference is clear (${sayP(test.p)}).` }
  return { verdict: 'not_clear', finding, certainty: own.cases < enoughCases ? `With ${cases} the difference is not clear yet (${sayP(test.p)}).` : `With ${cases} there is no clear difference (${sayP(test.p)}).` }
}

function sayHalf(group: Group): string {
  const whose = group.name === 'Direct' ? 'the direct' : owner(group)
  return group.median.days === null ? `Fewer than half of ${whose} opportunities have been won so far.` : `Half of ${whose} opportunities close within ${days(group.median.days)}.`
}

/** All of them together go by "Partners"; a partner goes by its name. */
const owner = (group: Group) => (group.name === 'Partners' ? "the partners'" : group.name.endsWith('s') ? `${group.name}'` : `${group.name}'s`)
const number = (n: number) => n.toLocaleString('en-US', { maximumFractionDigits: 1 })
const days = (n: number) => `${number(n)} ${n === 1 ? 'day' : 'days'}`
const sayP = (p: number) => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(p < 0.01 ? 3 : 2)}`)

import type { Rule } from './rule-row.tsx'
import { rulesOfHow } from './rules-how.tsx'
import { rulesOfWhat } from './rules-what.tsx'

const groups = ['What counts', 'How much', 'To whom', 'When it is paid', 'Agreement']

/** Whatever can be said of a component beside what it pays on and how much. */
export const rules: Rule[] = [...rulesOfWhat, ...rulesOfHow].sort((a, b) => groups.indexOf(a.group ?? '') - groups.indexOf(b.group ?? ''))
export const rulesOfShare: Rule[] = rules.filter((rule) => rule.key === 'clause')

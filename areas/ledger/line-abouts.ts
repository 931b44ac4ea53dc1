import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { companyNames } from '../companies/index.ts'
import { lostBelow } from './below-minimum.ts'
import { factsByKey } from './fact-store.ts'
import { isLoss } from './losses.ts'

type Line = { companyId: Id | null; itemKey: string | null }

/** What each line is for: the company, else the account that the fact named, else the fact; of what was lost, why. */
export async function aboutsOf(r: Reading, lines: Line[]): Promise<(line: Line) => string> {
  const itemOf = (line: Line) => line.itemKey?.split('/')[0] ?? ''
  const ids = lines.flatMap((line) => (line.companyId === null && line.itemKey !== null ? [itemOf(line)] : []))
  const [companies, facts] = await Promise.all([companyNames(r, lines.flatMap((line) => line.companyId ?? [])), factsByKey(r, [...new Set(ids)])])
  return (line) => {
    if (isLoss(line.itemKey)) return line.itemKey?.startsWith(lostBelow('')) ? 'Less than the smallest payment' : 'The end of the partnership'
    const fact = facts.get(itemOf(line))?.fact
    return (line.companyId && companies.get(line.companyId)) || (fact && 'account' in fact && fact.account) || line.itemKey || 'Introduction'
  }
}

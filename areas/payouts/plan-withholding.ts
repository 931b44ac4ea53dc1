// What plans themselves say is kept back of a payment; pure. It counts where neither the vendor's rule for the country nor a tax form says.
import { percentOf, round, times, whole, type Rounding } from '../../kernel/fraction.ts'
import { list, sayPercent } from '../../kernel/text.ts'
import type { Withholding } from './tax-rules.ts'

type Line = { payableMinor: bigint; withholdPercent?: string | null }

/** Of what lines under one percentage come to together, rounded once for each as the plan rounds; never more than all of it. */
export function plansWithholding(lines: Line[], grossMinor: bigint, rounding: Rounding): { minor: bigint; withholding: Withholding } {
  const parts = [...Map.groupBy(lines, (line) => line.withholdPercent ?? '0')].flatMap(([percent, own]) => {
    const minor = own.reduce((sum, line) => sum + line.payableMinor, 0n)
    const kept = minor > 0n ? round(times(whole(minor), percentOf(percent)), rounding) : 0n
    return kept > 0n ? [{ percent, kept, isAll: own.length === lines.length }] : []
  }).sort((a, b) => (a.percent < b.percent ? -1 : 1))
  const [first] = parts
  if (!first || grossMinor <= 0n) return { minor: 0n, withholding: null }
  const total = parts.reduce((sum, part) => sum + part.kept, 0n)
  const share = percentOf(first.percent)
  const said = list(parts.map((part) => sayPercent(part.percent)))
  return { minor: total < grossMinor ? total : grossMinor, withholding: { rate: { num: share.n, den: share.d }, why: first.isAll ? `${said} is withheld, as the plan says.` : `${said} of a part of it ${parts.length === 1 ? 'is' : 'are'} withheld, as the plans of that part say.` } }
}

// How figures leave: money as text, so that no client rounds it. What is kept of a figure elsewhere has this shape too.
import type { Money } from '../../kernel/money.ts'
import { showMoney } from '../../platform/http/shapes.ts'
import type { Average, Figure } from './figure-rules.ts'
import type { TimeToClose } from './time-to-close.ts'
import type { Measure } from './views.ts'

const amountsOut = (amounts: Money[]) => amounts.map((m) => showMoney(m.amountMinor, m.currency))
export const showFigure = <T extends Pick<Figure, 'amounts'>>(figure: T) => ({ ...figure, amounts: amountsOut(figure.amounts) })
const showAverage = (average: Average) => ({ ...average, amounts: amountsOut(average.amounts) })
export const showMeasure = (m: Measure) => ({ ...m, now: showFigure(m.now), before: m.before && showFigure(m.before), program: showAverage(m.program) })

/** What is known of time to close, in words and middles; the curves stay behind. */
export function showFinding({ verdict, finding, certainty, own, direct }: TimeToClose) {
  const group = ({ name, cases, won, lost, open, leftOut, median }: TimeToClose['own']) => ({ name, cases, won, lost, open, leftOut, median })
  return { verdict, finding, certainty, own: group(own), direct: group(direct) }
}

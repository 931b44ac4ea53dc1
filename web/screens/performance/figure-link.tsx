import { A } from '../../parts/link.tsx'
import { decimal, formatMoney } from '../../parts/money.tsx'
import { paths } from '../../paths.ts'
import classes from './performance.module.css'
import type { Figure } from './queries.ts'

export type RowsOf = { measure: string; period?: string | undefined; partner?: string | undefined; from?: string | undefined; to?: string | undefined }

/** Of a prediction instead of a measure. */
export type PredictedRowsOf = Omit<RowsOf, 'measure'> & { figure: string }
type Props = { figure: Pick<Figure, 'said' | 'cases' | 'amounts'>; rows: RowsOf | PredictedRowsOf; name: string; isStrong?: boolean; /** Where its rows are, if elsewhere. */ to?: string }

/** A figure that opens to the rows it is made of; each currency on a line of its own. */
export function FigureLink({ figure, rows, name, isStrong, to = paths.performanceRows() }: Props) {
  const said = <SaidFigure figure={figure} />
  if (figure.cases === 0) return <span className={classes.none}>{said}</span>
  return <A to={to} search={rows as never} className={isStrong ? classes.strong : classes.figure} aria-label={`${name}: ${figure.said}. Open the rows.`}>{said}</A>
}

export function SaidFigure({ figure }: { figure: { said: string; amounts: Figure['amounts'] } }) {
  if (figure.amounts.length === 0) return figure.said
  const isEach = figure.said.endsWith(' each')
  return figure.amounts.map((amount) => <span key={amount.currency} className={classes.amount}>{isEach ? `${sayWhole(amount)} each` : formatMoney(amount, true)}</span>)
}

/** An average in whole units: cents of it would pretend to be exact. */
function sayWhole(amount: Figure['amounts'][number]): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: amount.currency, maximumFractionDigits: 0 }).format(decimal(amount) as Intl.StringNumericLiteral)
}

import { A } from '../../parts/link.tsx'
import { formatMoney } from '../../parts/money.tsx'
import { paths } from '../../paths.ts'
import classes from './performance.module.css'
import type { Figure } from './queries.ts'

export type RowsOf = { measure: string; period?: string | undefined; partner?: string | undefined; from?: string | undefined; to?: string | undefined }

/** A figure that opens to the rows it is made of; each currency on a line of its own. */
export function FigureLink({ figure, rows, name, isStrong }: { figure: Pick<Figure, 'said' | 'cases' | 'amounts'>; rows: RowsOf; name: string; isStrong?: boolean }) {
  const said = <SaidFigure figure={figure} />
  if (figure.cases === 0) return <span className={classes.none}>{said}</span>
  return <A to={paths.performanceRows()} search={rows as never} className={isStrong ? classes.strong : classes.figure} aria-label={`${name}: ${figure.said}. Open the rows.`}>{said}</A>
}

export function SaidFigure({ figure }: { figure: { said: string; amounts: Figure['amounts'] } }) {
  const each = / each$/.test(figure.said) ? ' each' : ''
  if (figure.amounts.length === 0) return figure.said
  return figure.amounts.map((amount) => <span key={amount.currency} className={classes.amount}>{formatMoney(amount, true)}{each}</span>)
}

import { formatMoney } from '../../parts/money.tsx'
import classes from './back-test.module.css'
import type { BackTestOutcome } from './queries.ts'

const width = 640
const nameWidth = 180
const labelWidth = 110
const rowHeight = 40

/** Two bars for each partner from zero, what is booked above and the draft below, each with its amount; the table below has all of it. */
export function BackTestBars({ rows: outcomes, currency }: { rows: BackTestOutcome[]; currency: string }) {
  const rows = outcomes.map((one) => ({ key: one.partner.id ?? one.partner.name, name: one.partner.name, bookedMinor: BigInt(one.booked.amountMinor), draftMinor: BigInt(one.draft.amountMinor) }))
  const most = rows.reduce((max, one) => [max, one.bookedMinor, one.draftMinor].reduce((a, b) => (a > b ? a : b)), 1n)
  const room = width - nameWidth - labelWidth
  const length = (amount: bigint) => (amount <= 0n ? 0 : Math.max(1, Number((amount * BigInt(room * 100)) / most) / 100))
  const say = (amount: bigint) => formatMoney({ amountMinor: amount.toString(), currency }, true)
  return (
    <svg className={classes.bars} viewBox={`0 0 ${width} ${rows.length * rowHeight + 8}`} role="img" aria-label={`Booked and draft for ${rows.length} partners; the table below says the same`}>
      <line className={classes.zero} x1={nameWidth} x2={nameWidth} y1={0} y2={rows.length * rowHeight} />
      {rows.map((one, i) => (
        <g key={one.key} transform={`translate(0 ${i * rowHeight})`}>
          <text className={classes.name} x={nameWidth - 10} y={23} textAnchor="end">{short(one.name)}</text>
          <rect className={classes.booked} x={nameWidth} y={5} width={length(one.bookedMinor)} height={12} />
          <text className={classes.label} x={nameWidth + length(one.bookedMinor) + 6} y={15}>{say(one.bookedMinor)}{i === 0 && ' booked'}</text>
          <rect className={classes.draft} x={nameWidth} y={20} width={length(one.draftMinor)} height={12} />
          <text className={classes.label} x={nameWidth + length(one.draftMinor) + 6} y={30}>{say(one.draftMinor)}{i === 0 && ' draft'}</text>
        </g>
      ))}
    </svg>
  )
}

const short = (name: string): string => (name.length > 24 ? `${name.slice(0, 23)}…` : name)

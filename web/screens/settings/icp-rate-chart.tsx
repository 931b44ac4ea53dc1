import { sayGrade, type BackTest } from './icp-queries.ts'
import classes from './icp.module.css'

const left = 60
const right = 110
const rowHeight = 34

/** The win rate of each grade with its interval from 0 to 100 %, and that of all as a line; the table below has the numbers. */
export function IcpRateChart({ test, width }: { test: BackTest; width: number }) {
  const rows = test.grades.filter((row) => row.rate.cases > 0)
  const height = rows.length * rowHeight + 40
  const x = (share: number) => left + share * (width - left - right)
  const bottom = rows.length * rowHeight + 8
  return (
    <svg className={classes.chart} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`Win rate by grade with 95 % intervals. ${test.finding} The table below has the numbers.`}>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line className={classes.axis} x1={x(share)} x2={x(share)} y1={4} y2={bottom} />
          <text x={x(share)} y={bottom + 18} textAnchor="middle">{share * 100} %</text>
        </g>
      ))}
      {test.all.rate !== null && <line className={classes.all} x1={x(test.all.rate)} x2={x(test.all.rate)} y1={4} y2={bottom} />}
      {rows.map(({ grade, rate }, i) => (
        <g key={grade} transform={`translate(0 ${i * rowHeight + 20})`}>
          <text className={classes.name} x={left - 12} y={5} textAnchor="end">{sayGrade(grade)}</text>
          <line className={classes.interval} x1={x(rate.low ?? 0)} x2={x(rate.high ?? 1)} y1={0} y2={0} />
          <circle className={classes.point} cx={x(rate.rate ?? 0)} cy={0} r={5} />
          <text x={width - right + 14} y={5}>{Math.round((rate.rate ?? 0) * 100)} % of {rate.cases.toLocaleString('en-US')}</text>
        </g>
      ))}
    </svg>
  )
}

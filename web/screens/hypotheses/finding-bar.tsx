import classes from './hypotheses.module.css'
import type { Finding } from './queries.ts'

const height = 34

/** Where the true value likely lies (80 %), what was seen as a dot, and the target as a line, from zero. */
export function FindingBar({ finding, width }: { finding: Finding; width: number }) {
  const { actual, predicted, likely } = finding
  const isShare = finding.measure === 'opportunity_rate' || finding.measure === 'won_rate'
  const most = isShare ? 1 : Math.max(predicted * 2, actual ?? 0, Math.min(likely?.high ?? 0, predicted * 4), 1e-9)
  const x = (value: number) => 6 + (Math.min(value, most) / most) * (width - 12)
  const anchor = (value: number) => (x(value) < 40 ? 'start' as const : x(value) > width - 60 ? 'end' as const : 'middle' as const)
  return (
    <svg className={classes.chart} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`Predicted ${finding.saidPredicted}, so far ${finding.saidActual}${finding.saidLikely ? `, the true value likely ${finding.saidLikely}` : ''}`}>
      <line x1={x(0)} x2={x(most)} y1={10} y2={10} className={classes.track} />
      {likely && <line x1={x(likely.low)} x2={x(likely.high)} y1={10} y2={10} className={classes.interval} />}
      <line x1={x(predicted)} x2={x(predicted)} y1={2} y2={18} className={classes.target} />
      <text x={x(predicted)} y={31} textAnchor={anchor(predicted)}>predicted {finding.saidPredicted}</text>
      {actual !== null && <circle cx={x(actual)} cy={10} r={4.5} className={classes.point} />}
    </svg>
  )
}

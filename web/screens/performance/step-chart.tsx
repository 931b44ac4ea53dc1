import { sayNumber } from '../../parts/numbers.ts'
import { axisOf, bandRects, linePath, stepAt } from './curves.ts'
import classes from './performance.module.css'
import type { Curve } from './queries.ts'

const height = 280
const margin = { top: 12, right: 16, bottom: 28, left: 48 }

/** Two step curves with their bands, named where they end. */
export function StepChart({ own, direct, width, label }: { own: Curve; direct: Curve; width: number; label: string }) {
  const curves = [own, direct].filter((curve) => curve.cases > 0)
  const { most, ticks } = axisOf(curves, Math.max(2, Math.min(6, Math.floor(width / 90))))
  const x = (days: number) => margin.left + (days / most) * (width - margin.left - margin.right)
  const y = (share: number) => margin.top + (1 - share) * (height - margin.top - margin.bottom)
  const scale = { x, y, most }
  const shares = [1, 0.75, 0.5, 0.25, 0]
  return (
    <svg className={classes.chart} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {shares.map((share) => <line key={share} x1={margin.left} x2={width - margin.right} y1={y(share)} y2={y(share)} className={share === 0.5 ? classes.half : classes.grid} />)}
      {[1, 0.5, 0].map((share) => <text key={share} x={margin.left - 8} y={y(share) + 4} textAnchor="end">{share === 0 ? '0' : `${share * 100} %`}</text>)}
      {ticks.map((day, i) => <text key={day} x={x(day)} y={height - 8} textAnchor={i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle'}>{i === ticks.length - 1 ? `${day} days` : day}</text>)}
      {[direct, own].filter((curve) => curve.cases > 0).map((curve) => (
        <g key={curve === own ? 'own' : 'direct'}>
          {bandRects(curve, scale).map((rect) => <rect key={rect.x} {...rect} className={curve === own ? classes.ownBand : classes.directBand} shapeRendering="crispEdges" />)}
          <path d={linePath(curve, scale)} className={curve === own ? classes.ownLine : classes.directLine} />
        </g>
      ))}
      <Labels own={own} direct={direct} place={{ x, y, most }} />
    </svg>
  )
}

/** Names beside the ends of the curves, kept apart where these are close. */
function Labels({ own, direct, place: { x, y, most } }: { own: Curve; direct: Curve; place: { x: (days: number) => number; y: (share: number) => number; most: number } }) {
  const endOf = (curve: Curve) => {
    const days = Math.min(most, curve.steps.at(-1)?.days ?? 0)
    return { days, share: stepAt(curve, days)?.share ?? 1 }
  }
  const [a, b] = [endOf(own), endOf(direct)]
  const isOwnLower = a.share <= b.share
  const yOf = (end: { share: number }, isLower: boolean) => Math.min(Math.max(y(end.share) + (isLower ? 18 : -8), margin.top + 12), height - margin.bottom - 4)
  return (
    <>
      {direct.cases > 0 && <text {...placeOf(`direct, n ${sayNumber(direct.cases)}`, x(b.days))} y={yOf(b, !isOwnLower)} className={classes.label}>direct, n {sayNumber(direct.cases)}</text>}
      {own.cases > 0 && <text {...placeOf(`${shorten(own.name)}, n ${sayNumber(own.cases)}`, x(a.days))} y={yOf(a, isOwnLower)} className={`${classes.label} ${classes.ownLabel}`}>{shorten(own.name)}, n {sayNumber(own.cases)}</text>}
    </>
  )
}

/** A name ends where its curve does, unless it would run out of the chart on the left. */
const placeOf = (words: string, end: number) => (end - words.length * 7.5 < margin.left ? { x: margin.left + 4, textAnchor: 'start' as const } : { x: end, textAnchor: 'end' as const })
const shorten = (name: string): string => (name.length > 24 ? `${name.slice(0, 23)}…` : name)

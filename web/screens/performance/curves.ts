import type { Curve } from './queries.ts'

export type Step = Curve['steps'][number]

/** The step that holds on a day; none before the first one or after the last case was seen. */
export function stepAt(curve: Curve, day: number): Step | undefined {
  const last = curve.steps.at(-1)
  return last && day <= last.days ? curve.steps.findLast((step) => step.days <= day) : undefined
}

const widths = [1, 2, 5, 7, 10, 15, 30, 60, 90, 180, 365, 730]

/** How far the days reach and where they are marked: as far as both medians need, not to the oldest open case. */
export function axisOf(curves: Curve[], mostMarks = 6): { most: number; ticks: number[] } {
  const last = Math.max(1, ...curves.map((curve) => curve.steps.at(-1)?.days ?? 0))
  const middle = Math.max(0, ...curves.map((curve) => curve.median.days ?? 0))
  const wanted = middle > 0 ? Math.min(last, middle * 4) : last
  const width = widths.find((w) => wanted / w <= mostMarks) ?? Math.ceil(wanted / mostMarks)
  const most = Math.ceil(wanted / width) * width
  return { most, ticks: Array.from({ length: most / width + 1 }, (_, i) => i * width) }
}

type Scale = { x: (days: number) => number; y: (share: number) => number; most: number }

/** The curve as a path of steps, from all at the start to the day the last case was seen. */
export function linePath(curve: Curve, { x, y, most }: Scale): string {
  const parts = [`M${x(0)} ${y(1)}`]
  for (const step of curve.steps) {
    if (step.days > most) break
    parts.push(`H${x(step.days)}`, `V${y(step.share)}`)
  }
  const last = curve.steps.at(-1)
  if (last && last.days > most) parts.push(`H${x(most)}`)
  return parts.join('')
}

/** The band around it as rectangles, one for each stretch between steps where it is defined. */
export function bandRects(curve: Curve, { x, y, most }: Scale): { x: number; y: number; width: number; height: number }[] {
  return curve.steps.flatMap((step, i) => {
    const end = Math.min(most, curve.steps[i + 1]?.days ?? step.days)
    if (step.low === null || step.high === null || end <= step.days) return []
    return [{ x: x(step.days), y: y(step.high), width: x(end) - x(step.days), height: y(step.low) - y(step.high) }]
  })
}

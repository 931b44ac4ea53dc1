// Logistic regression by Newton's method, for train.ts. Pure.

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x))

export type Example = { x: number[]; y: 0 | 1 }

/**
 * The weights under which the answers are likeliest, held towards zero by `ridge` (Newton's method on standardised columns; the first
 * column is the constant and is left free). Throws where the columns cannot be told apart.
 */
export function fit(examples: Example[], ridge: number): number[] {
  const n = examples[0]?.x.length ?? 0
  const column = (i: number): number[] => examples.map(({ x }) => x[i]!)
  const mean = Array.from({ length: n }, (_, i) => (i === 0 ? 0 : average(column(i))))
  const spread = Array.from({ length: n }, (_, i) => (i === 0 ? 1 : Math.sqrt(average(column(i).map((v) => (v - mean[i]!) ** 2))) + 1e-6))
  const z = examples.map(({ x }) => x.map((v, i) => (v - mean[i]!) / spread[i]!))
  const w = Array.from({ length: n }, () => 0)
  for (let round = 0; round < 60; round += 1) {
    const gradient = w.map((v, i) => (i === 0 ? 0 : ridge * v))
    const hessian = w.map((_, i) => w.map((__, j) => (i === j ? ridge : 0)))
    for (const [k, row] of z.entries()) {
      const p = logistic(Math.max(-30, Math.min(30, row.reduce((sum, v, i) => sum + v * w[i]!, 0))))
      const [miss, weight] = [p - examples[k]!.y, p * (1 - p)]
      for (let i = 0; i < n; i += 1) {
        gradient[i]! += row[i]! * miss
        if (weight > 1e-9) for (let j = 0; j <= i; j += 1) hessian[i]![j]! += weight * row[i]! * row[j]!
      }
    }
    for (let i = 0; i < n; i += 1) for (let j = i + 1; j < n; j += 1) hessian[i]![j] = hessian[j]![i]!
    const step = solve(hessian, gradient)
    for (let i = 0; i < n; i += 1) w[i]! -= step[i]!
    if (Math.max(...step.map(Math.abs)) < 1e-7) break
  }
  const raw = w.map((v, i) => v / spread[i]!)
  raw[0] = w[0]! - raw.slice(1).reduce((sum, v, i) => sum + v * mean[i + 1]!, 0)
  return raw
}

/** Gauss with the largest pivot. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  const n = right.length
  for (let i = 0; i < n; i += 1) {
    const pivot = rows.slice(i).reduce((best, row, k) => (Math.abs(row[i]!) > Math.abs(rows[best]![i]!) ? i + k : best), i)
    ;[rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!]
    if (Math.abs(rows[i]![i]!) < 1e-12) throw new Error('the columns cannot be told apart')
    for (let k = i + 1; k < n; k += 1) {
      const factor = rows[k]![i]! / rows[i]![i]!
      for (let j = i; j <= n; j += 1) rows[k]![j]! -= factor * rows[i]![j]!
    }
  }
  const x = Array.from({ length: n }, () => 0)
  for (let i = n - 1; i >= 0; i -= 1) x[i] = (rows[i]![n]! - rows[i]!.slice(i + 1, n).reduce((sum, v, k) => sum + v * x[i + 1 + k]!, 0)) / rows[i]![i]!
  return x
}

const average = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length)

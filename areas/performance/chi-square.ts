/** The probability of a chi-square value with one degree of freedom at least this large: Q(1/2, x/2), DLMF 8.7.1 and 8.9.2. */
export function chiSquareTail(x: number): number {
  if (x <= 0) return 1
  const z = x / 2
  return z < 1.5 ? 1 - series(z) : fraction(z)
}

const rootPi = Math.sqrt(Math.PI)

function series(z: number): number {
  let term = 2
  let total = term
  for (let n = 1; n < 200 && term > total * 1e-17; n++) {
    term *= z / (n + 0.5)
    total += term
  }
  return (Math.sqrt(z) * Math.exp(-z) * total) / rootPi
}

function fraction(z: number): number {
  let b = z + 0.5
  let c = 1e300
  let d = 1 / b
  let value = d
  for (let n = 1; n < 1000; n++) {
    const a = -n * (n - 0.5)
    b += 2
    d = 1 / (a * d + b)
    c = b + a / c
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-16) break
  }
  return (Math.sqrt(z) * Math.exp(-z) * value) / rootPi
}

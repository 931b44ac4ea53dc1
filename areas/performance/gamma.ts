// The gamma distribution and Student's t, to about twelve digits. Formulas: NIST Digital Library of Mathematical Functions, chapter 8.
import { betaCdf, logGamma } from './beta.ts'

/** The probability that a Gamma(shape, rate) variable is at most x: the regularized lower incomplete gamma function (DLMF 8.2.4). */
export function gammaCdf(x: number, shape: number, rate = 1): number {
  const t = x * rate
  if (t <= 0) return 0
  if (t === Infinity) return 1
  const front = Math.exp(shape * Math.log(t) - t - logGamma(shape))
  return t < shape + 1 ? front * series(t, shape) : 1 - front * fraction(t, shape)
}

/** Power series DLMF 8.7.1, without its front factor. */
function series(x: number, a: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n <= 100_000 && term > sum * 1e-17; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** Continued fraction DLMF 8.9.2, by Lentz's method, without its front factor. */
function fraction(x: number, a: number): number {
  const away = (v: number) => (Math.abs(v) < 1e-300 ? 1e-300 : v)
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / away(b)
  let value = d
  for (let n = 1; n <= 100_000; n++) {
    const step = -n * (n - a)
    b += 2
    d = 1 / away(step * d + b)
    c = away(b + step / c)
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return value
}

/** The x below which a share p of Gamma(shape, rate) lies, by halving. */
export function gammaQuantile(p: number, shape: number, rate = 1): number {
  if (p <= 0) return 0
  let high = shape + 1
  while (gammaCdf(high, shape) < p) high *= 2
  let low = 0
  for (let step = 0; step < 200 && high - low > high * 1e-13; step++) {
    const middle = (low + high) / 2
    if (gammaCdf(middle, shape) < p) low = middle
    else high = middle
  }
  return (low + high) / 2 / rate
}

/** The probability that Student's t with so many degrees of freedom is at most t (DLMF 8.17 by the beta distribution). */
export function studentCdf(t: number, freedom: number): number {
  const tail = betaCdf(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
  return t > 0 ? 1 - tail : tail
}

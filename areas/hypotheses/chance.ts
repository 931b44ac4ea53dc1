// Numbers by chance, the same ones for the same seed. Generator: xoshiro128** (Blackman and Vigna 2018), seeded by splitmix32.

export type Chance = { /** Above 0 and below 1. */ uniform(): number }

export function chanceOf(seed: number): Chance {
  let mix = seed >>> 0
  const word = () => {
    mix = (mix + 0x9e3779b9) >>> 0
    let z = mix
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  let [a, b, c, d] = [word(), word(), word(), word() | 1]
  const next = () => {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
  // 53 bits, moved half a step away from zero, so that logarithms are finite.
  return { uniform: () => ((next() >>> 5) * 67_108_864 + (next() >>> 6) + 0.5) / 9_007_199_254_740_992 }
}

/** Standard normal: Marsaglia's polar method, one value of each pair. */
export function normal(chance: Chance): number {
  for (;;) {
    const u = 2 * chance.uniform() - 1
    const v = 2 * chance.uniform() - 1
    const s = u * u + v * v
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s)
  }
}

/** Gamma with scale 1: Marsaglia and Tsang 2000, ACM Transactions on Mathematical Software 26; below shape 1 by their boost. */
export function gamma(chance: Chance, shape: number): number {
  if (shape <= 0) return 0
  if (shape < 1) return gamma(chance, shape + 1) * chance.uniform() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(chance)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(chance.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

export function beta(chance: Chance, a: number, b: number): number {
  const x = gamma(chance, a)
  const y = gamma(chance, b)
  return x + y === 0 ? a / (a + b) : x / (x + y)
}

/** Poisson: products of uniforms while the mean is small, else Hörmann's transformed rejection PTRS (1993, Insurance: Mathematics and Economics 12). */
export function poisson(chance: Chance, mean: number): number {
  if (mean <= 0) return 0
  if (mean < 12) {
    const limit = Math.exp(-mean)
    let count = 0
    for (let product = chance.uniform(); product > limit; product *= chance.uniform()) count += 1
    return count
  }
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const inverse = 1.1239 + 1.1328 / (b - 3.4)
  const right = 0.9277 - 3.6224 / (b - 2)
  const logMean = Math.log(mean)
  for (;;) {
    const u = chance.uniform() - 0.5
    const v = chance.uniform()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= right) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    if (Math.log(v) + Math.log(inverse) - Math.log(a / (us * us) + b) <= k * logMean - mean - logFactorial(k)) return k
  }
}

/** Binomial: one by one while there are few, else halved by a beta order statistic until there are (Devroye 1986, Non-Uniform Random Variate Generation, X.4.3). */
export function binomial(chance: Chance, cases: number, share: number): number {
  if (share <= 0 || cases <= 0) return 0
  if (share >= 1) return cases
  let [n, p, count] = [cases, share, 0]
  while (n > 24) {
    const i = Math.floor((n + 1) / 2)
    const x = beta(chance, i, n + 1 - i)
    if (x <= p) {
      count += i
      n -= i
      p = (p - x) / (1 - x)
    } else {
      n = i - 1
      p /= x
    }
  }
  for (let k = 0; k < n; k++) if (chance.uniform() < p) count += 1
  return count
}

/** ln n!: exact sums for few, Stirling's series beyond. */
function logFactorial(n: number): number {
  if (n < 20) {
    let sum = 0
    for (let k = 2; k <= n; k++) sum += Math.log(k)
    return sum
  }
  const x = n + 1
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3)
}

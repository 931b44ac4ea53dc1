const format = new Intl.NumberFormat('en-US')

/** "12,400" */
export const sayNumber = (n: number): string => format.format(n)

/** "1 row", "12,400 rows" */
export const sayCount = (n: number, one: string, many = `${one}s`): string => `${format.format(n)} ${n === 1 ? one : many}`

/** "820 bytes", "4.2 MB" */
export function saySize(bytes: number): string {
  if (bytes < 1000) return sayCount(bytes, 'byte')
  const [unit, size] = bytes < 1e6 ? ['KB', bytes / 1e3] : bytes < 1e9 ? ['MB', bytes / 1e6] : ['GB', bytes / 1e9]
  return `${size.toFixed(size < 10 ? 1 : 0)} ${unit}`
}

/** "15 %", on one line however narrow that is. */
export const sayPercent = (percent: string | number): string => `${percent}\u00a0%`

/** "40 % likely. ", to stand before the reasons; nothing where nobody reckoned. */
export const sayLikely = (probability: number | null): string => (probability === null ? '' : `${sayPercent(Math.round(probability * 100))} likely. `)

/** "38 %"; what there is some of is never nothing, and what is not all never all. */
export function sayShare(n: number, all: number): string {
  const percent = all === 0 ? 0 : (100 * n) / all
  if (percent > 0 && percent < 1) return `under ${sayPercent(1)}`
  return percent < 100 && percent > 99 ? `over ${sayPercent(99)}` : sayPercent(Math.round(percent))
}

/** "7 %"; what is likely or not is never told to be certain or impossible. */
export const sayProbability = (p: number | null): string => (p === null ? '–' : p < 0.01 ? `under ${sayPercent(1)}` : p > 0.99 ? `over ${sayPercent(99)}` : sayPercent(Math.round(p * 100)))

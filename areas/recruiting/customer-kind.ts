// How many of a partner's customers are of the kind that a criterion asks for. What is not known of one may be so or not.
import { regions, standingOf } from '../companies/index.ts'
import type { Among, MixCell } from './score-rules.ts'

/** `belong` are of that kind for certain, `may` further ones perhaps. */
export type Counted = { belong: number; may: number; of: number }

/** A customer is of the kind when it is one of the values in each respect that names any. Industries compare as in the ideal customer profile: by their words. */
export function countAmong({ industries, sizes, places }: Among, cells: readonly MixCell[], listed: number): Counted {
  const countries = new Set(places.flatMap((place) => regions[place] ?? [place]))
  const asked = { attribute: 'industry', test: 'words' as const, values: industries, min: null, max: null, currency: null, mustHave: false, weight: 1, suggestedFrom: null }
  const isOne = new Map<string, boolean>()
  const inIndustry = (industry: string): boolean => {
    const known = isOne.get(industry) ?? standingOf(asked, { industry, employees: null, country: null }, 0).standing === 'met'
    isOne.set(industry, known)
    return known
  }
  const counted = { belong: 0, may: 0, of: listed }
  let told = 0
  for (const { industry, size, country, customers } of cells) {
    told += customers
    const respects = [industries.length === 0 || (industry === null ? null : inIndustry(industry)), sizes.length === 0 || (size === null ? null : sizes.includes(size)), places.length === 0 || (country === null ? null : countries.has(country))]
    if (respects.includes(false)) continue
    counted[respects.includes(null) ? 'may' : 'belong'] += customers
  }
  counted.may += Math.max(0, listed - told)
  return counted
}

/** "34 % (41 of 120)", "34 to 60 % (41 of 120; of 31 it is not known)": the low end rounded down, the high end up. */
export function sayCounted({ belong, may, of }: Counted): string {
  const n = (count: number) => count.toLocaleString('en-US')
  const [low, high] = [(100 * belong) / of, (100 * (belong + may)) / of]
  return may === 0 ? `${Math.round(low)} % (${n(belong)} of ${n(of)})` : `${Math.floor(low)} to ${Math.ceil(high)} % (${n(belong)} of ${n(of)}; of ${n(may)} it is not known)`
}

import { likelihoodOf } from './likelihood.ts'
import type { Reference } from './reference.ts'

/** From which likelihood a name is taken for one of the list: where fewer than one link in a hundred is wrong (docs/benchmarks.md). */
export const linkFrom = 0.65

/** `probability` is that of the nearest, also where it is too low to link; `id` is empty then. */
export type Link = { id: string; name: string; probability: number }

/** The one of the reference that a name means. Of several with the very same likelihood each is as likely as the others, so none is taken unless one is spelled the very same. */
export function linkName(reference: Reference, query: string, least: number = linkFrom): Link {
  const found = reference.find(query).map((one) => ({ ...one, p: likelihoodOf(one.likeness) })).sort((a, b) => b.p - a.p || (a.id < b.id ? -1 : 1))
  const [best] = found
  if (!best) return { id: '', name: '', probability: 0 }
  const equals = found.filter((one) => one.p === best.p).length
  const probability = Math.round((best.p / equals) * 10_000) / 10_000
  return probability >= least ? { id: best.id, name: best.name, probability } : { id: '', name: best.name, probability }
}

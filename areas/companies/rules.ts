// Pure decisions of the area: when two companies are one.
import type { Id } from '../../kernel/ids.ts'

export type Band = 'same' | 'maybe' | 'none'

/**
 * From which score two names, or a buyer and a company, are one, and from which a person should look. Set for protection, which prefers
 * to notice: a slip of the pen is never joined silently (at most 0.9) and rarely overlooked.
 */
export const thresholds = { same: 0.92, maybe: 0.72 } as const
/** Two that are both `same` and nearer to each other than this cannot be told apart. */
const clearLead = 0.02
export const mostCandidates = 5

/** `score` says what kind of likeness it is and decides the band; `probability` how likely it is the same, see probability.ts. Both from 0 to 1. */
export type Candidate = Near & { probability: number }
export type Near = { companyId: Id; name: string; score: number; reasons: string[] }
/** How firmly we know a company: the CRM's own records come first. `nearness`: how much of where it is agrees with what is asked, below zero where more contradicts. */
export type Standing = { nearness?: number; hasCrmId: boolean; isCustomer: boolean }

export function bandOf(score: number): Band {
  return score >= thresholds.same ? 'same' : score >= thresholds.maybe ? 'maybe' : 'none'
}

/**
 * The one it is, if that is clear. Of several with the very same name the one at that address, then the CRM's, then the customer, then the oldest is taken, since a
 * further one would hide what we know of them; the others stay among the candidates. Several near ones with different names stay open.
 */
export function decideBand<T extends Near & { standing: Standing }>(scored: T[]): { band: Band; best?: T; candidates: T[] } {
  const candidates = scored
    .filter((one) => one.score >= thresholds.maybe)
    .sort((a, b) => b.score - a.score || (b.standing.nearness ?? 0) - (a.standing.nearness ?? 0) || Number(b.standing.hasCrmId) - Number(a.standing.hasCrmId) || Number(b.standing.isCustomer) - Number(a.standing.isCustomer) || (a.companyId < b.companyId ? -1 : 1))
    .slice(0, mostCandidates)
  const [best, second] = candidates
  if (!best) return { band: 'none', candidates }
  if (best.score < thresholds.same) return { band: 'maybe', candidates }
  const identical = best.score >= 0.98
  if (second && !identical && second.score >= thresholds.same && best.score - second.score < clearLead) return { band: 'maybe', candidates }
  return { band: 'same', best, candidates }
}

// The recogniser for imports: thousands of names in a query. First what is spelled alike, then, for the rest, what is near.
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { exactKeys, findCandidates, fuzzyKeys, plain, scored, type Scored } from './candidates.ts'
import { decideBand, type Band, type Candidate } from './rules.ts'
import type { Sought } from './score.ts'

/** `crmId` of the company tells an import whether it belongs to another record of the CRM. */
export type Linked = { band: Band; companyId: Id | null; crmId: string | null; candidates: Candidate[] }

const batch = 2000
const nobody: Linked = { band: 'none', companyId: null, crmId: null, candidates: [] }

/**
 * An answer for each, in order; the same question twice is asked once. `exact` looks only for the same website and the same words or
 * letters, which is several times as fast and enough to link; without it, near names are found too, for people to look at.
 */
export async function recogniseMany(r: Reading, sought: Sought[], options: { exact?: boolean } = {}): Promise<Linked[]> {
  const questions = new Map<string, Sought>()
  const ids = sought.map((one) => {
    const id = `${one.domain ?? ''}\n${one.name ?? ''}`
    questions.set(id, one)
    return id
  })
  const answers = new Map<string, Linked>()
  for (const part of parts([...questions])) {
    const alike = await scoresOf(r, part, exactKeys)
    for (const [i, [id]] of part.entries()) answers.set(id, decided(alike.get(i) ?? []))
    if (options.exact) continue
    const open = part.map(([id, one], i) => ({ id, one, alike: alike.get(i) ?? [] })).filter(({ id }) => answers.get(id)?.band !== 'same')
    const near = await scoresOf(r, open.map(({ id, one }) => [id, one]), fuzzyKeys)
    for (const [i, { id, alike: found }] of open.entries()) answers.set(id, decided(together(found, near.get(i) ?? [])))
  }
  return ids.map((id) => answers.get(id) ?? nobody)
}

async function scoresOf(r: Reading, questions: [string, Sought][], keysFor: (sought: Sought) => string[]): Promise<Map<number, Scored[]>> {
  const found = new Map<number, Scored[]>()
  for (const row of await findCandidates(r, questions.map(([, sought]) => sought), keysFor)) {
    const sought = questions[row.i]?.[1]
    if (!sought) continue
    const list = found.get(row.i)
    if (list) list.push(scored(sought, row))
    else found.set(row.i, [scored(sought, row)])
  }
  return found
}

/** Each company once. */
function together(alike: Scored[], near: Scored[]): Scored[] {
  return [...new Map([...alike, ...near].map((one) => [one.companyId, one])).values()]
}

function decided(found: Scored[]): Linked {
  const { band, best, candidates } = decideBand(found)
  return { band, companyId: best?.companyId ?? null, crmId: best?.crmId ?? null, candidates: candidates.map(plain) }
}

function* parts<T>(items: T[]): Generator<T[]> {
  for (let from = 0; from < items.length; from += batch) yield items.slice(from, from + batch)
}

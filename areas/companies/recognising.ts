// Who thousands of buyers are, step by step: what must be looked up is asked for, what was found is weighed. Pure, so that it can go on
// in a thread while the database is asked from here.
import type { Id } from '../../kernel/ids.ts'
import { askedKeys, type AskedKeys } from './asked-keys.ts'
import { exactKeys, fuzzyKeys, scored, sitesOf, weighed, type Scored } from './candidates.ts'
import { nothing, type Detail, type Filed, type Hit, type LookedUp, type LookUp, type Named } from './look-up.ts'
import { saysWhere } from './places.ts'
import { decideBand, thresholds, type Band, type Candidate, type Near } from './rules.ts'
import { nameScore, type Sought } from './score.ts'

/** `crmId` of the company tells an import whether it belongs to another record of the CRM. What was looked for `exact`ly has no probabilities. */
export type Linked = { band: Band; companyId: Id | null; crmId: string | null; candidates: (Near & Partial<Candidate>)[] }
export type Recognising = Generator<LookUp, Linked[], LookedUp>
/** `exact` looks only for the same website and the same words or letters. */
export type How = { exact?: boolean | undefined }

/** An answer for each, in order; the same question twice is asked once. First what is spelled alike, then, for the rest, what is near. */
export function* recognising(sought: Sought[], how: How): Recognising {
  const places = new Map<string, number>()
  const questions: Sought[] = []
  const asked = sought.map((one) => {
    const id = [one.domain, one.name, one.country, one.street, one.zip, one.city, one.phone].join('\n')
    const place = places.get(id) ?? questions.push(one) - 1
    places.set(id, place)
    return place
  })
  const alike = yield* scoredOf(questions, exactKeys, () => true)
  const answers = alike.map((found, i) => decided(questions[i]!, [found], how))
  const open = how.exact ? [] : questions.keys().filter((place) => answers[place]!.band !== 'same').toArray()
  if (open.length > 0) {
    // Who shares no key of the very same has no website that is spelled alike: only the names can bring it near.
    const near = yield* scoredOf(open.map((place) => questions[place]!), fuzzyKeys, (question, company) => nameScore(question, company).score >= thresholds.maybe)
    for (const [i, place] of open.entries()) answers[place] = decided(questions[place]!, [alike[place]!, near[i]!], how)
  }
  return asked.map((place) => answers[place]!)
}

type Found = { scored: Scored[]; named: Named[] }

/** The companies under the keys of each question; all is asked only of those `worth` it, which are scored. */
function* scoredOf(questions: Sought[], keysFor: (sought: Sought) => string[], worth: (question: Sought, company: Named) => boolean): Generator<LookUp, Found[], LookedUp> {
  const keys = askedKeys(questions.map(keysFor))
  const domains = Map.groupBy(questions.entries().flatMap(([i, question]) => sitesOf(question).map((domain) => ({ domain, i }))), (one) => one.domain)
  const first = yield { ...nothing, ...keys.sought, domains: [...domains.keys()] }
  const byId = new Map((JSON.parse(first.named) as Named[]).map((company) => [company.id, company]))
  const found = foundFor(questions.length, JSON.parse(first.hits) as Hit[], keys, [...domains.values()].map((own) => own.map((one) => one.i)))
    .map((ids) => [...ids].flatMap((id) => byId.get(id) ?? []))
  const near = found.map((own, i) => own.filter((company) => worth(questions[i]!, company)))
  const ids = new Set(near.flatMap((own) => own.map((company) => company.id)))
  const second = ids.size === 0 ? undefined : yield { ...nothing, details: `{${[...ids].join()}}`, places: questions.some(saysWhere) }
  const details = new Map((JSON.parse(second?.details ?? '[]') as Detail[]).map((company) => [company.id, company]))
  const whole = (company: Named): Filed[] => { const rest = details.get(company.id); return rest ? [{ ...company, ...rest }] : [] }
  return questions.map((question, i) => ({ scored: near[i]!.flatMap(whole).map((company) => scored(question, company)), named: found[i]! }))
}

/** For each question the companies that it found. */
function foundFor(size: number, hits: Hit[], keys: AskedKeys, sites: number[][]): Set<Id>[] {
  const found = Array.from({ length: size }, () => new Set<Id>())
  const byKey = new Map<number, Id[]>()
  for (const [at, id] of hits) {
    if (at < 0) for (const i of sites[-at - 1]!) found[i]!.add(id)
    else byKey.set(at - 1, [...(byKey.get(at - 1) ?? []), id])
  }
  keys.each(byKey, (i, ids) => { for (const id of ids) found[i]!.add(id) })
  return found
}

function decided(question: Sought, found: Found[], how: How): Linked {
  // Each company once.
  const near = new Map(found.flatMap((one) => one.scored).map((one) => [one.companyId, one]))
  const named = new Map(found.flatMap((one) => one.named).map((one) => [one.id, one]))
  const { band, best, candidates } = how.exact ? alone([...near.values()]) : weighed(question, [...near.values()], [...named.values()])
  return { band, companyId: best?.companyId ?? null, crmId: best?.crmId ?? null, candidates }
}

function alone(near: Scored[]) {
  const { candidates, ...decided } = decideBand(near)
  return { ...decided, candidates: candidates.map(({ companyId, name, score, reasons }): Near => ({ companyId, name, score, reasons })) }
}

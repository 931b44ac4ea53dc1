// Who a buyer may be: companies filed under one of its keys or its website, in one query however many are asked for.
import { sql } from 'kysely'
import type { Reading } from '../../platform/db/context.ts'
import { pretendedDomain, showDomain } from './domains.ts'
import { hashKey, lookupKeys, nearKeys, wholeKeys } from './keys.ts'
import type { Filed } from './look-up.ts'
import { parseName } from './names.ts'
import { saysWhere } from './places.ts'
import { probabilityOf, sayPlaces, type Called } from './probability.ts'
import { decideBand, type Band, type Candidate, type Near, type Standing } from './rules.ts'
import { scoreOf, type Sought } from './score.ts'
import { domainKeys } from './store.ts'
import { nearnessOf, samePlaceAs } from './where.ts'

/** `i` is the place of the question; `exact` says that it was found under one of the keys of the very same. */
export type Found = Filed & { i: number; exact: boolean }
export type Scored = Near & { standing: Standing; crmId: string | null; filed: Filed }

/** Up to this many companies are looked at for one key. Of the very same name some, of a word or part that more share none: it says too little. */
const looks = { n: 20, b: 20, h: 25, t: 25 } as const
export const looksFor = (key: string): number => looks[key.charAt(0) as keyof typeof looks]

/** Keys under which the very same is filed; whoever shares none is at most near. */
export function exactKeys(sought: Sought): string[] {
  return unique([...(sought.name ? wholeKeys(parseName(sought.name)) : []), ...sitesOf(sought).flatMap(domainKeys)])
}

/** Keys under which the near is filed: by name, else by what the website is called. */
export function fuzzyKeys(sought: Sought): string[] {
  const name = sought.name ?? sitesOf(sought).map(showDomain).at(-1)
  return name ? nearKeys(name) : []
}

/** Both. */
export const allKeys = (sought: Sought): string[] => unique([...exactKeys(sought), ...(sought.name ? lookupKeys(sought.name) : []), ...fuzzyKeys(sought)])

export async function findCandidates(r: Reading, sought: Sought[], keysFor: (one: Sought) => string[]): Promise<Found[]> {
  const keys = sought.flatMap((one, i) => keysFor(one).map((key) => ({ i, key: hashKey(key), looks: looksFor(key), always: key.startsWith('n') })))
  const domains = sought.flatMap((one, i) => sitesOf(one).map((domain) => ({ i, domain })))
  if (keys.length + domains.length === 0) return []
  const [places, itsPlaces] = sought.some(saysWhere) ? [sql`, street, zip, city, phone, attributes`, sql`, c.street, c.zip, c.city, c.phone, c.attributes`] : [sql``, sql``]
  // An array inside a sub-select has the same estimate whatever it holds, so the prepared plan is kept: planning costs as much as looking.
  const { rows } = await sql<Found>`
    with hit as (
      select sought.i, k.company_id as id, sought.always as exact
      from unnest((select ${keys.map((k) => k.i)}::integer[]), (select ${keys.map((k) => k.key)}::bigint[]), (select ${keys.map((k) => k.looks)}::integer[]), (select ${keys.map((k) => k.always)}::boolean[]))
        as sought(i, key, looks, always)
      cross join lateral (
        select company_id, count(*) over () as found
        from (select company_id from company_key where workspace_id = ${r.workspace}::uuid and key = sought.key limit sought.looks + 1) as capped
      ) k where k.found <= sought.looks or sought.always
      union all
      select d.i, owner.company_id, true from unnest((select ${domains.map((d) => d.i)}::integer[]), (select ${domains.map((d) => d.domain)}::text[])) as d(i, domain)
      cross join lateral (select company_id from company_domain where workspace_id = ${r.workspace}::uuid and domain = d.domain limit 1) owner
    )
    select hit.i, hit.exact, c.id, c.name, c.crm_id, c.is_customer, c.country${itsPlaces},
      (select array_agg(n.name) from company_name n where n.workspace_id = c.workspace_id and n.company_id = c.id) as aliases,
      (select array_agg(d.domain) from company_domain d where d.workspace_id = c.workspace_id and d.company_id = c.id) as domains
    from (select i, id, bool_or(exact) as exact from hit group by i, id) hit cross join lateral (select id, workspace_id, name, crm_id, is_customer, country${places} from company where workspace_id = ${r.workspace}::uuid and id = hit.id limit 1) c`.execute(r.q)
  return rows
}

/** One company that may be the buyer, with how likely that is. */
export function scored(sought: Sought, row: Filed): Scored {
  const domains = row.domains ?? []
  const pretends = domains.map((domain) => pretendedDomain(showDomain(domain))).filter((domain) => domain !== undefined)
  const { score, reasons } = scoreOf(sought, { name: row.name, aliases: row.aliases ?? [], domains, pretends })
  return { companyId: row.id, name: row.name, score: Math.round(score * 1000) / 1000, reasons, standing: { nearness: nearnessOf(samePlaceAs(sought, row)), hasCrmId: row.crm_id !== null, isCustomer: row.is_customer }, crmId: row.crm_id, filed: row }
}

/** Who it is, if that is clear, and who it may be, best first, each with how likely. `found` are all that shared a key. */
export function weighed(sought: Sought, near: Scored[], found: Called[]): { band: Band; best?: Scored; candidates: Candidate[] } {
  const { candidates, ...decided } = decideBand(near)
  return { ...decided, candidates: candidates.map((one) => likely(sought, one, found)) }
}

export function likely(sought: Sought, { companyId, name, score, reasons, filed }: Scored, found: Called[]): Candidate {
  const probability = probabilityOf(sought, filed, found)
  return { companyId, name, score, probability: Math.round(probability * 1000) / 1000, reasons: score === 1 ? reasons : [...reasons, ...sayPlaces(sought, filed)] }
}

export const sitesOf = (sought: Sought): string[] => [sought.domain, sought.lookAlikeOf].filter((domain) => domain !== undefined)
const unique = (items: string[]): string[] => [...new Set(items)]

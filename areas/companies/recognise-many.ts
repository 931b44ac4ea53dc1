// The recogniser for imports: thousands of names in a query. First what is spelled alike, then, for the rest, what is near.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { domainKeys } from './store.ts'
import { hashKey, wholeKeys } from './keys.ts'
import { parseName } from './names.ts'
import { keysOf, looksFor, plain, scored } from './recognise.ts'
import { decideBand, type Band, type Candidate } from './rules.ts'
import type { Sought } from './score.ts'

/** `crmId` of the company tells an import whether it belongs to another record of the CRM. */
export type Linked = { band: Band; companyId: Id | null; crmId: string | null; candidates: Candidate[] }
type Row = { i: number; id: Id; name: string; crm_id: string | null; is_customer: boolean; aliases: string[] | null; domains: string[] | null }

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
  await ask(r, [...questions], answers, exactKeys)
  if (!options.exact) await ask(r, [...questions].filter(([id]) => answers.get(id)?.band !== 'same'), answers, keysOf)
  return ids.map((id) => answers.get(id) ?? nobody)
}

/** Keys under which the very same is filed. */
function exactKeys(sought: Sought): string[] {
  return [...(sought.name ? wholeKeys(parseName(sought.name)) : []), ...(sought.domain ? domainKeys(sought.domain) : [])]
}

async function ask(r: Reading, questions: [string, Sought][], answers: Map<string, Linked>, keysFor: (sought: Sought) => string[]): Promise<void> {
  for (let from = 0; from < questions.length; from += batch) {
    const part = questions.slice(from, from + batch)
    const found = new Map<number, Row[]>()
    for (const row of await candidates(r, part.map(([, sought]) => sought), keysFor)) found.set(row.i, [...(found.get(row.i) ?? []), row])
    for (const [i, [id, sought]] of part.entries()) {
      const { band, best, candidates: near } = decideBand((found.get(i) ?? []).map((row) => scored(sought, row)))
      answers.set(id, { band, companyId: best?.companyId ?? null, crmId: best?.row.crm_id ?? null, candidates: near.map(plain) })
    }
  }
}

async function candidates(r: Reading, sought: Sought[], keysFor: (one: Sought) => string[]): Promise<Row[]> {
  const keys = sought.flatMap((one, i) => keysFor(one).map((key) => ({ i, key: hashKey(key), looks: looksFor(key) })))
  const domains = sought.flatMap((one, i) => [one.domain, one.lookAlikeOf].filter((domain) => domain !== undefined).map((domain) => ({ i, domain })))
  const { rows } = await sql<Row>`
    with hit as (
      select sought.i, k.company_id as id
      from unnest(${keys.map((k) => k.i)}::integer[], ${keys.map((k) => k.key)}::bigint[], ${keys.map((k) => k.looks)}::integer[]) as sought(i, key, looks)
      cross join lateral (select company_id from company_key where workspace_id = ${r.workspace}::uuid and key = sought.key limit sought.looks) k
      union
      select d.i, found.company_id from unnest(${domains.map((d) => d.i)}::integer[], ${domains.map((d) => d.domain)}::text[]) as d(i, domain)
      cross join lateral (select company_id from company_domain where workspace_id = ${r.workspace}::uuid and domain = d.domain limit 1) found
    )
    select hit.i, c.id, c.name, c.crm_id, c.is_customer,
      (select array_agg(n.name) from company_name n where n.workspace_id = c.workspace_id and n.company_id = c.id) as aliases,
      (select array_agg(d.domain) from company_domain d where d.workspace_id = c.workspace_id and d.company_id = c.id) as domains
    from hit cross join lateral (select id, workspace_id, name, crm_id, is_customer from company where workspace_id = ${r.workspace}::uuid and id = hit.id limit 1) c`.execute(r.q)
  return rows
}

// Companies filed under thousands of keys: each key is looked under once, however many names share it, and each company is read once.
// Questions and answers are texts, which a thread takes over in one piece.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Place } from './places.ts'

/**
 * Arrays as PostgreSQL writes them. `looks` is how many companies under a key are looked at; where more share it, it says too little,
 * unless it is of the very same name (`always`). `details` are companies of which all is asked, with
 * where they are and the columns that imports kept of them where `places` are compared.
 */
export type LookUp = { keys: string; looks: string; always: string; domains: string[]; details: string; places: boolean }
export type Named = { id: Id; name: string; aliases: string[] | null }
export type Filed = Named & Place & { crm_id: string | null; is_customer: boolean; country: string | null; domains: string[] | null; attributes?: Record<string, unknown> | null }
/** JSON. `at` is the place of a key, counted from 1, or before 0 that of a domain. */
export type LookedUp = { hits: string; named: string; details: string }
export type Hit = [at: number, id: Id]
export type Detail = Omit<Filed, 'name' | 'aliases'>

export const nothing: LookUp = { keys: '{}', looks: '{}', always: '{}', domains: [], details: '{}', places: false }

export async function lookUp(r: Reading, asked: LookUp): Promise<LookedUp> {
  const hits = asked.keys === '{}' && asked.domains.length === 0 ? '[]' : await hitsOf(r, asked)
  const [named, details] = await Promise.all([hits === '[]' ? '[]' : namesOf(r, hits), asked.details === '{}' ? '[]' : detailsOf(r, asked.details, asked.places)])
  return { hits, named, details }
}

// An array inside a sub-select has the same estimate whatever it holds, so the prepared plan is kept: planning costs as much as looking.
async function hitsOf(r: Reading, { keys, looks, always, domains }: LookUp): Promise<string> {
  const { rows: [found] } = await sql<{ json: string }>`
    select coalesce(json_agg(json_build_array(hit.at, hit.id)), '[]')::text as json from (
      select sought.n as at, k.company_id as id
      from unnest((select ${keys}::bigint[]), (select ${looks}::integer[]), (select ${always}::boolean[])) with ordinality as sought(key, looks, always, n)
      cross join lateral (
        select company_id, count(*) over () as found
        from (select company_id from company_key where workspace_id = ${r.workspace}::uuid and key = sought.key limit sought.looks + 1) as capped
      ) k where k.found <= sought.looks or sought.always
      union all
      select -d.n, owner.company_id from unnest((select ${domains}::text[])) with ordinality as d(domain, n)
      cross join lateral (select company_id from company_domain where workspace_id = ${r.workspace}::uuid and domain = d.domain limit 1) owner
    ) as hit`.execute(r.q)
  return found?.json ?? '[]'
}

async function namesOf(r: Reading, hits: string): Promise<string> {
  const { rows: [found] } = await sql<{ json: string }>`
    with ids as materialized (select array_agg(distinct (hit ->> 1)::uuid) as all from json_array_elements(${hits}::json) as hit)
    select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name, 'aliases', n.aliases)), '[]')::text as json
    from (select id, name from company where workspace_id = ${r.workspace}::uuid and id = any((select ids.all from ids)::uuid[])) c
    left join (
      select company_id, json_agg(name) as aliases from company_name where workspace_id = ${r.workspace}::uuid and company_id = any((select ids.all from ids)::uuid[]) group by company_id
    ) n on n.company_id = c.id`.execute(r.q)
  return found?.json ?? '[]'
}

const placeFields = sql`, 'street', c.street, 'zip', c.zip, 'city', c.city, 'phone', c.phone, 'attributes', c.attributes`

async function detailsOf(r: Reading, ids: string, places: boolean): Promise<string> {
  const { rows: [found] } = await sql<{ json: string }>`
    select coalesce(json_agg(json_build_object('id', c.id, 'crm_id', c.crm_id, 'is_customer', c.is_customer, 'country', c.country, 'domains', d.domains${places ? placeFields : sql``})), '[]')::text as json
    from (select id, crm_id, is_customer, country${places ? sql`, street, zip, city, phone, attributes` : sql``} from company where workspace_id = ${r.workspace}::uuid and id = any((select ${ids}::uuid[])::uuid[])) c
    left join (
      select company_id, json_agg(domain) as domains from company_domain where workspace_id = ${r.workspace}::uuid and company_id = any((select ${ids}::uuid[])::uuid[]) group by company_id
    ) d on d.company_id = c.id`.execute(r.q)
  return found?.json ?? '[]'
}

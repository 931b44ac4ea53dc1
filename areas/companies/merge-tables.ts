// What of this area a merge may change. The two companies first: who points to them can only be put back once they stand apart again.
import { sql } from 'kysely'
import type { Watched } from './relinkers.ts'

export const companyTable: Watched = { table: 'company', key: ['id'], scope: (ids) => sql<boolean>`(t.id = any(${ids}::uuid[]) or t.parent_id = any(${ids}::uuid[]))` }
const ofCompany: Watched['scope'] = (ids) => sql<boolean>`t.company_id = any(${ids}::uuid[])`

export const ownTables: Watched[] = [
  companyTable,
  { table: 'company_domain', key: ['domain'], scope: ofCompany, what: 'websites' },
  { table: 'company_name', key: ['company_id', 'name'], scope: ofCompany, what: 'other names' },
  { table: 'company_key', key: ['key', 'company_id'], scope: ofCompany },
]

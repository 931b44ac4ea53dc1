// What of customer lists and questions follows when two companies become one.
import { sql } from 'kysely'
import type { Relinker } from '../companies/index.ts'

const ofCompany: Relinker['tables'][number]['scope'] = (ids) => sql<boolean>`t.company_id = any(${ids}::uuid[])`

export const mappingRelinker: Relinker = {
  name: 'mapping',
  tables: [
    { table: 'customer_list_row', key: ['list_id', 'n'], scope: ofCompany, what: 'rows of customer lists' },
    { table: 'introduction_ask', key: ['id'], scope: ofCompany, what: 'questions for an introduction' },
    { table: 'private_mapping_item', key: ['mapping_id', 'n'], scope: ofCompany },
  ],
  move: async (tx, { from, into }) => {
    await tx.q.updateTable('customer_list_row').set({ company_id: into }).where('workspace_id', '=', tx.workspace).where('company_id', '=', from).execute()
    await tx.q.updateTable('private_mapping_item').set({ company_id: into }).where('workspace_id', '=', tx.workspace).where('company_id', '=', from).execute()
    // One question about a company is open to a partner at a time: asked of both, the survivor's stays.
    await sql`update introduction_ask a set state = 'withdrawn', answered_at = ${tx.now}::timestamptz, why = 'It was asked twice: two companies became one.'
      where a.workspace_id = ${tx.workspace}::uuid and a.company_id = ${from}::uuid and a.state = 'open'
        and exists (select from introduction_ask b where b.workspace_id = a.workspace_id and b.partner_id = a.partner_id and b.company_id = ${into}::uuid and b.state = 'open')`.execute(tx.q)
    await tx.q.updateTable('introduction_ask').set({ company_id: into }).where('workspace_id', '=', tx.workspace).where('company_id', '=', from).execute()
  },
}

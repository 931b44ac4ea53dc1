// Lists of somebody erased go as they always go, counted and recorded; then that there were any goes too.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Eraser } from '../partners/index.ts'
import { deleteList } from './delete-list.ts'
import { forgetPrivate } from './private-store.ts'
import { mayDelete } from './rules.ts'
import { progressOf } from './show.ts'
import { listsOf } from './store.ts'

const lists = (r: Reading, partnerId: Id) => r.q.selectFrom('customer_list').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).orderBy('id').execute()
type OfPartner = 'list_request' | 'introduction_ask' | 'private_mapping'
const countOf = async (r: Reading, table: OfPartner, partnerId: Id): Promise<number> =>
  Number((await r.q.selectFrom(table).select(sql<bigint>`count(*)`.as('n')).where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).executeTakeFirstOrThrow()).n)

async function customersIn(r: Reading, listIds: Id[]): Promise<number> {
  if (listIds.length === 0) return 0
  return Number((await r.q.selectFrom('customer_list_row').select(sql<bigint>`count(*)`.as('n')).where('workspace_id', '=', r.workspace).where('list_id', '=', anyOf(listIds)).executeTakeFirstOrThrow()).n)
}

export const mappingEraser: Eraser = {
  name: 'mapping',
  against: async (r, partnerId) => {
    const own = await listsOf(r, partnerId)
    if (own.some((list) => list.state === 'waiting' || list.state === 'running' || progressOf(list).isMatching)) return 'A customer list of it is being read just now. Wait until that is over, or stop it.'
    const working = await r.q.selectFrom('private_mapping').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).where('state', 'in', ['preparing', 'computing']).limit(1).executeTakeFirst()
    return working ? 'A private comparison with it is being worked out. Wait until that is over, or take it back.' : null
  },
  count: async (r, partnerId) => {
    const listIds = (await lists(r, partnerId)).map((list) => list.id)
    return [
      { what: 'customer list', count: listIds.length }, { what: 'listed customer', count: await customersIn(r, listIds) },
      { what: 'customer question', count: (await countOf(r, 'list_request', partnerId)) + (await countOf(r, 'introduction_ask', partnerId)) + (await countOf(r, 'private_mapping', partnerId)) },
    ]
  },
  erase: async (tx, partnerId) => {
    for (const list of await listsOf(tx, partnerId)) if (mayDelete(list).allowed) await deleteList(tx, list.id, 'The candidate was erased.')
    for (const { id } of await tx.q.selectFrom('private_mapping').select('id').where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).execute()) await forgetPrivate(tx, id)
    for (const table of ['list_request', 'introduction_ask', 'private_mapping', 'customer_list'] as const) await tx.q.deleteFrom(table).where('workspace_id', '=', tx.workspace).where('partner_id', '=', partnerId).execute()
  },
}

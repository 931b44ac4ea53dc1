import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import type { Task } from '../../platform/jobs/worker.ts'
import { nameKey } from '../companies/index.ts'
import { customerJudged, listMatchedAgain } from './events.ts'
import { matchCustomers, type MatchedCustomer } from './match-customers.ts'
import { matchList } from './match-list.ts'
import { mixFor, mixOf } from './mix-rules.ts'
import { mixesOf, writeMix } from './mix-store.ts'
import type { Customer } from './read-customers.ts'
import { figuresOf, mayJudge, mayMatchAgain, withForgotten } from './rules.ts'
import { listById, lockList, lockRow, rowsOf, type CustomerRow, type ListRow } from './store.ts'

export const againTask = 'mapping.match_again'

/** Holds the customers that are kept against what we know today, as a job. Refuses a list not in use, or of figures only (mapping.not_matchable). */
export async function matchAgain(ctx: Ctx, id: Id): Promise<void> {
  allow(ctx, 'mapping:write')
  await transact(ctx, async (tx) => {
    const may = mayMatchAgain(await lockList(tx, id))
    if (!may.allowed) throw refuse('conflict', 'mapping.not_matchable', may.why)
    await tx.q.updateTable('customer_list').set({ running_since: tx.now, progressed_at: tx.now, customers_done: 0 }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await addJob(tx, { task: againTask, payload: { workspace: tx.workspace, list: id }, key: `${againTask}:${id}` })
  })
}

export const matchAgainTask: Task = async (ctx, payload) => {
  const id = String(payload['list'])
  const list = await read(ctx, (r) => listById(r, id))
  if (!mayMatchAgain(list).allowed) return
  const rows = await read(ctx, (r) => rowsOf(r, id))
  const found = await matchList(() => ctx, rows.map((row) => ({ customer: customerOf(row), judged: row.judgedAt ? { companyId: row.companyId } : undefined })), async (done) => {
    await transact(ctx, (tx) => tx.q.updateTable('customer_list').set({ customers_total: rows.length, customers_done: done, progressed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute())
    return true
  })
  if (!found) return
  await transact(ctx, async (tx) => {
    const now = await lockList(tx, id)
    if (!mayMatchAgain(now).allowed || now.sharing !== list.sharing) return
    await writeMatches(tx, id, rows, found)
    const figures = await refigure(tx, now)
    await record(tx, listMatchedAgain(now, { customers: figures.customers, known: figures.known }))
  })
}

/** A person says which company a customer is, or that it is none of ours. Refuses a list of which not everything is shared (mapping.not_judgeable). */
export async function judgeCustomer(ctx: Ctx, id: Id, n: number, companyId: Id | null): Promise<void> {
  allow(ctx, 'mapping:write')
  await transact(ctx, async (tx) => {
    const list = await lockList(tx, id)
    const may = mayJudge(list)
    if (!may.allowed) throw refuse('conflict', 'mapping.not_judgeable', may.why)
    const row = await lockRow(tx, id, n)
    const found = await matchCustomers(tx, [customerOf(row)], new Map([[0, { companyId }]]))
    await writeMatches(tx, id, [row], found)
    await tx.q.updateTable('customer_list_row').set({ judged_at: tx.now, judged_by: 'id' in tx.actor ? tx.actor.id : null }).where('workspace_id', '=', tx.workspace).where('list_id', '=', id).where('n', '=', BigInt(n)).execute()
    await refigure(tx, list)
    await record(tx, customerJudged(list, { n, companyId }))
  })
}

const customerOf = (row: CustomerRow): Customer => ({ name: row.name, domain: row.domain, lookAlikeOf: undefined, letters: nameKey(row.name), country: row.country, industry: row.industry, employees: row.employees })

async function writeMatches(tx: Tx, id: Id, rows: CustomerRow[], found: MatchedCustomer[]): Promise<void> {
  const set = rows.map((row, i) => ({ n: row.n, m: found[i]! })).map(({ n, m }) => ({ n, band: m.band, company_id: m.companyId, score: Math.round(m.score * 1000), probability: m.probability == null ? null : Math.round(m.probability * 1000), reasons: m.reasons, relation: m.relation, grade: m.grade, open_value: m.openValue, won_value: m.wonValue, our_industry: m.ourIndustry, our_employees: m.ourEmployees, our_country: m.ourCountry }))
  await sql`update customer_list_row c set band = x.band, company_id = x.company_id, score = x.score, probability = x.probability, reasons = x.reasons, relation = x.relation, grade = x.grade, open_value = x.open_value, won_value = x.won_value, our_industry = x.our_industry, our_employees = x.our_employees, our_country = x.our_country
    from jsonb_to_recordset(${JSON.stringify(set)}::jsonb) as x(n bigint, band text, company_id uuid, score integer, probability integer, reasons jsonb, relation text, grade text, open_value jsonb, won_value jsonb, our_industry text, our_employees integer, our_country text)
    where c.workspace_id = ${tx.workspace}::uuid and c.list_id = ${id}::uuid and c.n = x.n`.execute(tx.q)
}

async function refigure(tx: Tx, list: ListRow) {
  const rows = await rowsOf(tx, list.id)
  const own = figuresOf(rows)
  // Those that are kept are counted anew; of the others the kinds are all there is.
  if (list.sharing === 'overlap') await writeMix(tx, list.id, [...mixOf(rows, () => true), ...((await mixesOf(tx, [list.id])).get(list.id) ?? []).filter((cell) => !cell.isKnown)])
  else await writeMix(tx, list.id, mixFor(list.sharing, mixOf(rows)))
  const figures = list.sharing === 'overlap' && list.figures ? withForgotten(own, list.figures) : own
  await tx.q.updateTable('customer_list').set({ figures: JSON.stringify(figures), matched_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', list.id).execute()
  return figures
}

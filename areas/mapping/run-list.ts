import type { Id } from '../../kernel/ids.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Ctx, Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import type { Task } from '../../platform/jobs/worker.ts'
import { findSameAside } from '../companies/index.ts'
import { collectCustomers, type Collected } from './collect-customers.ts'
import { endList, finishList } from './finish-list.ts'
import { listTask } from './give-list.ts'
import type { MatchedCustomer } from './match-customers.ts'
import { matchList } from './match-list.ts'
import { listById, lockList, removeRows, type ListRow, type NewCustomerRow } from './store.ts'

export type RunList = { signal?: AbortSignal | undefined; clock?: () => Temporal.Instant; onProgress?: (list: ListRow) => void }
/** Among so many customers that we do not know, different spellings of one are looked for; in more it would take longer than all the rest. */
const mostCompared = 50_000

/** Reads and matches a list, from its beginning each time: nothing is kept until all of it is. Returns how it stands afterwards. */
export async function runList(ctx: Ctx, id: Id, { signal, clock = () => Temporal.Now.instant(), onProgress }: RunList = {}): Promise<ListRow> {
  const own = (): Ctx => ({ ...ctx, now: clock(), idempotency: undefined })
  const list = await transact(own(), (tx) => begin(tx, id))
  if (list.state !== 'running' || !list.fileId || !list.runningSince) return list
  const since = list.runningSince
  const tick = async (set: Progress): Promise<boolean> => {
    const now = await transact(own(), (tx) => progress(tx, id, since, set))
    onProgress?.(now)
    return !signal?.aborted && now.state === 'running' && now.cancelAskedAt === null && (now.runningSince?.equals(since) ?? false)
  }
  const stopped = () => transact(own(), async (tx) => ((await lockList(tx, id)).cancelAskedAt ? endList(tx, id, 'cancelled', null) : listById(tx, id)))
  const collected = await collectCustomers(own(), list.fileId, (rows, rejected, bytes) => tick({ rows_read: BigInt(rows), rejected: BigInt(rejected), bytes_done: BigInt(bytes) }))
  if (!collected) return stopped()
  const { customers } = collected
  const matched = await matchList(own, customers, (done) => tick({ customers_total: customers.length, customers_done: done }))
  if (!matched) return stopped()
  const rows = await together(customers, matched, signal)
  return transact(own(), (tx) => finishList(tx, id, since, { rows, rejected: collected.rejected, rejectedCount: collected.rejectedCount, rowsRead: collected.rows }))
}

/** The task behind `giveList`. On a stop of the process it hands over to a new job; after the last attempt the list has failed. */
export const runListTask: Task = async (ctx, payload, job) => {
  const id = String(payload['list'])
  try {
    const after = await runList(ctx, id, { signal: job.signal })
    if (after.state === 'running' && job.signal?.aborted) await transact(ctx, (tx) => addJob(tx, { task: listTask, payload: { workspace: tx.workspace, list: id }, key: `${listTask}:${id}` }))
  } catch (error) {
    // A file that cannot be read says why; trying again would not help.
    if (error instanceof Refusal) return void (await transact(ctx, (tx) => endList(tx, id, 'failed', error.message)))
    if (job.lastAttempt) await transact(ctx, (tx) => endList(tx, id, 'failed', 'Something went wrong on our side. Nothing was kept; give the list again.'))
    throw error
  }
}

/** Spellings that lead to one company of ours are one customer; so are those of the rest that are written nearly alike. */
export async function together(customers: Collected[], matched: MatchedCustomer[], signal?: AbortSignal): Promise<NewCustomerRow[]> {
  const rows = customers.map(({ customer, n, times }, i) => ({ ...matched[i]!, n, times, name: customer.name, domain: customer.domain, country: customer.country, industry: customer.industry, employees: customer.employees, isNew: false }))
  const ours = new Map<string, (typeof rows)[number]>()
  const rest: (typeof rows)[number][] = []
  for (const row of rows) {
    const first = row.band === 'same' && row.companyId ? ours.get(row.companyId) : undefined
    if (first) first.times += row.times
    else if (row.band === 'same' && row.companyId) ours.set(row.companyId, row)
    else rest.push(row)
  }
  return [...ours.values(), ...(await spelledAlike(rest, signal))].sort((a, b) => a.n - b.n)
}

async function spelledAlike<T extends { name: string; domain: string | null; country: string | null; times: number; n: number }>(rows: T[], signal?: AbortSignal): Promise<T[]> {
  if (rows.length < 2 || rows.length > mostCompared) return rows
  const same = await findSameAside(rows.map((row) => ({ id: String(row.n), name: row.name, ...(row.domain ? { domain: row.domain } : {}), ...(row.country ? { country: row.country } : {}) })), 'company', signal)
  return rows.filter((row, i) => {
    const first = rows[same[i]!]!
    // Two websites are two customers, however alike their names.
    if (first === row || (first.domain && row.domain && first.domain !== row.domain)) return true
    first.times += row.times
    return false
  })
}

async function begin(tx: Tx, id: Id): Promise<ListRow> {
  const list = await lockList(tx, id)
  if (list.finishedAt) return list
  if (list.cancelAskedAt) return endList(tx, id, 'cancelled', null)
  await removeRows(tx, id)
  await tx.q.updateTable('customer_list').set({ state: 'running', running_since: tx.now, progressed_at: tx.now, rows_read: 0n, rejected: 0n, bytes_done: 0n, customers_total: null, customers_done: 0 }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
  return listById(tx, id)
}

type Progress = { rows_read: bigint; rejected: bigint; bytes_done: bigint } | { customers_total: number; customers_done: number }
async function progress(tx: Tx, id: Id, since: Temporal.Instant, set: Progress): Promise<ListRow> {
  await tx.q.updateTable('customer_list').set({ ...set, progressed_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).where('running_since', '=', since).execute()
  return listById(tx, id)
}

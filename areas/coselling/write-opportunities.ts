// Set-based on purpose: a batch costs a handful of statements however many rows it has (5,000 opportunities a second and more).
import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { arraysOf } from '../../platform/db/arrays.ts'
import { allow, type Tx } from '../../platform/db/context.ts'
import { sendText } from '../../platform/db/transact.ts'
import { recordAll } from '../../platform/events/record.ts'
import type { RowOutcome } from '../../platform/imports/index.ts'
import { lockMerges } from '../companies/index.ts'
import { contentOf } from './change-opportunity.ts'
import { companiesOfRows, type CompanyWords, type Remembered } from './companies-of-rows.ts'
import { opportunityFact } from './opportunity-events.ts'
import { decideWrite, movesMoney, type OpportunityContent, type OpportunityState, type WriteDecision } from './opportunity-rules.ts'
import { toOpportunity, type OpportunityRow } from './opportunity-store.ts'
import { settleOpportunities } from './settle-opportunity.ts'

/** An opportunity as another system has it. What is undefined it does not say, and stays as it is; null empties. */
export type SyncedOpportunity = {
  crmId: string; state: OpportunityState; crmStage?: string | null; name?: string; company: CompanyWords | null
  amountMinor?: bigint | null; currency?: string; product?: string | null; repName?: string | null; openedOn?: string | null; closedOn?: string | null
}
export type SyncOptions = { currency: string; createCompanies: boolean; importId: Id | null; remembered?: Remembered }

/**
 * Writes opportunities of another system, recognised by its id; the ids must differ. New ones are made, changed ones updated, equal ones
 * left alone; what a partner earns on those that changed is settled here. An outcome for each row, in order.
 */
export async function writeOpportunities(tx: Tx, rows: SyncedOpportunity[], options: SyncOptions): Promise<RowOutcome[]> {
  allow(tx, 'opportunities:write')
  if (rows.length === 0) return []
  const known = await lockByCrmId(tx, rows.map((row) => row.crmId))
  const companies = await companiesOfRows(tx, rows.map((row) => row.company), options.createCompanies, options.remembered)
  const decided = rows.map((row, at) => {
    const existing = known.get(row.crmId)
    const companyId = companies[at]
    // Whom a partner introduced was decided there; an export does not move it.
    const { crmId, company: _words, ...said } = row
    const wish = { ...said, ...(companyId && !existing?.referralId ? { companyId } : {}) }
    return { crmId, existing, decision: decideWrite(existing && contentOf(existing), wish, { name: nameFor(row), currency: options.currency }) }
  })
  const writes = decided.flatMap(({ crmId, existing, decision }) =>
    decision.kind === 'create' || decision.kind === 'update' ? [{ id: existing?.id ?? newId(tx.now.epochMilliseconds), crmId, existing, decision }] : [])
  insertAll(tx, writes.filter((w) => !w.existing), options.importId)
  updateAll(tx, writes.filter((w) => w.existing), options.importId)
  const facts = await recordAll(tx, writes.map(({ id, existing, decision }) =>
    opportunityFact(decision.becomes, { id, partnerId: existing?.partnerId ?? null, ...decision.content }, {
      importId: options.importId, ...(existing ? { before: existing, changed: decision.changed } : {}),
    })))
  for (const [at, { id, existing, decision }] of writes.entries())
    if (existing?.partnerId && movesMoney(decision.changed)) await settleOpportunities(tx, [id], { because: facts[at] ?? null, why: 'Changed in the CRM.' })
  return decided.map(({ decision }) => outcomeOf(decision))
}

function outcomeOf(decision: WriteDecision): RowOutcome {
  if (decision.kind === 'rejected') return { outcome: 'rejected', field: decision.field, reason: decision.reason }
  return { outcome: decision.kind === 'create' ? 'created' : decision.kind === 'update' ? 'updated' : 'unchanged' }
}

const nameFor = (row: SyncedOpportunity) =>
  row.name || [row.product, row.company?.name].filter(Boolean).join(' for ') || `Opportunity ${row.crmId}`

/** Known ones by CRM id, locked in one order, so that two imports at once wait for each other instead of meeting crosswise. */
async function lockByCrmId(tx: Tx, crmIds: string[]): Promise<Map<string, OpportunityRow>> {
  await lockMerges(tx, 'hold')
  await sql`select pg_advisory_xact_lock(hashtextextended(${`opportunities:${tx.workspace}`}, 0))`.execute(tx.q)
  const rows = await tx.q
    .selectFrom('opportunity').selectAll()
    .where('workspace_id', '=', tx.workspace).where((e) => sql<boolean>`${e.ref('crm_id')} = any(${crmIds}::text[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.crm_id ?? '', toOpportunity(row)]))
}

type Write = { id: Id; crmId: string; decision: { content: OpportunityContent } }

const written = arraysOf({
  id: 'uuid', crm_id: 'text', name: 'text', company_id: 'uuid', crm_stage: 'text', state: 'text', amount_minor: 'bigint', currency: 'text', product: 'text', rep_name: 'text', opened_on: 'date', closed_on: 'date',
})
const valuesOf = (tx: Tx, writes: Write[], importId: Id | null) => [tx.workspace, importId, tx.now.toString(), ...written.values(writes.map(({ id, crmId, decision: { content: c } }) => ({
  id, crm_id: crmId, name: c.name, company_id: c.companyId, crm_stage: c.crmStage, state: c.state, amount_minor: c.amountMinor, currency: c.currency, product: c.product, rep_name: c.repName, opened_on: c.openedOn, closed_on: c.closedOn,
})))]

function insertAll(tx: Tx, writes: Write[], importId: Id | null): void {
  if (writes.length === 0) return
  sendText(tx, `insert into opportunity (workspace_id, ${written.names}, import_id, created_at, changed_at)
    select $1::uuid, ${written.names}, $2::uuid, $3::timestamptz, $3::timestamptz from ${written.from('n', 4)}`, valuesOf(tx, writes, importId))
}

function updateAll(tx: Tx, writes: Write[], importId: Id | null): void {
  if (writes.length === 0) return
  sendText(tx, `update opportunity o set name = n.name, company_id = n.company_id, crm_stage = n.crm_stage, state = n.state, amount_minor = n.amount_minor, currency = n.currency,
    product = n.product, rep_name = n.rep_name, opened_on = n.opened_on, closed_on = n.closed_on, import_id = coalesce($2::uuid, o.import_id), changed_at = $3::timestamptz
    from ${written.from('n', 4)}
    where o.workspace_id = $1::uuid and o.id = n.id`, valuesOf(tx, writes, importId))
}

import { newId, type Id } from '../../kernel/ids.ts'
import { notFound, refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { read, transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import type { Task } from '../../platform/jobs/worker.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { companyStandings } from '../companies/index.ts'
import { contactNames } from '../partners/index.ts'
import { opportunitySums } from '../coselling/index.ts'
import { privateAnswered, privateEnded } from './events.ts'
import { forgetPrivate, keepPieces, lockPrivate, piecesOf, privateById, unsealKey, type PrivateRow } from './private-store.ts'
import { mixFor, mixOf, nothingTold } from './mix-rules.ts'
import { writeMix } from './mix-store.ts'
import { makeRoom, tellReady } from './put-in-use.ts'
import { runPsi } from './psi.ts'
import { WrongAnswer, type Answer } from './psi-steps.ts'
import { figuresOf, relationOf, usualKeepDays, type Mapped } from './rules.ts'
import { insertRows, listInUse, type NewCustomerRow } from './store.ts'

export const computeTask = 'mapping.compute_private'

/** The partner's answer, whole or not at all; it is worked out as a job. Sent twice it counts once. Refuses one that nobody waits for (mapping.private_over). */
export async function answerPrivately(ctx: Ctx, id: Id, given: Answer): Promise<void> {
  allow(ctx, 'mapping:write')
  await transact(ctx, async (tx) => {
    const mapping = await lockPrivate(tx, id)
    if (tx.actor.kind !== 'partner' || tx.actor.partnerId !== mapping.partnerId) throw notFound('comparison')
    if (mapping.state === 'computing' || mapping.state === 'done') return
    if (mapping.state !== 'open' || Temporal.Instant.compare(mapping.expiresAt, tx.now) <= 0) throw refuse('conflict', 'mapping.private_over', 'Nobody waits for this comparison any more. Nothing of yours was kept.')
    await keepPieces(tx, id, 'list', [given.list])
    await keepPieces(tx, id, 'answer', given.answers)
    await tx.q.updateTable('private_mapping').set({ state: 'computing', answered_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
    await record(tx, privateAnswered(mapping))
    await addJob(tx, { task: computeTask, payload: { workspace: tx.workspace, mapping: id }, key: `${computeTask}:${id}` })
  })
}

export const computePrivateTask: Task = async (ctx, payload, job) => {
  const id = String(payload['mapping'])
  const found = await read(ctx, async (r) => {
    const mapping = await privateById(r, id)
    return mapping.state === 'computing' && mapping.sealedKey ? { mapping, key: Uint8Array.from(Buffer.from(unsealKey({ workspace: r.workspace, id, what: 'key' }, mapping.sealedKey), 'base64')), list: (await piecesOf(r, id, 'list'))[0], answers: await piecesOf(r, id, 'answer') } : undefined
  })
  if (!found) return
  const { mapping, key, list, answers } = found
  try {
    const result = await runPsi({ step: 'read', key, wish: mapping.wish, ours: mapping.ours ?? 0, given: { list: list ?? new Uint8Array(), answers } }, { signal: job.signal })
    await transact(ctx, (tx) => finishPrivate(tx, id, result))
  } catch (error) {
    if (!(error instanceof WrongAnswer)) throw error
    await transact(ctx, (tx) => endPrivate(tx, id, 'failed', `${error.message} Nothing was learned from it.`))
  }
}

/** What both have becomes the list in use: those companies, or a number. */
async function finishPrivate(tx: Tx, id: Id, result: { theirs: number; found: number; places: number[] }): Promise<void> {
  const mapping = await lockPrivate(tx, id)
  if (mapping.state !== 'computing') return
  const rows = mapping.wish === 'overlap' ? await rowsOfPlaces(tx, id, result.places) : []
  const known = mapping.wish === 'overlap' ? rows.length : result.found
  const unknown: Mapped = { band: 'none', relation: 'unknown', grade: null, openValue: [], wonValue: [] }
  const figures = mapping.wish === 'overlap' ? figuresOf([...rows, ...Array.from({ length: Math.max(0, result.theirs - result.found) }, () => unknown)]) : { customers: result.theirs, known, review: 0, inIcp: 0, graded: 0, cells: [] }
  const before = await listInUse(tx, mapping.partnerId)
  await makeRoom(tx, before)
  const listId = newId(tx.now.epochMilliseconds)
  const contact = (await contactNames(tx, [mapping.contactId])).get(mapping.contactId) ?? 'the partner'
  const today = await todayOf(tx)
  await tx.q
    .insertInto('customer_list')
    .values({
      workspace_id: tx.workspace, id: listId, partner_id: mapping.partnerId, source: 'private', sharing: mapping.wish === 'overlap' ? 'overlap' : 'counts', name: 'Private comparison', consent_by: contact, consent_contact_id: mapping.contactId, consent_at: mapping.answeredAt ?? tx.now,
      consent_how: 'By answering the private comparison.', expires_on: Temporal.PlainDate.from(today).add({ days: usualKeepDays }).toString(), state: 'ready', rows_read: BigInt(result.theirs), figures: JSON.stringify(figures), matched_at: tx.now, created_at: tx.now, finished_at: tx.now,
    })
    .execute()
  await insertRows(tx, listId, rows)
  if (mapping.wish === 'overlap') await writeMix(tx, listId, mixFor('overlap', [...mixOf(rows), ...(figures.customers > rows.length ? [nothingTold(figures.customers - rows.length)] : [])]))
  await tx.q.updateTable('private_mapping').set({ state: 'done', theirs: result.theirs, found: result.found, list_id: listId, sealed_key: null, finished_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
  await forgetPrivate(tx, id)
  await tellReady(tx, { id: listId, partnerId: mapping.partnerId }, { figures: { customers: result.theirs, known }, rejected: 0, before })
}

/** The companies behind the places, each once however many of its websites were found. */
async function rowsOfPlaces(tx: Tx, id: Id, places: number[]): Promise<NewCustomerRow[]> {
  if (places.length === 0) return []
  const items = await tx.q.selectFrom('private_mapping_item').select(['n', 'domain', 'company_id']).where('workspace_id', '=', tx.workspace).where('mapping_id', '=', id).where('n', 'in', places).orderBy('n').execute()
  const byCompany = Map.groupBy(items, (item) => item.company_id)
  const ids = [...byCompany.keys()]
  const [standings, sums] = await Promise.all([companyStandings(tx, ids), opportunitySums(tx, ids)])
  return ids.flatMap((companyId, i): NewCustomerRow[] => {
    const company = standings.get(companyId)
    const own = sums.get(companyId)
    return company ? [{
      n: i + 1, name: company.name, domain: byCompany.get(companyId)?.[0]?.domain ?? null, country: company.country, industry: null, employees: null, ourIndustry: company.industry, ourEmployees: company.employees, ourCountry: company.country, times: byCompany.get(companyId)?.length ?? 1, band: 'same', companyId, score: 1, reasons: ['The same website, found privately.'],
      relation: relationOf({ isCustomer: company.isCustomer, hasWon: (own?.won ?? 0) > 0, hasOpen: (own?.open ?? 0) > 0 }), grade: company.grade, openValue: own?.openValue ?? [], wonValue: own?.wonValue ?? [], isNew: false,
    }] : []
  })
}

/** We take the question back, the partner says no, or it is too late; whatever was sent is removed. Refuses one that is over (mapping.private_over). */
export async function stopPrivately(ctx: Ctx, id: Id, how: 'withdrawn' | 'declined'): Promise<void> {
  allow(ctx, 'mapping:write')
  await transact(ctx, async (tx) => {
    const mapping = await lockPrivate(tx, id)
    if (tx.actor.kind === 'partner' && tx.actor.partnerId !== mapping.partnerId) throw notFound('comparison')
    if (mapping.state === how) return
    if (mapping.finishedAt) throw refuse('conflict', 'mapping.private_over', 'This comparison is over already.')
    await endPrivate(tx, id, how, null)
  })
}

/** Those whose time is over. */
export async function expirePrivate(ctx: Ctx): Promise<void> {
  const due = await read(ctx, (r) => r.q.selectFrom('private_mapping').select('id').where('workspace_id', '=', r.workspace).where('finished_at', 'is', null).where('state', '<>', 'computing').where('expires_at', '<=', r.now).execute())
  for (const { id } of due) await transact(ctx, (tx) => endPrivate(tx, id, 'expired', null))
}

async function endPrivate(tx: Tx, id: Id, state: 'failed' | 'withdrawn' | 'declined' | 'expired', problem: string | null): Promise<PrivateRow> {
  const mapping = await lockPrivate(tx, id)
  if (mapping.finishedAt) return mapping
  await forgetPrivate(tx, id)
  await tx.q.updateTable('private_mapping').set({ state, problem, sealed_key: null, finished_at: tx.now }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
  await record(tx, privateEnded(mapping, state, problem))
  return mapping
}

// Guards L12 and that a line is told once: what a statement says is worked out from the very lines and payments that it takes, in the transaction that takes them.
import { newId, type Id } from '../../kernel/ids.ts'
import type { Ctx, Tx } from '../../platform/db/context.ts'
import { read, send, transact } from '../../platform/db/transact.ts'
import { record, recordAll } from '../../platform/events/record.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import type { Task } from '../../platform/jobs/worker.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { partnerNames } from '../partners/index.ts'
import { issueTask } from './issue-statements.ts'
import { aboutsOf } from './line-abouts.ts'
import { draftsOf } from './statement-drafts.ts'
import { periodIssued, statementIssued } from './statement-events.ts'
import { mailStatements, type Mailed } from './statement-mail.ts'
import { addUp, holdsAfter, spanOf, type PeriodSpan } from './statement-rules.ts'
import { daysPaid, findPeriod, lastStatements, lockPeriod, storedSchedule, untoldLines, untoldPayments, type PeriodRow, type UntoldLine } from './statement-store.ts'

const partnersAtATime = 20

/** Writes and mails the statements of a closed period, a few partners at a time; a run that was stopped goes on behind the last of them. */
export async function writeStatements(ctx: Ctx, period: string, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<void> {
  const span = spanOf(period)
  const started = await read(ctx, async (r) => {
    const row = await findPeriod(r, period)
    return row && !row.finishedAt ? { row, partnerIds: [...new Set((await draftsOf(r, span)).map((draft) => draft.partnerId))].filter((id) => row.afterPartner === null || id > row.afterPartner) } : undefined
  })
  if (!started) return
  const { row, partnerIds } = started
  let at = row.afterPartner
  for (let i = 0; i < partnerIds.length && !signal?.aborted; i += partnersAtATime) {
    const batch = partnerIds.slice(i, i + partnersAtATime)
    const total = row.partnersDone + partnerIds.length
    const wrote = await transact(ctx, async (tx) => {
      const now = await lockPeriod(tx, row.id)
      if (now.finishedAt || now.afterPartner !== at) return false
      await writeFor(tx, now, span, batch)
      await tx.q.updateTable('statement_period').set({ partners_total: total, partners_done: now.partnersDone + batch.length, after_partner: batch.at(-1) ?? null }).where('workspace_id', '=', tx.workspace).where('id', '=', row.id).execute()
      return true
    })
    if (!wrote) return
    at = batch.at(-1) ?? at
  }
  if (!signal?.aborted) await transact(ctx, (tx) => finish(tx, row.id, at))
}

/** The task behind `issueStatements`; on a stop of the process it hands over to a new job. */
export const writeStatementsTask: Task = async (ctx, payload, { signal }) => {
  const period = String(payload['period'])
  await writeStatements(ctx, period, { signal })
  if (signal?.aborted) await transact(ctx, (tx) => addJob(tx, { task: issueTask, payload: { workspace: tx.workspace, period } }))
}

async function finish(tx: Tx, id: Id, at: Id | null): Promise<void> {
  const now = await lockPeriod(tx, id)
  if (now.finishedAt || now.afterPartner !== at) return
  await tx.q.updateTable('statement_period').set({ finished_at: tx.now, partners_total: now.partnersDone }).where('workspace_id', '=', tx.workspace).where('id', '=', id).execute()
  await record(tx, periodIssued(id, { period: now.period, partners: now.partnersDone }))
}

async function writeFor(tx: Tx, period: PeriodRow, span: PeriodSpan, partnerIds: Id[]): Promise<void> {
  const [drafts, lines, payments, before] = await Promise.all([draftsOf(tx, span, partnerIds), untoldLines(tx, span, partnerIds), untoldPayments(tx, span.to, partnerIds), lastStatements(tx, partnerIds)])
  const [paidDays, abouts, names, settings] = await Promise.all([daysPaid(tx, payments.map((one) => one.paymentId)), aboutsOf(tx, lines), partnerNames(tx, partnerIds), workspaceSettings(tx)])
  const key = (one: { partnerId: Id; currency: string }) => `${one.partnerId} ${one.currency}`
  const [linesOf, paymentsOf, lastOf] = [Map.groupBy(lines, key), Map.groupBy(payments, key), new Map(before.map((one) => [key(one), one]))]
  const written = drafts.map((draft): Mailed & { lines: UntoldLine[]; number: number } => {
    const own = { lines: linesOf.get(key(draft)) ?? [], payments: paymentsOf.get(key(draft)) ?? [], last: lastOf.get(key(draft)) }
    const paid = own.payments.flatMap((one) => (paidDays.get(one.paymentId) ?? []).map((day) => ({ on: day.on, amountMinor: one.amountMinor < 0n ? -day.amountMinor : day.amountMinor })))
    return {
      id: newId(tx.now.epochMilliseconds), partnerId: draft.partnerId, currency: draft.currency, number: (own.last?.number ?? 0) + 1, lines: own.lines,
      ...addUp(own.last?.closingMinor ?? 0n, own.lines, own.payments), ...holdsAfter(own.last ?? { waitingMinor: 0n, schedule: [] }, own.lines, paid),
    }
  })
  if (written.length === 0) return
  await tx.q
    .insertInto('statement')
    .values(written.map((one) => ({
      workspace_id: tx.workspace, id: one.id, period_id: period.id, partner_id: one.partnerId, currency: one.currency, number: one.number, opening_minor: one.openingMinor, earned_minor: one.earnedMinor,
      taken_back_minor: one.takenBackMinor, paid_minor: one.paidMinor, closing_minor: one.closingMinor, waiting_minor: one.waitingMinor, schedule: storedSchedule(one.schedule), line_count: one.lines.length,
      vendor_name: settings.name, partner_name: names.get(one.partnerId) ?? '', issued_at: tx.now,
    })))
    .execute()
  const told = written.flatMap((one) => one.lines.map((line, i) => ({ workspace_id: tx.workspace, statement_id: one.id, position: i + 1, commission_line_id: line.id, about: abouts(line) })))
  for (let i = 0; i < told.length; i += 5000) send(tx, tx.q.insertInto('statement_line').values(told.slice(i, i + 5000)))
  const byKey = new Map(written.map((one) => [key(one), one.id]))
  const paidOnes = payments.flatMap((one) => {
    const statementId = byKey.get(key(one))
    return statementId ? [{ workspace_id: tx.workspace, statement_id: statementId, journal_id: one.journalId, paid_on: one.paidOn, amount_minor: one.amountMinor, memo: one.memo }] : []
  })
  if (paidOnes.length > 0) send(tx, tx.q.insertInto('statement_payment').values(paidOnes))
  await recordAll(tx, written.map((one) => statementIssued(one.id, one.partnerId, { period: period.period, currency: one.currency, closingMinor: one.closingMinor.toString(), lines: one.lines.length })))
  await mailStatements(tx, period, written)
}

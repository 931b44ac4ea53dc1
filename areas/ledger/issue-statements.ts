// Guards rule 7 for statements: a period is closed once, whoever asks and how often; its statements follow from that.
import { newId, type Id } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { addJob } from '../../platform/jobs/add-job.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { paidWithinMonth, periodOf, plansWithin } from '../program/index.ts'
import { factsByKey } from './fact-store.ts'
import { holdPeriods } from './open-periods.ts'
import { recordIn } from './record-facts.ts'
import { periodClosed } from './statement-events.ts'
import { endedPeriods, mayIssue, spanOf, type PeriodSpan } from './statement-rules.ts'
import { closedOnes, type PeriodRow } from './statement-store.ts'

export const issueTask = 'ledger.write-statements'

/**
 * Closes a period, such as "2026-Q3", and has its statements written and mailed by a job. What becomes known later is told in the open
 * period. The same again changes nothing. Refuses a period that is not over and one that a later one was issued after.
 */
export async function issueStatements(ctx: Ctx, period: string): Promise<{ id: Id; isNew: boolean }> {
  allow(ctx, 'statements:write')
  return transact(ctx, async (tx) => {
    await holdPeriods(tx)
    const closed = await closedOnes(tx)
    const before = closed.find((one) => one.period === period)
    if (before) return { id: before.id, isNew: false }
    const span = spanOf(period)
    const today = await todayOf(tx)
    const may = mayIssue({ span, today, laterIssued: laterThan(span, closed) })
    if (!may.allowed) throw refuse('conflict', today <= span.to ? 'ledger.period_not_over' : 'ledger.later_period_issued', may.why)

    const id = newId(tx.now.epochMilliseconds)
    await tx.q
      .insertInto('statement_period')
      .values({ workspace_id: tx.workspace, id, period, from_on: span.from, to_on: span.to, closed_at: tx.now, closed_by: 'id' in tx.actor ? tx.actor.id : null })
      .execute()
    await tellClosed(tx, span)
    await record(tx, periodClosed(id, period))
    await addJob(tx, { task: issueTask, payload: { workspace: tx.workspace, period }, key: `${issueTask}:${id}` })
    return { id, isNew: true }
  })
}

export const laterThan = (span: PeriodSpan, closed: Pick<PeriodRow, 'period' | 'to'>[]): string | null =>
  closed.find((one) => spanOf(one.period).every === span.every && one.to > span.to)?.period ?? null

const closesBack = { month: 60, quarter: 20 }
const partsBack = 3

/** Tells that the period is closed, and with it those before that nobody closed: what becomes known of them later is prior as well. */
async function tellClosed(tx: Tx, span: PeriodSpan): Promise<void> {
  const dayAfter = Temporal.PlainDate.from(span.to).add({ days: 1 }).toString()
  const spans = endedPeriods(span.every, dayAfter, closesBack[span.every])
  const parts = span.every === 'quarter' ? [] : [...new Set((await plansWithin(tx, span.from, span.to)).flatMap(({ version }) => paidWithinMonth(version.terms) ?? []))]
  const within = spans.slice(0, partsBack).flatMap((one) => parts.flatMap((part) => [...new Set(daysOf(one).map((day) => periodOf(day, part)))]))
  const facts = [...spans.map(({ period }) => period), ...within].map((period) => ({ kind: 'statement_closed', id: `statement_closed:${period}`, period, at: tx.now.toString() }))
  const known = await factsByKey(tx, facts.map((fact) => fact.id))
  await recordIn(tx, facts.filter((fact) => !known.has(fact.id)))
}

function daysOf({ from, to }: PeriodSpan): string[] {
  const first = Temporal.PlainDate.from(from)
  return Array.from({ length: first.until(to, { largestUnit: 'days' }).days + 1 }, (_, n) => first.add({ days: n }).toString())
}

import type { Id } from '../../kernel/ids.ts'
import { may } from '../../kernel/actor.ts'
import { no } from '../../kernel/refusal.ts'
import { dayOf } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { showMoney, shown } from '../../platform/http/shapes.ts'
import { memberNames, todayOf, workspaceSettings } from '../../platform/workspaces/index.ts'
import { partnerNames } from '../partners/index.ts'
import { plansWithin, statedEvery } from '../program/index.ts'
import { disputableUntil } from './dispute-rules.ts'
import { lastDisputes } from './dispute-store.ts'
import { laterThan } from './issue-statements.ts'
import { draftsOf, type Draft } from './statement-drafts.ts'
import { endedPeriods, mayIssue, sayPeriod, spanOf, type PeriodSpan } from './statement-rules.ts'
import { statementById, toldLines, toldPayments, type StatementView } from './statement-queries.ts'
import { closedOnes, type PeriodRow } from './statement-store.ts'

const offered = { quarter: 4, month: 6 }
const shownDrafts = 200

/** Periods that were closed and those that could be, newest first; only of the kinds by which some plan pays. */
export async function periodsShown(r: Reading) {
  const today = await todayOf(r)
  const closed = await closedOnes(r)
  const kinds = new Set([...(await plansWithin(r, endedPeriods('quarter', today, 2).at(-1)?.from ?? today, today)).map(({ version }) => statedEvery(version.terms)), ...closed.map((one) => spanOf(one.period).every)])
  const open = [...kinds].flatMap((every) => endedPeriods(every, today, offered[every])).filter((span) => !closed.some((one) => one.period === span.period) && laterThan(span, closed) === null)
  return showPeriods(r, [...open.map(({ period }) => period), ...closed.map(({ period }) => period)].sort((a, b) => (spanOf(a).to < spanOf(b).to ? 1 : -1)), closed)
}

export async function periodShown(r: Reading, period: string) {
  const [one] = await showPeriods(r, [period], await closedOnes(r))
  if (!one) throw new Error(`no period ${period}`)
  return one
}

async function showPeriods(r: Reading, periods: string[], closed: PeriodRow[]) {
  const today = await todayOf(r)
  const members = await memberNames(r, closed.map((one) => one.closedBy))
  return periods.map((period) => {
    const span = spanOf(period)
    const row = closed.find((one) => one.period === period)
    const can = row ? no('It was issued already.') : may(r.actor, 'statements:write') ? mayIssue({ span, today, laterIssued: laterThan(span, closed) }) : no('An admin or finance can issue statements.')
    return {
      period, name: sayPeriod(period), every: span.every, from: span.from, to: span.to, state: !row ? ('open' as const) : row.finishedAt ? ('issued' as const) : ('issuing' as const), closedAt: row?.closedAt.toString() ?? null,
      closedBy: (row?.closedBy && members.get(row.closedBy)) ?? null, finishedAt: row?.finishedAt?.toString() ?? null, partners: row?.partnersTotal ?? null, partnersDone: row?.partnersDone ?? 0, can: { issue: can },
    }
  })
}

/** What would be issued now, with sums. */
export async function draftsShown(r: Reading, span: PeriodSpan) {
  const drafts = await draftsOf(r, span)
  const names = await partnerNames(r, drafts.map((draft) => draft.partnerId))
  const sorted = drafts.map((draft) => ({ ...draft, name: names.get(draft.partnerId) ?? '' })).sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.currency < b.currency ? -1 : 1))
  const sum = (own: Draft[], of: (draft: Draft) => bigint) => own.reduce((total, draft) => total + of(draft), 0n)
  return {
    partners: new Set(drafts.map((draft) => draft.partnerId)).size, zero: drafts.filter((draft) => draft.isZero).length,
    currencies: [...Map.groupBy(drafts, (draft) => draft.currency)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, own]) => ({
      currency, statements: own.length, lines: own.reduce((n, draft) => n + draft.lines, 0), earned: showMoney(sum(own, (d) => d.earnedMinor), currency), takenBack: showMoney(sum(own, (d) => d.takenBackMinor), currency),
      paid: showMoney(sum(own, (d) => d.paidMinor), currency), closing: showMoney(sum(own, (d) => d.closingMinor), currency),
    })),
    statements: sorted.slice(0, shownDrafts).map((draft) => ({ partner: { id: shown('partner', draft.partnerId), name: draft.name }, currency: draft.currency, lines: draft.lines, ...showTotals(draft, draft.currency) })),
  }
}

const showTotals = (of: Pick<Draft, 'openingMinor' | 'earnedMinor' | 'takenBackMinor' | 'paidMinor' | 'closingMinor'>, currency: string) => ({
  opening: showMoney(of.openingMinor, currency), earned: showMoney(of.earnedMinor, currency), takenBack: showMoney(of.takenBackMinor, currency), paid: showMoney(of.paidMinor, currency), closing: showMoney(of.closingMinor, currency),
})

export const showStatement = (s: StatementView) => ({
  id: shown('statement', s.id), period: s.period, number: s.number, partner: { id: shown('partner', s.partnerId), name: s.partnerName }, currency: s.currency, ...showTotals(s, s.currency), lineCount: s.lineCount, issuedAt: s.issuedAt.toString(),
})

/** One statement with its first lines. */
export async function statementShown(r: Reading, id: Id) {
  const s = await statementById(r, id)
  const [payments, lines, settings] = await Promise.all([toldPayments(r, id), linesShown(r, s, 0, 200), workspaceSettings(r)])
  return {
    ...showStatement(s), from: s.from, to: s.to, waiting: showMoney(s.waitingMinor, s.currency), schedule: s.schedule.map(({ on, amountMinor }) => ({ on, amount: showMoney(amountMinor, s.currency) })),
    payments: payments.map(({ on, amountMinor, memo }) => ({ on, amount: showMoney(amountMinor, s.currency), memo })), disputableUntil: disputableUntil(dayOf(s.issuedAt, settings.timeZone))?.toString() ?? '', lines,
  }
}

export async function linesShown(r: Reading, { id, currency }: Pick<StatementView, 'id' | 'currency'>, after: number, limit: number) {
  const lines = await toldLines(r, id, after, limit + 1)
  const page = lines.slice(0, limit)
  const disputes = await lastDisputes(r, page.map((line) => line.id))
  return {
    next: lines.length > page.length ? (page.at(-1)?.position ?? null) : null,
    items: page.map(({ id: lineId, amountMinor, payableMinor, ...line }) => {
      const dispute = disputes.get(lineId)
      return { ...line, commissionId: shown('commission', lineId), amount: showMoney(amountMinor, currency), payable: showMoney(payableMinor, currency), dispute: dispute ? { id: shown('dispute', dispute.id), state: dispute.outcome ?? dispute.state } : null }
    }),
  }
}


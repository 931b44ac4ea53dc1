import { sql } from 'kysely'
import { parseId, showId, type Id, type Noun } from '../../kernel/ids.ts'
import type { Money } from '../../kernel/money.ts'
import { allow, type Reading } from '../../platform/db/context.ts'
import { companyNames } from '../companies/index.ts'
import { lineViews, type LineState } from '../ledger/index.ts'
import { partnerById, partnerNames } from '../partners/index.ts'
import { casePage, type Case, type CaseSql, type PageWish } from './case-page.ts'
import { opportunityRows, promiseRows, referralRows, type Asking, type CaseRow } from './case-rows.ts'
import { definitions, measureKeys, timeToCloseDefinition, type Definition, type MeasureKey } from './definitions.ts'
import { countFigure, moneyFigure, rateFigure } from './figure-rules.ts'
import type { PeriodWish, Span } from './period.ts'
import { closed, decided, due, fit, metIcp, submitted, timed } from './populations.ts'
import { askedPeriod, type Asked } from './program.ts'
import { amountsOf } from './queries.ts'

/** A measure, or the cases behind one of the two curves of time to close. */
export const rowMeasures = [...measureKeys, 'time_to_close', 'time_to_close_direct'] as const
export type RowMeasure = (typeof rowMeasures)[number]
export type RowsWish = PeriodWish & { measure: RowMeasure; partnerId?: Id | undefined; counted?: boolean | undefined; limit: number; after?: string | undefined }
type Said = { counted: number; cases: number; said: string; saidCases: string; amounts: Money[] }
type Found = { rows: CaseRow[]; more: boolean; figure: Said }

const nounOf: Record<RowMeasure, Noun> = {
  referrals_submitted: 'referral', met_icp: 'referral', became_opportunity: 'referral', won: 'opportunity', revenue: 'opportunity', promises_kept: 'promise', commissions: 'commission',
  time_to_close: 'opportunity', time_to_close_direct: 'opportunity',
}

/** The cases of one figure, newest first, and the figure they add up to. Time to close is over all time, whatever period is asked for. */
export async function performanceRows(r: Reading, wish: RowsWish) {
  const { measure, partnerId } = wish
  if (measure === 'commissions') allow(r, 'ledger:read')
  if (partnerId) await partnerById(r, partnerId)
  const isTimed = measure === 'time_to_close' || measure === 'time_to_close_direct'
  const asked = await askedPeriod(r, isTimed ? { period: 'all' } : wish)
  const page = { limit: wish.limit, before: wish.after === undefined ? undefined : parseId(nounOf[measure], wish.after), counted: wish.counted }
  const found = isTimed ? await timedRows(r, measure, partnerId, asked, page) : await find(r, measure, { span: asked.now, partnerId }, asked, page)
  const names = await partnerNames(r, found.rows.map((row) => row.partnerId).filter((id) => id !== null))
  const last = found.rows.at(-1)
  return {
    measure: isTimed ? timedDefinition : definitions[measure], period: asked.period, figure: found.figure,
    rows: found.rows.map((row) => ({ ...row, partner: row.partnerId ? { id: row.partnerId, name: names.get(row.partnerId) ?? '' } : null })),
    next: found.more && last ? showId(nounOf[measure], last.id) : null,
  }
}

type Scoped = { span: Span; partnerId?: Id | undefined }

async function find(r: Reading, measure: MeasureKey, scope: Scoped, asked: Asked, page: PageWish): Promise<Found> {
  switch (measure) {
    case 'referrals_submitted': return referrals(r, measure, { cases: submitted(r, scope) }, 'submitted', asked, page)
    case 'met_icp': {
      const before = sql`decided as not materialized (${decided(r, scope)}), fit as materialized (${fit(r)}),`
      return referrals(r, measure, { before, cases: sql`select id, partner_id, at, ${metIcp} as counted from decided` }, 'grade', asked, page)
    }
    case 'became_opportunity': return referrals(r, measure, { cases: sql`select id, partner_id, at, has_opportunity as counted from (${decided(r, scope)}) as decided` }, 'opportunity', asked, page)
    case 'won': {
      const { page: cases, ...totals } = await casePage(r, { cases: sql`select id, partner_id, at, is_won as counted from (${closed(r, scope)}) as closed` }, page)
      return { rows: await opportunityRows(r, cases, asked.timeZone), more: totals.more, figure: rateFigure(measure, totals) }
    }
    case 'revenue': {
      const { page: cases, more } = await casePage(r, { cases: sql`select id, partner_id, at, true as counted from (${closed(r, scope)}) as closed where is_won` }, page)
      return { rows: await opportunityRows(r, cases, asked.timeZone), more, figure: moneyFigure(measure, (await amountsOf(r, scope.span, scope.partnerId)).revenue) }
    }
    case 'promises_kept': {
      const { page: cases, ...totals } = await casePage(r, { cases: due(r, scope) }, page)
      return { rows: await promiseRows(r, cases, asked.timeZone), more: totals.more, figure: rateFigure(measure, totals) }
    }
    case 'commissions': return commissions(r, scope, page)
  }
}

async function referrals(r: Reading, measure: MeasureKey, statement: CaseSql, asking: Asking, asked: Asked, wish: PageWish): Promise<Found> {
  const { page, ...totals } = await casePage(r, statement, wish)
  return { rows: await referralRows(r, page, asking, asked.timeZone), more: totals.more, figure: measure === 'referrals_submitted' ? countFigure(measure, totals.cases) : rateFigure(measure, totals) }
}

async function commissions(r: Reading, { partnerId, span }: Scoped, wish: PageWish): Promise<Found> {
  const lines = await lineViews(r, { partnerId, from: span.firstDay, to: span.lastDay, before: wish.before, limit: wish.limit + 1 })
  const page = lines.slice(0, wish.limit)
  const names = await companyNames(r, page.flatMap((line) => (line.companyId ? [line.companyId] : [])))
  const words: Record<LineState, string> = { earned: 'Earned, and stands.', reversed: 'Earned; taken back by another line.', reversal: 'Takes an earlier line back.', adjustment: 'Brings an earlier line to what is due now.' }
  const rows = page.map((line): CaseRow => ({
    kind: 'commission', id: line.id, partnerId: line.partnerId, title: line.clause, company: line.companyId ? { id: line.companyId, name: names.get(line.companyId) ?? '' } : null, referralId: line.referralId,
    on: line.bookedOn, counts: true, why: words[line.state], amount: { amountMinor: BigInt(line.amountMinor), currency: line.currency },
  }))
  return { rows, more: lines.length > wish.limit, figure: moneyFigure('commissions', (await amountsOf(r, span, partnerId)).commissions) }
}

const timedDefinition: Omit<Definition, 'key' | 'unit'> = { name: 'Time to close', definition: timeToCloseDefinition, counted: 'The opportunity was won.', cases: 'Opportunities with an opening date.' }

async function timedRows(r: Reading, measure: 'time_to_close' | 'time_to_close_direct', partnerId: Id | undefined, asked: Asked, wish: PageWish): Promise<Found> {
  const which = measure === 'time_to_close' ? { attribution: 'sourced' as const, partnerId } : { attribution: 'direct' as const }
  const cases = sql`select id, partner_id, at, counted, days from (${timed(r, { ...which, today: asked.today })}) as timed where days >= 0`
  const { page, ...totals } = await casePage<Case & { days: number }>(r, { cases }, wish)
  const share = rateFigure('won', totals)
  return { rows: await opportunityRows(r, page, asked.timeZone), more: totals.more, figure: { ...share, said: `${share.saidCases} won` } }
}

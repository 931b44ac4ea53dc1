// What is known of candidates by the scorecards in force: the one place where a score is put together, for board, page and shortlist.
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { PartnerType } from '../partners/index.ts'
import { customerBases } from './outside.ts'
import { countAmong, sayCounted } from './customer-kind.ts'
import { figureOf, sayFigure, scoreOf, stepOfFigure, stepsBetween, stillMeans, type Answers, type Criterion, type CustomerBase, type Score } from './score-rules.ts'
import { scorecardsInForce, type Scorecard } from './scorecards.ts'

/** The newest word of one assessor; `step` of a criterion is there only where today's scale still says the same. */
export type Word = { id: Id; assessorId: Id; at: Temporal.Instant; version: number; type: PartnerType; answers: Answers; note: string | null }
export type Source = { from: 'assessors' | 'applicant' | 'figures' | 'nobody'; steps: number[]; figure: string | null; possible?: number[] }
export type Judged = {
  scorecard: Scorecard; score: Score; base: CustomerBase | null; words: Word[]
  /** What the applicant said, where there is an application. */
  stated: Answers
  /** By criterion: who said which step, and the figure where it is computed; `possible` steps where only a part is known. */
  sources: Map<string, Source>
}

/** Assessors come before the applicant, and each counts with what they said last; their steps are averaged. */
export async function judge(r: Reading, partners: { id: Id; type: PartnerType }[]): Promise<Map<Id, Judged>> {
  if (partners.length === 0) return new Map()
  const ids = partners.map((partner) => partner.id)
  const cards = await scorecardsInForce(r)
  const asksKind = partners.some(({ type }) => cards.get(type)!.criteria.some((criterion) => criterion.measure === 'base_kind'))
  const [words, stated, bases] = await Promise.all([newestWords(r, ids), newestStatements(r, ids), customerBases(r, ids, asksKind)])
  return new Map(partners.map(({ id, type }) => {
    const scorecard = cards.get(type)!
    const own = words.get(id) ?? []
    const base = bases.get(id) ?? null
    const said = stated.get(id) ?? {}
    const sources = new Map(scorecard.criteria.map((criterion) => [criterion.id, sourceOf(criterion, own.filter((word) => word.type === type), said, base)]))
    const known = new Map([...sources].map(([criterionId, source]) => [criterionId, source.steps]))
    const possible = new Map([...sources].map(([criterionId, source]) => [criterionId, source.possible ?? []]))
    return [id, { scorecard, score: scoreOf(scorecard.criteria, known, possible), base, words: own, stated: said, sources }]
  }))
}

function sourceOf(criterion: Criterion, words: Word[], stated: Answers, base: CustomerBase | null): Source {
  if (criterion.measure === 'base_kind') return ofKind(criterion, base)
  if (criterion.kind === 'computed') {
    const figure = base && criterion.measure ? figureOf(criterion.measure, base) : undefined
    const step = figure === undefined ? undefined : stepOfFigure(criterion, figure)
    return { from: step === undefined ? 'nobody' as const : 'figures' as const, steps: step === undefined ? [] : [step], figure: figure === undefined || !criterion.measure ? null : sayFigure(criterion.measure, figure) }
  }
  const steps = words.flatMap((word) => stillMeans(criterion, word.answers[criterion.id]) ?? [])
  if (steps.length > 0) return { from: 'assessors' as const, steps, figure: null }
  const own = criterion.kind === 'self_stated' ? stillMeans(criterion, stated[criterion.id]) : undefined
  return own === undefined ? { from: 'nobody' as const, steps: [], figure: null } : { from: 'applicant' as const, steps: [own], figure: null }
}

/** A share of customers of whom some are not known is a range, which may reach several steps. */
function ofKind(criterion: Criterion, base: CustomerBase | null): Source {
  if (!base?.mix || !criterion.among || base.listed === 0) return { from: 'nobody', steps: [], figure: null }
  const counted = countAmong(criterion.among, base.mix, base.listed)
  const reached = stepsBetween(criterion, (100 * counted.belong) / counted.of, (100 * (counted.belong + counted.may)) / counted.of)
  const isKnown = reached.length > 0 && reached.length < criterion.steps.length
  return { from: isKnown ? 'figures' : 'nobody', steps: reached.length === 1 ? reached : [], possible: reached.length > 1 ? reached : [], figure: sayCounted(counted) }
}

async function newestWords(r: Reading, ids: Id[]): Promise<Map<Id, Word[]>> {
  const rows = await r.q
    .selectFrom('assessment').selectAll().distinctOn(['partner_id', 'assessor_id'])
    .where('workspace_id', '=', r.workspace).where('partner_id', '=', anyOf(ids))
    .orderBy('partner_id').orderBy('assessor_id').orderBy('id', 'desc')
    .execute()
  const words = rows.map((row) => ({ partnerId: row.partner_id, id: row.id, assessorId: row.assessor_id, at: row.assessed_at, version: row.scorecard_version, type: row.partner_type as PartnerType, answers: row.answers as Answers, note: row.note }))
  return Map.groupBy(words.sort((a, b) => Temporal.Instant.compare(a.at, b.at)), (word) => word.partnerId)
}

/** Of several applications the last word on each question. */
async function newestStatements(r: Reading, ids: Id[]): Promise<Map<Id, Answers>> {
  const rows = await r.q.selectFrom('application').select(['partner_id', sql<Answers>`answers`.as('answers')]).where('workspace_id', '=', r.workspace).where('partner_id', '=', anyOf(ids)).orderBy('id').execute()
  const stated = new Map<Id, Answers>()
  for (const row of rows) stated.set(row.partner_id, { ...stated.get(row.partner_id), ...row.answers })
  return stated
}

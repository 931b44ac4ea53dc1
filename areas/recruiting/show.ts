// Rows as the API shows them.
import type { z } from 'zod'
import type { Id } from '../../kernel/ids.ts'
import type { Can } from '../../kernel/refusal.ts'
import { shown } from '../../platform/http/shapes.ts'
import type { CandidateView } from './candidate-view.ts'
import type { candidateOut, cardOut, sameAsOut, scoreOut } from './contract.ts'
import type { Judged } from './judge.ts'
import type { BoardRow } from './queries.ts'
import { mayMove } from './rules.ts'
import type { SameAs } from './same-as.ts'
import { reasonsOf, sayOf } from './say-score.ts'
import { stillMeans, type Answers, type Criterion, type Score } from './score-rules.ts'

const instant = (at: Temporal.Instant | null): string | null => at?.toString() ?? null
const member = (names: Map<Id, string>, id: Id | null) => (id ? { id: shown('member', id), name: names.get(id) ?? '' } : null)
const tenth = (n: number): number => Math.round(n * 10) / 10

/** The low end rounded down and the high end up: a range never looks narrower than it is. */
export const scoreShown = (score: Score): z.input<typeof scoreOut> => ({
  low: Math.floor(score.low + 1e-9), high: Math.ceil(score.high - 1e-9), unknown: Math.round(score.unknown), knockOuts: score.knockOuts.map((out) => `${out.name}: ${out.words}`),
})

export const sameShown = (same: SameAs[], names: Map<Id, string>): z.input<typeof sameAsOut>[] =>
  same.map((one) => ({ partner: { id: shown('partner', one.partnerId), name: names.get(one.partnerId) ?? '' }, score: one.score, reasons: one.reasons }))

export function cardShown(row: BoardRow, judged: Judged, today: string, write: Can): z.input<typeof cardOut> {
  return {
    id: shown('partner', row.id), name: row.name, type: row.type, stage: row.stage, stageSince: row.stageSince.toString(), days: row.days, owner: { id: shown('member', row.owner.id), name: row.owner.name },
    contact: row.contact, score: scoreShown(judged.score), maybeSameAs: row.maybeSameAs.length, dueAt: instant(row.dueAt),
    nextStep: row.nextStep && { text: row.nextStep.text, on: row.nextStep.on, by: { id: shown('member', row.nextStep.by.id), name: row.nextStep.by.name }, isOverdue: row.nextStep.on < today },
    application: row.application && { receivedAt: row.application.receivedAt.toString(), isEmailConfirmed: row.application.isEmailConfirmed },
    can: { move: write.allowed ? mayMove({ stage: row.stage, partnerState: row.state }) : write },
  }
}

export function criteriaShown({ scorecard, score, sources }: Judged) {
  const parts = new Map(score.parts.map((part) => [part.id, part]))
  return scorecard.criteria.flatMap((criterion) => {
    const [part, source] = [parts.get(criterion.id), sources.get(criterion.id)]
    if (!part || !source) return []
    return [{ ...criterion, from: source.from, said: sayOf(criterion, source), figure: source.figure, low: tenth(part.low), high: tenth(part.high), most: tenth(part.most) }]
  })
}

function answersShown(criteria: Criterion[], answers: Answers) {
  const place = (id: string) => (criteria.findIndex((one) => one.id === id) + 1) || criteria.length + 1
  return Object.entries(answers).sort(([a], [b]) => place(a) - place(b)).map(([criterionId, answer]) => {
    const criterion = criteria.find((one) => one.id === criterionId)
    return { criterionId, name: criterion?.name ?? criterionId.replaceAll('_', ' '), words: answer.words, step: answer.step, evidence: answer.evidence, counts: criterion !== undefined && stillMeans(criterion, answer) !== undefined }
  })
}

export function candidateShown({ candidate: c, judged, moves, applications, members, same, today, days, dueAt, can }: CandidateView, you: Id | null): z.input<typeof candidateOut> {
  const { criteria } = judged.scorecard
  const own = judged.words.filter((word) => word.type === c.partner.type)
  return {
    id: shown('partner', c.partnerId), name: c.partner.name, type: c.partner.type, stage: c.stage, stageSince: c.stageSince.toString(), days, source: c.source, sourceNote: c.sourceNote, hypothesisNote: c.hypothesisNote,
    nextStep: c.nextStep && c.nextStepOn ? { text: c.nextStep, on: c.nextStepOn, by: member(members, c.nextStepBy ?? c.partner.ownerId)!, isOverdue: c.nextStepOn < today } : null,
    dueAt: instant(dueAt), maybeSameAs: sameShown(c.maybeSameAs, same), score: scoreShown(judged.score), reasons: reasonsOf(judged), scorecardVersion: judged.scorecard.version, criteria: criteriaShown(judged),
    customersAsOf: instant(judged.base?.asOf ?? null),
    assessments: judged.words.map((word) => ({
      id: shown('assessment', word.id), by: member(members, word.assessorId)!, at: word.at.toString(), version: word.version, type: word.type, note: word.note, isYours: word.assessorId === you,
      answers: answersShown(word.type === c.partner.type ? criteria : [], word.answers),
    })),
    differences: criteria.filter((criterion) => new Set(own.flatMap((word) => stillMeans(criterion, word.answers[criterion.id]) ?? [])).size > 1).map((criterion) => criterion.id),
    applications: applications.map((a) => ({
      id: shown('application', a.id), person: a.personName, email: a.email, company: a.companyName, website: a.website, type: a.partnerType, words: a.words, receivedAt: a.receivedAt.toString(),
      isEmailConfirmed: a.emailConfirmedAt !== null, answeredAt: instant(a.answeredAt), isRepeat: a.repeatOf !== null, answers: answersShown(criteria, a.answers),
    })),
    moves: moves.map((move) => ({ id: shown('move', move.id), from: move.from, to: move.to, why: move.why, at: move.at.toString(), by: member(members, move.by) })),
    can,
  }
}

import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, type Can } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { contactsOf, partnerNames } from '../partners/index.ts'
import { nextPromises } from '../promises/index.ts'
import { applicationsOf } from './application-store.ts'
import { canErase } from './erase-candidate.ts'
import { judge } from './judge.ts'
import { movesOf } from './queries.ts'
import { daysSince, mayMove, mayMoveTo, type Stage, stages } from './rules.ts'
import { candidateById, type Candidate } from './store.ts'

/** Who may not change partners may not move cards either, in the same words everywhere. */
export const writing = (r: Reading): Can => (may(r.actor, 'partners:write') ? { allowed: true } : no('An admin or a manager can change candidates.'))

/** What the board's own page of a candidate shows, apart from what the partner's shows. */
export async function candidateView(r: Reading, id: Id) {
  const candidate = await candidateById(r, id)
  const [judged, moves, applications, contacts, promised, today] = await Promise.all([
    judge(r, [candidate.partner]), movesOf(r, id), applicationsOf(r, id), contactsOf(r, id), nextPromises(r, [id]), todayOf(r),
  ])
  const own = judged.get(id)!
  const members = await memberNames(r, [candidate.nextStepBy, candidate.partner.ownerId, ...moves.map((move) => move.by), ...own.words.map((word) => word.assessorId)])
  const same = await partnerNames(r, candidate.maybeSameAs.map((one) => one.partnerId))
  return { candidate, judged: own, moves, applications, members, same, today, days: daysSince(candidate.stageSince, r.now), dueAt: promised.get(id)?.dueAt ?? null, can: { ...canOf(r, candidate, contacts.length), erase: writing(r).allowed ? await canErase(r, candidate) : writing(r) } }
}

function canOf(r: Reading, { stage, partner }: Candidate, contacts: number) {
  const write = writing(r)
  const standing = { stage, partnerState: partner.state, contacts }
  const moveTo = Object.fromEntries(stages.map((to) => [to, write.allowed ? mayMoveTo(standing, to) : write])) as Record<Stage, Can>
  return {
    move: write.allowed ? mayMove(standing) : write, moveTo, makePartner: moveTo.active, plan: write,
    assess: write.allowed && r.actor.kind !== 'member' ? no('An assessment is a person’s. Sign in as a member to give one.') : write,
  }
}
export type CandidateView = Awaited<ReturnType<typeof candidateView>>

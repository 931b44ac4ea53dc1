import type { z } from 'zod'
import { may } from '../../kernel/actor.ts'
import { showId, type Id } from '../../kernel/ids.ts'
import type { Can } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { shown } from '../../platform/http/shapes.ts'
import type { actionOut, reviewOut } from './contract.ts'
import { mayWrite, type reviewView } from './queries.ts'
import { mayBeSettledBy, mayChangeAction, mayReopenAction } from './rules.ts'
import type { ActionRow } from './store.ts'

type Names = Map<Id, string>
const member = (names: Names, id: Id | null) => (id === null ? null : { id: showId('member', id), name: names.get(id) ?? '' })

export type ActionBeside = { names: Names; today: string; partner: { id: Id; name: string }; quarter: string }
export function showAction(r: Reading, action: ActionRow, { names, today, partner, quarter }: ActionBeside): z.input<typeof actionOut> {
  const settler = mayBeSettledBy({ isOwner: action.ownerId !== null && r.actor.kind === 'member' && r.actor.id === action.ownerId && may(r.actor, 'actions:settle'), mayWrite: may(r.actor, 'partners:write') })
  const both = (who: Can, can: Can): Can => (who.allowed ? can : who)
  return {
    id: shown('reviewAction', action.id), reviewId: shown('review', action.reviewId), partner: { id: shown('partner', partner.id), name: partner.name }, quarter, n: action.n, words: action.words, owner: member(names, action.ownerId),
    ownerWords: action.ownerWords, dueOn: action.dueOn, isOverdue: action.state === 'open' && action.dueOn < today, state: action.state, settledAt: action.settledAt?.toString() ?? null, settledBy: member(names, action.settledBy),
    settledWhy: action.settledWhy, can: { change: both(mayWrite(r), mayChangeAction(action.state)), settle: both(settler, mayChangeAction(action.state)), reopen: both(settler, mayReopenAction(action.state)) },
  }
}

export function showReview(r: Reading, view: Awaited<ReturnType<typeof reviewView>>): z.input<typeof reviewOut> {
  const { review, partner, names, notes, before, today } = view
  const { held } = review
  const [inForce] = notes
  const showNote = (note: (typeof notes)[number]) => ({ version: note.version, notes: note.notes, at: note.at.toString(), by: member(names, note.by) })
  const show = (action: ActionRow) => showAction(r, action, { names, today, partner, quarter: view.quarters.get(action.reviewId) ?? review.quarter })
  return {
    id: shown('review', review.id), quarter: review.quarter, state: review.state, openedAt: review.openedAt.toString(), openedBy: member(names, review.openedBy),
    partner: { id: shown('partner', partner.id), name: partner.name, state: partner.state, owner: { id: shown('member', partner.ownerId), name: names.get(partner.ownerId) ?? '' } },
    held: held && { on: held.on, at: held.at.toString(), by: member(names, held.by), attendees: held.attendees, conclusion: held.conclusion, why: held.why },
    numbers: view.numbers, hidden: view.hidden, nowReads: view.nowReads, predictedNowReads: view.predictedNowReads,
    notes: inForce ? showNote(inForce) : null,
    // What was replaced after the talk; drafts from before it are nobody's record.
    notesBefore: notes.flatMap((note, i) => { const later = notes[i - 1]; return later && later.why !== null ? [{ ...showNote(note), replacedWhy: later.why }] : [] }),
    actions: view.actions.map(show), carried: view.carried.map(show), before: before && { ...before, id: shown('review', before.id) }, can: view.can,
  }
}

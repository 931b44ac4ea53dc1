import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { moveCandidate, stageWords, type Stage } from './queries.ts'

export type Moving = { id: string; name: string; from: Stage; to: Stage; hasApplied: boolean }

/** Whether a move is asked about first: the ones that end a candidacy, in the good way too. */
export const isAsked = (to: Stage): boolean => to === 'active' || to === 'not_now' || to === 'declined'

/** Asks before a candidacy ends, and why. */
export function MoveDialog({ move, onClose }: { move: Moving; onClose: () => void }) {
  const { id, name, from, to, hasApplied } = move
  const act = (why: string) => moveCandidate(id, { from, to, why })
  if (to === 'active')
    return (
      <ConfirmWhy title={`Make ${name} a partner`} verb="Make it a partner" isOptional onClose={onClose} act={act}>
        Contacts, assessments, application and timeline come along. Then give it a plan, and send its contact their link.
      </ConfirmWhy>
    )
  return (
    <ConfirmWhy title={`${stageWords[to]}: ${name}`} verb={to === 'declined' ? 'Decline' : 'Put it off'} description="Stays with us; nobody outside reads it." onClose={onClose} isDangerous={to === 'declined'} act={act}>
      {hasApplied ? (to === 'declined' ? 'They applied and still wait for our answer: they get a mail that declines in decent words.' : 'They applied and still wait for our answer: they get a mail that says not now, and that we keep what they sent.') : 'Nobody is written to.'}
    </ConfirmWhy>
  )
}

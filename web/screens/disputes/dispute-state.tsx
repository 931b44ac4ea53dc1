import { State, type Tone } from '../../parts/state.tsx'
import type { Dispute } from './queries.ts'

const states: Record<Dispute['state'], { word: string; tone: Tone }> = { open: { word: 'Open', tone: 'waiting' }, answered: { word: 'Answered', tone: 'moving' }, settled: { word: 'Settled', tone: 'ended' } }
const outcomes = { upheld: { word: 'Upheld: the line stands', tone: 'ended' }, adjusted: { word: 'Adjusted', tone: 'good' }, withdrawn: { word: 'Withdrawn', tone: 'ended' } } as const
export const disputeStateChoices = Object.entries(states).map(([value, { word }]) => ({ value, label: word }))

export function DisputeState({ of }: { of: Pick<Dispute, 'state' | 'outcome'> }) {
  return <State {...(of.outcome ? outcomes[of.outcome] : states[of.state])} />
}

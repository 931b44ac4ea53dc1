import { State, type Tone } from '../../parts/state.tsx'
import type { Commission } from './queries.ts'

const states: Record<Commission['state'], { word: string; tone: Tone }> = { earned: { word: 'Earned', tone: 'good' }, reversed: { word: 'Reversed later', tone: 'ended' }, reversal: { word: 'Reversal', tone: 'ended' }, adjustment: { word: 'Adjustment', tone: 'good' } }
export const lineStateChoices = Object.entries(states).map(([value, { word }]) => ({ value, label: word }))

export function LineState({ state }: { state: Commission['state'] }) {
  return <State {...states[state]} />
}

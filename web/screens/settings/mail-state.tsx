import { State, type Tone } from '../../parts/state.tsx'
import type { MailRow } from './queries.ts'

const states: Record<MailRow['state'], { word: string; tone: Tone }> = {
  queued: { word: 'Waiting', tone: 'waiting' }, sending: { word: 'Being sent', tone: 'moving' }, sent: { word: 'Sent', tone: 'good' }, captured: { word: 'Captured, not sent', tone: 'waiting' },
  failed: { word: 'Failed', tone: 'ended' }, unsure: { word: 'Unsure', tone: 'moving' },
}
export const mailStateChoices = Object.entries(states).map(([value, { word }]) => ({ value, label: word }))

export function MailState({ state }: { state: MailRow['state'] }) {
  return <State {...states[state]} />
}

import { State, type Tone } from '../../parts/state.tsx'
import type { Import } from './queries.ts'

const states: Record<Import['state'], { word: string; tone: Tone }> = {
  waiting: { word: 'Waiting', tone: 'waiting' }, running: { word: 'Running', tone: 'moving' }, done: { word: 'Done', tone: 'good' }, cancelled: { word: 'Stopped', tone: 'ended' }, failed: { word: 'Failed', tone: 'ended' },
}

export function ImportState({ of }: { of: Import }) {
  const { word, tone } = states[of.state]
  return <State word={of.state === 'running' ? `${word}, ${Math.floor(of.percent)} %` : word} tone={tone} />
}

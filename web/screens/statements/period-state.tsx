import { State } from '../../parts/state.tsx'
import type { Period } from './queries.ts'

/** How far the statements of a period are, as a word. */
export function PeriodState({ of: { state } }: { of: Period }) {
  return state === 'issued' ? <State word="Issued" tone="good" /> : state === 'issuing' ? <State word="Being issued" tone="moving" /> : <State word="Not issued" tone="waiting" />
}

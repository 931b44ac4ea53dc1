// The recogniser for imports and lists: thousands of names in a few queries.
import type { Reading } from '../../platform/db/context.ts'
import { lookUp } from './look-up.ts'
import type { Aside } from './recognise-aside.ts'
import { recognising, type How, type Linked } from './recognising.ts'
import type { Sought } from './score.ts'

const batch = 5000

/**
 * An answer for each, in order; the same question twice is asked once. `exact` looks only for the same website and the same words or
 * letters, which is several times as fast and enough to link; without it, near names are found too, for people to look at. `aside`
 * weighs in a thread.
 */
export async function recogniseMany(r: Reading, sought: Sought[], { aside, exact }: How & { aside?: Aside | undefined } = {}): Promise<Linked[]> {
  const answers: Linked[] = []
  for (let from = 0; from < sought.length; from += batch) {
    const steps = (aside ?? { recognising }).recognising(sought.slice(from, from + batch), { exact })
    let step = await steps.next()
    while (!step.done) step = await steps.next(await lookUp(r, step.value))
    answers.push(...step.value)
  }
  return answers
}

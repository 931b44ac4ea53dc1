import { lazy, type ComponentType } from 'react'
import { answers, Problem } from '../api/problem.ts'
import { sayProblem } from '../api/use-act.ts'

/**
 * A part that is fetched when it is first drawn: `lazily(() => import('./finder.tsx').then((m) => m.Finder))`. Draw it inside Suspense. Where it
 * cannot be fetched the page stays, with what Suspense draws in its place, and says what helps: a browser does not fetch it a second time.
 */
export const lazily = <P>(load: () => Promise<ComponentType<P>>) => lazy(() => load().then((part) => ({ default: part }), never))

async function never(): Promise<never> {
  sayProblem(new Problem((await answers())
    ? 'This part of the page could not be fetched; a newer release may have replaced it. Load the page again to go on.'
    : 'The server cannot be reached, and this part of the page was not fetched yet. Check the connection and load the page again.'))
  return new Promise(() => {})
}

import { useRef, useState } from 'react'
import { api, take, type Money } from '../../api/client.ts'
import { problemOf, type Problem } from '../../api/problem.ts'
import type { Document } from './document.ts'

/** One partner over the past: what is booked in the draft's currency, what the draft would have paid, and what is booked in others. */
export type Outcome = { id: string; name: string; bookedMinor: bigint; draftMinor: bigint; others: Money[] }
export type BackTest = { state: 'running' | 'stopped' | 'done'; document: Document; currency: string; done: number; total: number; items: number; unused: number; outcomes: Outcome[]; startedAt: number; secondsLeft: number | null }

/** Runs a draft over the past, some partners at a time, so that it says how far it is and can be stopped between two answers. */
export function useBackTest() {
  const [test, setTest] = useState<BackTest | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = useRef(0)

  const start = async (document: Document, period: { from?: string; to?: string }) => {
    const own = (run.current += 1)
    const outcomes = new Map<string, Outcome>()
    let at: BackTest = { state: 'running', document, currency: String(document['currency']), done: 0, total: 0, items: 0, unused: 0, outcomes: [], startedAt: Date.now(), secondsLeft: null }
    setProblem(null)
    setTest(at)
    try {
      for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
        const page = await take(api.POST('/api/v1/plans/back-tests', { body: { terms: document, ...period, ...(after ? { after } : {}), limit: 10 } }))
        if (run.current !== own) return
        for (const share of page.sellers.flatMap((one) => one.shares)) add(outcomes, share, at.currency)
        const done = at.done + page.sellers.length
        const secondsLeft = page.next === null ? null : Math.ceil(((Date.now() - at.startedAt) / 1000 / Math.max(1, done)) * (page.total - done))
        at = {
          ...at, state: page.next === null ? 'done' : 'running', done, total: page.total, secondsLeft, outcomes: [...outcomes.values()],
          items: at.items + page.sellers.reduce((sum, one) => sum + one.items, 0), unused: at.unused + page.sellers.reduce((sum, one) => sum + one.unused, 0),
        }
        setTest(at)
        after = page.next ?? undefined
      }
    } catch (error) {
      if (run.current === own) {
        setProblem(problemOf(error))
        setTest(null)
      }
    }
  }
  const stop = () => {
    run.current += 1
    setTest((before) => before && { ...before, state: 'stopped' })
  }
  return { test, problem, start, stop }
}

type Share = { partner: { id: string; name: string }; booked: Money[]; draft: Money }
function add(outcomes: Map<string, Outcome>, { partner, booked, draft }: Share, currency: string): void {
  const before = outcomes.get(partner.id) ?? { ...partner, bookedMinor: 0n, draftMinor: 0n, others: [] }
  const others = [...before.others]
  let bookedMinor = before.bookedMinor
  for (const sum of booked) {
    if (sum.currency === currency) bookedMinor += BigInt(sum.amountMinor)
    else others.push(sum)
  }
  outcomes.set(partner.id, { ...before, bookedMinor, draftMinor: before.draftMinor + BigInt(draft.amountMinor), others })
}

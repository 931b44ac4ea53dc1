import { may } from '../../kernel/actor.ts'
import { no } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { shown, showMoney } from '../../platform/http/shapes.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { backTestSums, type BackTestOutcome } from './back-test-queries.ts'
import { mayCancelBackTest, secondsLeft } from './back-test-rules.ts'
import { farOf, type BackTestRow } from './back-test-store.ts'

/** Tests as the API shows them, each with what its result adds up to. */
export async function showBackTests(r: Reading, tests: BackTestRow[]) {
  const names = await memberNames(r, tests.map((test) => test.createdBy))
  return Promise.all(tests.map(async (test) => {
    const { currency } = test.plan
    const sums = await backTestSums(r, test)
    const far = farOf(test)
    const seconds = test.runningSince && test.progressedAt ? (test.progressedAt.epochMilliseconds - test.runningSince.epochMilliseconds) / 1000 : 0
    return {
      id: shown('backTest', test.id), planId: test.planId && shown('plan', test.planId), name: test.name, terms: test.plan as unknown as Record<string, unknown>, currency, from: test.from, to: test.to, onPlan: test.onPlan, fileName: test.fileName, state: test.state,
      percent: far / 10, secondsLeft: test.state === 'running' ? secondsLeft(far, test.runningFrom, seconds) : null, partnersDone: test.sellersDone, partnersTotal: test.sellersTotal, rows: test.rowsRead, rejected: test.rejected, items: test.items, unused: test.unused,
      booked: showMoney(sums.bookedMinor, currency), draft: showMoney(sums.draftMinor, currency), gain: sums.gain, lose: sums.lose, same: sums.same, others: sums.others.map(showOther),
      createdAt: test.createdAt.toString(), createdBy: test.createdBy ? (names.get(test.createdBy) ?? null) : null, finishedAt: test.finishedAt?.toString() ?? null, problem: test.problem,
      can: { cancel: may(r.actor, 'plans:write') ? mayCancelBackTest(test) : no('An admin, a manager or finance can stop it.') },
    }
  }))
}

export function showOutcome(one: BackTestOutcome, currency: string) {
  return {
    partner: { id: one.partner.id && shown('partner', one.partner.id), name: one.partner.name }, booked: showMoney(one.bookedMinor, currency), draft: showMoney(one.draftMinor, currency), change: showMoney(one.draftMinor - one.bookedMinor, currency),
    others: one.others.map(showOther),
  }
}

const showOther = (one: { currency: string; bookedMinor: bigint }) => ({ currency: one.currency, booked: showMoney(one.bookedMinor, one.currency) })

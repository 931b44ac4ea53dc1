import { no, yes, type Can } from '../../kernel/refusal.ts'

export const backTestStates = ['waiting', 'running', 'done', 'cancelled', 'failed'] as const
export type BackTestState = (typeof backTestStates)[number]

/** How far it is in what it knows: bytes of the file, which is read first, and partners. */
export type Far = { hasFile: boolean; isRead: boolean; bytesDone: number; bytesTotal: number; sellersDone: number; sellersTotal: number | null }

/** Thousandths of the whole. Reading a file and working it out count as half each, which is about what they take. */
export function thousandths({ hasFile, isRead, bytesDone, bytesTotal, sellersDone, sellersTotal }: Far): number {
  const read = isRead ? 1 : bytesTotal === 0 ? 0 : Math.min(1, bytesDone / bytesTotal)
  const worked = sellersTotal === null ? 0 : sellersTotal === 0 ? 1 : sellersDone / sellersTotal
  return Math.floor(1000 * (hasFile ? (read + worked) / 2 : worked))
}

/** Seconds still to go at the pace of the run under way, which began `seconds` ago; null while that says nothing. */
export function secondsLeft(now: number, from: number, seconds: number): number | null {
  return now <= from || seconds <= 0 ? null : Math.ceil(((1000 - now) * seconds) / (now - from))
}

export const mayCancelBackTest = (test: { state: BackTestState; cancelAskedAt: unknown }): Can =>
  test.state !== 'waiting' && test.state !== 'running' ? no('It has ended.') : test.cancelAskedAt ? no('It is being stopped.') : yes

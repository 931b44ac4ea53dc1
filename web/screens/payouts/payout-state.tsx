import { State, type Tone } from '../../parts/state.tsx'
import type { Payment, PayoutRow } from './queries.ts'

const payoutStates: Record<PayoutRow['state'], { word: string; tone: Tone }> = {
  waiting: { word: 'Waits for approval', tone: 'waiting' }, approved: { word: 'Approved', tone: 'moving' }, sent: { word: 'Sent', tone: 'good' }, cancelled: { word: 'Cancelled', tone: 'ended' },
}
export const payoutStateChoices = Object.entries(payoutStates).map(([value, { word }]) => ({ value, label: word }))
export function PayoutState({ state }: { state: PayoutRow['state'] }) {
  return <State {...payoutStates[state]} />
}

const paymentStates: Record<Payment['state'], { word: string; tone: Tone }> = {
  scheduled: { word: 'Scheduled', tone: 'waiting' }, sent: { word: 'Sent', tone: 'moving' }, paid: { word: 'Paid', tone: 'good' }, failed: { word: 'Failed', tone: 'ended' }, returned: { word: 'Returned', tone: 'ended' },
  withdrawn: { word: 'Taken out', tone: 'ended' },
}
export function PaymentState({ state }: { state: Payment['state'] }) {
  return <State {...paymentStates[state]} />
}

/** "3 paid, 1 returned": how far the payments of a payout are. */
export function sayProgress(payments: PayoutRow['payments']): string {
  return (Object.keys(paymentStates) as Payment['state'][]).flatMap((state) => (payments[state] ? [`${payments[state]} ${paymentStates[state].word.toLowerCase()}`] : [])).join(', ')
}

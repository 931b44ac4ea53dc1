import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { problemFrom } from '../../api/problem.ts'
import { currentWorkspace } from '../../api/workspace-choice.ts'

export type PayoutRow = Schemas['PayoutRow']
export type Payout = Schemas['Payout']
export type Payment = Schemas['Payment']
export type Preview = Schemas['PayoutPreview']
export type Results = Schemas['PaymentResults']
export type PayoutSettings = Schemas['PayoutSettings']

export const payoutQuery = (id: string) => queryOptions({ queryKey: ['payouts', id], queryFn: () => take(api.GET('/api/v1/payouts/{id}', { params: { path: { id } } })) })
export const previewQuery = (upTo: string | undefined) =>
  queryOptions({ queryKey: ['payouts', 'preview', upTo], queryFn: () => take(api.GET('/api/v1/payouts/preview', { params: { query: upTo ? { upTo } : {} } })), placeholderData: (before) => before })
/** The payments of a payout, a hundred at a time. */
export const usePayments = (payoutId: string) => usePages(['payouts', 'payments', payoutId], (after) => take(api.GET('/api/v1/payments', { params: { query: { payout: payoutId, limit: 100, ...(after ? { after } : {}) } } })))
export const payoutSettingsQuery = queryOptions({ queryKey: ['payouts', 'settings'], queryFn: () => take(api.GET('/api/v1/payout-settings')) })

/** Sends a file of the bank as it is: the client would make JSON of it. */
export async function sendResults(file: File): Promise<Results> {
  const workspace = currentWorkspace()
  const answer = await fetch(`/api/v1/payment-results?name=${encodeURIComponent(file.name)}`, {
    method: 'POST', body: file, headers: { 'content-type': 'application/octet-stream', ...(workspace ? { 'alongside-workspace': workspace } : {}) },
  })
  const body: unknown = await answer.json().catch(() => undefined)
  if (!answer.ok) throw problemFrom(answer.status, body)
  return body as Results
}

export const methodWords: Record<Payment['method'], string> = { sepa: 'SEPA transfer', ach: 'US ACH', csv: 'List (CSV)' }

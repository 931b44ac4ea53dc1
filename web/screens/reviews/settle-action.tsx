import { api, take } from '../../api/client.ts'
import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import type { ReviewAction } from './queries.ts'

type Props = { action: Pick<ReviewAction, 'id' | 'words'>; to: 'done' | 'dropped' | 'open'; onClose: () => void }

/** Done, dropped, or taken up again. */
export function SettleAction({ action, to, onClose }: Props) {
  const at = { params: { path: { id: action.id } } }
  if (to === 'open') return <ConfirmWhy onClose={onClose} title="Take it up again" verb="Take up again" act={(why) => take(api.DELETE('/api/v1/review-actions/{id}/outcome', { ...at, body: { why } }))}>{action.words}</ConfirmWhy>
  const settle = (why: string) => take(api.PUT('/api/v1/review-actions/{id}/outcome', { ...at, body: { outcome: to, ...(why ? { why } : {}) } }))
  return to === 'done'
    ? <ConfirmWhy onClose={onClose} title="It is done" verb="Mark done" label="What came of it" isOptional act={settle}>{action.words}</ConfirmWhy>
    : <ConfirmWhy onClose={onClose} title="Drop the action" verb="Drop action" act={settle}>{action.words}</ConfirmWhy>
}

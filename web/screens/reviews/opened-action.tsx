import { sayPeriod } from '../../parts/quarters.ts'
import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { A } from '../../parts/link.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { paths } from '../../paths.ts'
import { actionQuery } from './queries.ts'
import { SettleAction } from './settle-action.tsx'

/** An action of ours in Today, and what settles it. */
export function OpenedAction({ id }: { id: string }) {
  const query = useQuery(actionQuery(id))
  const [settling, setSettling] = useState<'done' | 'dropped' | null>(null)
  if (query.isPending) return <Loading lines={3} />
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} what="The action" />
  const action = query.data
  return (
    <div style={{ gridColumn: '1 / -1' }}>
      <Text size="sm" mb="sm" dir="auto">{action.words}</Text>
      <Group gap="xs">
        <CanButton can={action.can.settle} variant="filled" onClick={() => setSettling('done')}>Mark done</CanButton>
        <CanButton can={action.can.settle} onClick={() => setSettling('dropped')}>Drop with reason</CanButton>
      </Group>
      <Text size="sm" mt="xs"><A to={paths.review(action.reviewId)}>Open the review of {sayPeriod(action.quarter)}</A></Text>
      {settling && <SettleAction action={action} to={settling} onClose={() => setSettling(null)} />}
    </div>
  )
}

import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { A } from '../../parts/link.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { paths } from '../../paths.ts'
import { ApplicationWords } from './application-words.tsx'
import { MoveDialog, type Moving } from './move-dialog.tsx'
import { candidateQuery, moveCandidate, type Candidate, type Stage } from './queries.ts'
import { Reasons } from './reasons.tsx'
import { ScoreRange } from './score.tsx'

/** An application in Today: what they sent, what is known, and the answer. */
export function OpenedApplication({ id }: { id: string }) {
  const query = useQuery(candidateQuery(id))
  if (query.isPending) return <Loading lines={3} />
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} what="The application" />
  return <Ready candidate={query.data} />
}

function Ready({ candidate: c }: { candidate: Candidate }) {
  const [asking, setAsking] = useState<Moving | null>(null)
  const act = useAct((to: Stage) => moveCandidate(c.id, { from: c.stage, to }))
  const ask = (to: Stage) => setAsking({ id: c.id, name: c.name, from: c.stage, to, hasApplied: true })
  return (
    <div style={{ gridColumn: '1 / -1' }}>
      <ApplicationWords candidate={c} narrow />
      <div style={{ marginTop: '0.75rem' }}><ScoreRange score={c.score} /></div>
      <Reasons reasons={{ ...c.reasons, unknown: [] }} />
      <Text size="sm" c="dimmed" my="xs">Write to them or call them, then say so here: that keeps the promise.</Text>
      <Group gap="xs">
        <CanButton can={c.can.move} variant="filled" onClick={() => act.run('contacted')}>I have contacted them</CanButton>
        <CanButton can={c.can.move} onClick={() => ask('not_now')}>Not now</CanButton>
        <CanButton can={c.can.move} onClick={() => ask('declined')}>Decline</CanButton>
      </Group>
      <Text size="sm" mt="xs"><A to={paths.partner(c.id)}>Open the candidate</A></Text>
      {asking && <MoveDialog move={asking} onClose={() => setAsking(null)} />}
    </div>
  )
}

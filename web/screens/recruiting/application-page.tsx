import { Anchor, Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, send } from '../../api/client.ts'
import { useMe, useOwners } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Facts } from '../../parts/facts.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { SettingsPage } from '../settings/settings-page.tsx'
import { applicationPageQuery, type ApplicationPage } from './queries.ts'

/** The public page where anybody may apply: open or not, at which address, and who gets what comes. */
export function ApplicationPageSettings() {
  const query = useQuery(applicationPageQuery)
  return (
    <SettingsPage title="Application page" sub="A public page where anybody may ask to be a partner. What comes stands on the recruiting board with a promise to answer.">
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The page" /> : query.data ? <Opened page={query.data} /> : <Loading />}
    </SettingsPage>
  )
}

function Opened({ page }: { page: ApplicationPage }) {
  const { memberId } = useMe()
  const owners = useOwners()
  const [ownerId, setOwner] = useState(page.owner?.id ?? memberId ?? '')
  const [asking, setAsking] = useState<'close' | 'renew' | null>(null)
  const clipboard = useClipboard()
  const act = useAct((change: { isOpen: boolean; newAddress?: boolean; owner?: string }) => send(api.PUT('/api/v1/application-page', { body: { isOpen: change.isOpen, ownerId: change.owner ?? ownerId, newAddress: change.newAddress ?? false } })), { onDone: () => setAsking(null) })
  const confirmed = { run: () => act.run(asking === 'close' ? { isOpen: false } : { isOpen: true, newAddress: true }), busy: act.busy, problem: act.problem, clear: act.clear }
  return (
    <Stack gap="md" maw="36rem">
      <Facts
        items={{
          State: page.isOpen ? 'Open to anybody who has the address' : 'Closed',
          Address: page.address && <Group gap="xs"><Anchor href={page.address} target="_blank" rel="noreferrer" style={{ overflowWrap: 'anywhere' }}>{page.address}</Anchor><Button size="compact-xs" onClick={() => clipboard.copy(page.address)}>{clipboard.copied ? 'Copied' : 'Copy'}</Button></Group>,
          'We answer within': `${page.answerBusinessDays} business ${page.answerBusinessDays === 1 ? 'day' : 'days'}`,
        }}
      />
      <NativeSelect
        label="Who gets applications" description="Owns the candidate and the promise to answer" data={owners} value={ownerId} disabled={!page.can.set.allowed}
        onChange={(event) => {
          setOwner(event.currentTarget.value)
          if (page.isOpen) act.run({ isOpen: true, owner: event.currentTarget.value })
        }}
      />
      <Group gap="xs">
        {page.isOpen ? (
          <>
            <CanButton can={page.can.set} onClick={() => setAsking('renew')}>Give it another address</CanButton>
            <CanButton can={page.can.set} onClick={() => setAsking('close')}>Close the page</CanButton>
          </>
        ) : <CanButton can={page.can.set} variant="filled" onClick={() => act.run({ isOpen: true })}>Open the page</CanButton>}
      </Group>
      <Text size="sm" c="dimmed">Put the address on your website. Against programs that fill forms it has a field that people do not see, a seal with the time, and a limit for each address; nothing of your visitors goes to anybody else.</Text>
      {asking && (
        <Confirm title={asking === 'close' ? 'Close the application page' : 'Give it another address'} verb={asking === 'close' ? 'Close it' : 'Change the address'} act={confirmed} onClose={() => setAsking(null)}>
          The address of now stops working at once, wherever it stands. What came by it stays.
        </Confirm>
      )}
    </Stack>
  )
}

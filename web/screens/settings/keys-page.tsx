import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, send } from '../../api/client.ts'
import { useWorkspace } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { State } from '../../parts/state.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { MintKey } from './mint-key.tsx'
import { keysQuery, roleChoices, type Key } from './queries.ts'
import { SettingsPage } from './settings-page.tsx'

/** Keys with which software calls the API. */
export function KeysPage() {
  const { mintKeys } = useWorkspace().can
  return mintKeys.allowed ? <Keys /> : <SettingsPage title="API keys"><EmptyState title="You cannot see API keys">{mintKeys.why}</EmptyState></SettingsPage>
}

function Keys() {
  const query = useQuery(keysQuery)
  const { can } = useWorkspace()
  const [isMinting, setMinting] = useState(false)
  const [revoking, setRevoking] = useState<Key | null>(null)
  const mint = <CanButton can={can.mintKeys} variant="filled" onClick={() => setMinting(true)}>Make a key</CanButton>
  return (
    <SettingsPage title="API keys" sub="With a key, software does what its role allows. Everything here is in the API too." actions={mint}>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The list of keys" /> : !query.data ? <Loading /> : query.data.length === 0
        ? <EmptyState title="No keys yet" action={mint}>Make one to connect your CRM, a form on your site, or a script. It is shown once and can be revoked at any time.</EmptyState>
        : (
          <SmallTable
            caption="API keys" rows={query.data} keyOf={(k) => k.id}
            columns={[
              { key: 'name', header: 'For', cell: (k) => k.name },
              { key: 'role', header: 'Role', cell: (k) => roleChoices.find((r) => r.value === k.role)?.label },
              { key: 'made', header: 'Made', minor: true, cell: (k) => <><When at={k.createdAt} day />{k.createdBy && ` by ${k.createdBy.name}`}</> },
              { key: 'state', header: 'State', cell: (k) => (k.revokedAt ? <>{<State word="Revoked" tone="ended" />} <When at={k.revokedAt} day /></> : <State word="Works" tone="good" />) },
              { key: 'actions', header: '', numeric: true, cell: (k) => !k.revokedAt && <Button onClick={() => setRevoking(k)}>Revoke</Button> },
            ]}
          />
        )}
      {isMinting && <MintKey onClose={() => setMinting(false)} />}
      {revoking && <RevokeKey of={revoking} onClose={() => setRevoking(null)} />}
    </SettingsPage>
  )
}

function RevokeKey({ of, onClose }: { of: Key; onClose: () => void }) {
  const act = useAct(() => send(api.DELETE('/api/v1/keys/{id}', { params: { path: { id: of.id } } })), { done: 'The key no longer works.', onDone: onClose, quiet: true })
  return <Confirm title={`Revoke “${of.name}”`} verb="Revoke key" isDangerous act={act} onClose={onClose}>Software that uses it is refused from now on. A revoked key cannot be brought back.</Confirm>
}

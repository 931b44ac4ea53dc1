import { Button, Text, TextInput } from '@mantine/core'
import { browserSupportsWebAuthn, startRegistration } from '@simplewebauthn/browser'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, send, take } from '../../api/client.ts'
import { Problem } from '../../api/problem.ts'
import { say, useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { When } from '../../parts/when.tsx'
import type { operations } from '../../api/schema.ts'
import { passkeysQuery } from './queries.ts'

type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON']
type Credential = operations['postPasskeys']['requestBody']['content']['application/json']['credential']

/** Passkeys of mine: the device proves it is me, no password travels. */
export function Passkeys() {
  const query = useQuery(passkeysQuery)
  const [isAdding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<{ id: string; name: string } | null>(null)
  const can = browserSupportsWebAuthn() ? { allowed: true } : { allowed: false, why: 'This browser cannot make passkeys. They need a secure address (https) and a current browser.' }
  return (
    <Section title="Passkeys" action={<CanButton can={can} onClick={() => setAdding(true)}>Add a passkey</CanButton>}>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The list of passkeys" /> : !query.data ? <Loading lines={2} /> : query.data.length === 0
        ? <Text size="sm" c="dimmed">No passkey yet. With one, this device signs you in by fingerprint, face or its own code.</Text>
        : (
          <SmallTable
            caption="Passkeys" rows={query.data} keyOf={(p) => p.id}
            columns={[
              { key: 'name', header: 'Name', cell: (p) => p.name },
              { key: 'added', header: 'Added', minor: true, cell: (p) => <When at={p.createdAt} day /> },
              { key: 'used', header: 'Last used', cell: (p) => (p.usedAt ? <When at={p.usedAt} /> : 'never') },
              { key: 'actions', header: '', numeric: true, cell: (p) => <Button onClick={() => setRemoving(p)}>Remove</Button> },
            ]}
          />
        )}
      {isAdding && <AddPasskey onClose={() => setAdding(false)} />}
      {removing && <RemovePasskey of={removing} onClose={() => setRemoving(null)} />}
    </Section>
  )
}

function AddPasskey({ onClose }: { onClose: () => void }) {
  const form = useForm({
    initial: { name: '' }, checks: { name: required('Give the passkey a name, such as the device it is on.') },
    submit: async ({ name }) => {
      const optionsJSON = (await take(api.POST('/api/v1/passkeys/registration-options'))) as unknown as CreationOptions
      const credential = await startRegistration({ optionsJSON }).catch((error: unknown) => {
        const isKnown = error instanceof Error && error.name === 'InvalidStateError'
        throw new Problem(isKnown ? 'This device has a passkey for you already.' : 'No passkey was made. Try again, or use another device.', { code: 'passkey_cancelled' })
      })
      await take(api.POST('/api/v1/passkeys', { body: { name, credential: credential as unknown as Credential } }))
      onClose()
      say('The passkey is added.')
    },
  })
  return (
    <FormDialog title="Add a passkey" onClose={onClose} verb="Add passkey" form={form}>
      <TextInput label="Name" description="Such as the device it is on. Your device then asks you to confirm." placeholder="Work laptop" data-autofocus {...form.field('name')} />
    </FormDialog>
  )
}

function RemovePasskey({ of, onClose }: { of: { id: string; name: string }; onClose: () => void }) {
  const act = useAct(() => send(api.DELETE('/api/v1/passkeys/{id}', { params: { path: { id: of.id } } })), { done: 'The passkey is removed.', onDone: onClose, quiet: true })
  return <Confirm title={`Remove “${of.name}”`} verb="Remove passkey" isDangerous act={act} onClose={onClose}>It no longer signs you in. Delete it on the device too, or the device will keep offering it.</Confirm>
}

import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { OpenModal } from '../../parts/open-modal.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { roleChoices, roleWords, type Role } from './queries.ts'
import classes from './settings.module.css'

/** Makes a key, then shows its token this once. */
export function MintKey({ onClose }: { onClose: () => void }) {
  const [token, setToken] = useState<string | null>(null)
  const form = useForm({
    initial: { name: '', role: 'viewer' }, checks: { name: required('Say what the key is for.') },
    submit: async ({ name, role }) => setToken((await take(api.POST('/api/v1/keys', { body: { name, role: role as Role } }))).token),
  })
  if (token) return <Minted token={token} onClose={onClose} />
  return (
    <FormDialog title="Make an API key" onClose={onClose} verb="Make key" form={form}>
      <TextInput label="What is it for" placeholder="CRM sync" data-autofocus {...form.field('name')} />
      <NativeSelect label="Role" description={`May do: ${roleWords[form.values.role as Role]}.`} data={roleChoices} {...form.field('role')} />
    </FormDialog>
  )
}

function Minted({ token, onClose }: { token: string; onClose: () => void }) {
  const clipboard = useClipboard({ timeout: 4000 })
  return (
    <OpenModal title="The key is made" onClose={onClose} closeOnClickOutside={false}>
      <Stack gap="md">
        <Text size="sm">Copy it now and keep it safe. It is not shown again; only a fingerprint of it is kept here.</Text>
        <TextInput label="Key" readOnly value={token} classNames={{ input: classes.token ?? '' }} onFocus={(event) => event.currentTarget.select()} />
        <Text size="sm" c="dimmed">Send it with each request: <code>Authorization: Bearer …</code></Text>
        <Group gap="xs">
          <Button variant="filled" data-autofocus onClick={() => clipboard.copy(token)}>{clipboard.copied ? 'Copied' : 'Copy key'}</Button>
          <Button variant="subtle" color="gray" onClick={onClose}>Close</Button>
        </Group>
      </Stack>
    </OpenModal>
  )
}

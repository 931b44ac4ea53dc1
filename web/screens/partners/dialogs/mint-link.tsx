import { Button, Checkbox, CopyButton, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, take } from '../../../api/client.ts'
import { FormDialog } from '../../../parts/dialog.tsx'
import { OpenModal } from '../../../parts/open-modal.tsx'
import { useForm } from '../../../parts/use-form.ts'
import type { Partner } from '../queries.ts'

type Minted = { url: string; sentTo: string | undefined }

/** A personal link for a contact. Its address is shown once: only a hash of it is kept. */
export function MintLink({ partner, onClose }: { partner: Partner; onClose: () => void }) {
  const [minted, setMinted] = useState<Minted>()
  return minted ? <Address minted={minted} onClose={onClose} /> : <Choose partner={partner} onClose={onClose} onMinted={setMinted} />
}

function Choose({ partner, onClose, onMinted }: { partner: Partner; onClose: () => void; onMinted: (minted: Minted) => void }) {
  const form = useForm({
    initial: { contactId: partner.contacts[0]?.id ?? '', send: true },
    submit: async ({ contactId, send }) => {
      const { url } = await take(api.POST('/api/v1/partners/{id}/links', { params: { path: { id: partner.id } }, body: { contactId, send } }))
      onMinted({ url, sentTo: send ? partner.contacts.find((c) => c.id === contactId)?.email : undefined })
    },
  })
  return (
    <FormDialog title="Make a personal link" onClose={onClose} verb="Make link" form={form}>
      <Text size="sm" c="dimmed">Whoever holds it acts as this person: introduces buyers, sees what became of them and what was earned.</Text>
      <NativeSelect label="For" data={partner.contacts.map((c) => ({ value: c.id, label: `${c.name}, ${c.email}` }))} data-autofocus {...form.field('contactId')} />
      <Checkbox label="Mail it to them" {...form.check('send')} />
    </FormDialog>
  )
}

function Address({ minted: { url, sentTo }, onClose }: { minted: Minted; onClose: () => void }) {
  return (
    <OpenModal onClose={onClose} title="The link is ready">
      <Stack gap="md">
        <TextInput label="Address" description="Shown this once. Lost it? Make another." value={url} readOnly onFocus={(event) => event.currentTarget.select()} data-autofocus />
        {sentTo && <Text size="sm">It is on its way to {sentTo}.</Text>}
        <Group gap="xs">
          <CopyButton value={url}>{({ copied, copy }) => <Button variant="filled" onClick={copy}>{copied ? 'Copied' : 'Copy address'}</Button>}</CopyButton>
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </OpenModal>
  )
}

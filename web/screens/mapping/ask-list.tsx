import { NativeSelect, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, send } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { useForm } from '../../parts/use-form.ts'
import { partnerQuery } from '../partners/queries.ts'

/** Mails a contact the page on which the list is given. */
export function AskForList({ partnerId, partnerName, onClose }: { partnerId: string; partnerName: string; onClose: () => void }) {
  const contacts = useQuery(partnerQuery(partnerId)).data?.contacts ?? []
  const form = useForm({
    initial: { contactId: '', note: '' },
    submit: async ({ contactId, note }) => {
      await send(api.POST('/api/v1/partners/{id}/list-requests', { params: { path: { id: partnerId } }, body: { contactId: contactId || null, note: note.trim() || null } }))
      say('Asked by mail.')
      onClose()
    },
  })
  return (
    <FormDialog title={`Ask ${partnerName} for its customer list`} verb="Send the mail" onClose={onClose} form={form}>
      <Text size="sm" c="dimmed">The mail leads to their own page. There they say what may be seen, every customer, only those that we know too, or figures, and can take it back at any time.</Text>
      <NativeSelect label="Whom" data={contacts.map((contact) => ({ value: contact.isPrimary ? '' : contact.id, label: contact.name }))} {...form.field('contactId')} />
      <Textarea label="A word of yours (optional)" autosize minRows={2} data-autofocus {...form.field('note')} />
    </FormDialog>
  )
}

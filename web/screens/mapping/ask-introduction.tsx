import { Text, Textarea } from '@mantine/core'
import { api, send } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { required, useForm } from '../../parts/use-form.ts'

/** Asks the partner by mail and on its page; the answer is an introduction, or no. */
export function AskIntroduction({ listId, n, buyer, partnerName, onClose }: { listId: string; n: number; buyer: string; partnerName: string; onClose: () => void }) {
  const form = useForm({
    initial: { message: '' }, checks: { message: required('Write a line the partner can use.') }, draft: `ask.${listId}.${n}`,
    submit: async ({ message }) => {
      await send(api.POST('/api/v1/customer-lists/{id}/customers/{n}/introduction-asks', { params: { path: { id: listId, n } }, body: { message: message.trim() } }))
      say(`${partnerName} has been asked.`)
      onClose()
    },
  })
  return (
    <FormDialog title={`Ask for an introduction to ${buyer}`} verb="Ask the partner" onClose={onClose} form={form}>
      <Text size="sm" c="dimmed">{partnerName} gets a mail and finds the question on its page. What they introduce is protected like any introduction.</Text>
      <Textarea label="Why you would like to meet them" description="The partner reads this, and may pass it on." autosize minRows={3} data-autofocus {...form.field('message')} />
    </FormDialog>
  )
}

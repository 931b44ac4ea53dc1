import { NativeSelect, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, send } from '../../api/client.ts'
import { say, useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { useForm } from '../../parts/use-form.ts'
import { When } from '../../parts/when.tsx'
import { partnerQuery } from '../partners/queries.ts'
import type { PartnerMapping } from './queries.ts'

const learns = { overlap: 'We learn which websites both have, and how many the partner has.', size: 'We learn how many websites both have, not which, and how many the partner has.' }

/** Asks the partner to compare without showing a list. */
export function ComparePrivately({ partnerId, partnerName, onClose }: { partnerId: string; partnerName: string; onClose: () => void }) {
  const contacts = useQuery(partnerQuery(partnerId)).data?.contacts ?? []
  const form = useForm({
    initial: { wish: 'overlap', contactId: '', note: '' },
    submit: async ({ wish, contactId, note }) => {
      await send(api.POST('/api/v1/partners/{id}/private-mappings', { params: { path: { id: partnerId } }, body: { wish: wish as 'overlap' | 'size', contactId: contactId || null, note: note.trim() || null } }))
      say('The question is being prepared; then the contact gets a mail.')
      onClose()
    },
  })
  return (
    <FormDialog title={`Compare privately with ${partnerName}`} verb="Ask the partner" onClose={onClose} form={form}>
      <Text size="sm" c="dimmed">The partner runs a program on its own machine; only blinded websites leave it. It learns how many of our websites take part (customers and the best fit first, at most 20,000), and nothing else.</Text>
      <Radio.Group label="What we would like to know" value={form.values.wish} onChange={(value) => form.set('wish', value)}>
        <Stack gap="xs" mt="xs"><Radio value="overlap" label="Which customers we share" description={learns.overlap} /><Radio value="size" label="Only how many" description={learns.size} /></Stack>
      </Radio.Group>
      <NativeSelect label="Whom" data={contacts.map((contact) => ({ value: contact.isPrimary ? '' : contact.id, label: contact.name }))} {...form.field('contactId')} />
      <Textarea label="A word of yours (optional)" autosize minRows={2} {...form.field('note')} />
    </FormDialog>
  )
}

/** How a private comparison stands; a done one has become the list in use. */
export function Privately({ mapping: { privately } }: { mapping: PartnerMapping }) {
  const withdraw = useAct((id: string) => send(api.PUT('/api/v1/private-mappings/{id}/withdrawal', { params: { path: { id } } })), { done: 'Taken back. What was prepared is removed.' })
  if (!privately || ['done', 'withdrawn'].includes(privately.state)) return null
  const words: Record<string, React.ReactNode> = {
    preparing: 'The question of a private comparison is being prepared.', open: <>{privately.contact.name} was asked to compare privately <When at={privately.askedAt} />; open until <When at={privately.expiresAt} day />. {sayCount(privately.ours ?? 0, 'website')} of ours take part.</>,
    computing: 'The answer has arrived and is being worked out.', failed: privately.problem, declined: <>{privately.contact.name} would rather not compare.</>, expired: 'Nobody answered the private comparison in time.',
  }
  return <Text size="sm" mb="md" role="status" component="div">{words[privately.state]} {!privately.finishedAt && <CanButton can={privately.can.withdraw} size="compact-xs" variant="subtle" loading={withdraw.busy} onClick={() => withdraw.run(privately.id)}>Take it back</CanButton>}</Text>
}

import { NativeSelect, Text, Textarea } from '@mantine/core'
import { api, take } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { sayNumber } from '../../parts/numbers.ts'
import { useForm } from '../../parts/use-form.ts'
import type { CustomerList, Sharing } from './queries.ts'
import { sharingMeans, sharingWords } from './words.tsx'

/** Less than was agreed; what is not shared any more goes at once. */
export function NarrowSharing({ list, onClose }: { list: CustomerList; onClose: () => void }) {
  const levels = (list.sharing === 'all' ? ['overlap', 'counts', 'hidden'] : ['counts']) as Sharing[]
  const form = useForm({
    initial: { sharing: levels[0] as string, why: '' },
    submit: async ({ sharing, why }) => {
      const { removed } = await take(api.PUT('/api/v1/customer-lists/{id}/sharing', { params: { path: { id: list.id } }, body: { sharing: sharing as Sharing, why: why.trim() || null } }))
      say(`Changed. ${sayNumber(removed)} rows were removed.`)
      onClose()
    },
  })
  return (
    <FormDialog title="Share less" verb="Change it" onClose={onClose} form={form}>
      <NativeSelect label="From now on" data={levels.map((level) => ({ value: level, label: sharingWords[level] }))} data-autofocus {...form.field('sharing')} />
      <Text size="sm" c="dimmed">{sharingMeans[form.values.sharing as Sharing]} What is not shared any more is removed at once; the partner gives a new list to show more again.</Text>
      <Textarea label="Why (optional)" autosize {...form.field('why')} />
    </FormDialog>
  )
}

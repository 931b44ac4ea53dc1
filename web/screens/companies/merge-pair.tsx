import { Radio, Stack, Textarea } from '@mantine/core'
import { api, send } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { MergePreview } from './merge-preview.tsx'
import type { CompanyPair } from './queries.ts'

/** Says of two possible duplicates that they are one: which stays, and why. */
export function MergePair({ pair: { id, one, other }, onClose }: { pair: CompanyPair; onClose: () => void }) {
  const form = useForm({
    initial: { keepId: one.id, why: '' }, checks: { why: required('Say why.') },
    submit: async ({ keepId, why }) => {
      await send(api.PUT('/api/v1/companies/duplicates/{id}', { params: { path: { id } }, body: { decision: 'same', keepId, why: why.trim() } }))
      onClose()
      say('The two are one company.')
    },
  })
  const { keepId } = form.values
  return (
    <FormDialog title={`Merge ${one.name} and ${other.name}`} onClose={onClose} verb="Merge companies" form={form}>
      <Radio.Group label="Which one stays" description="Its name and its own values come first." value={keepId} onChange={(value) => form.set('keepId', value)}>
        <Stack gap={6} mt={6}>{[one, other].map((c) => <Radio key={c.id} value={c.id} label={[c.name, c.domain].filter(Boolean).join(', ')} />)}</Stack>
      </Radio.Group>
      <MergePreview into={keepId} from={keepId === one.id ? other.id : one.id} />
      <Textarea label="Why" minRows={2} {...form.field('why')} />
    </FormDialog>
  )
}

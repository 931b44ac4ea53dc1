import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { api, take } from '../../api/client.ts'
import { useOwners } from '../../api/session.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import type { ReviewAction } from './queries.ts'

type Props = { reviewId: string; partner: string; action?: ReviewAction; /** The review was held, so a change needs a reason. */ isHeld?: boolean; onClose: () => void }
const theirs = 'partner'

/** What is to be done, by whom, by when: added, or changed. */
export function ActionDialog({ reviewId, partner, action, isHeld = false, onClose }: Props) {
  const form = useForm({
    initial: { words: action?.words ?? '', ownerId: action ? (action.owner?.id ?? theirs) : '', ownerWords: action?.ownerWords ?? '', dueOn: action?.dueOn ?? '', why: '' },
    checks: {
      words: required('Say what is to be done.'), ownerId: required('Say who does it.'), dueOn: required('Say by when.'), ownerWords: (words, { ownerId }) => (ownerId === theirs && !words.trim() ? 'Say who there.' : undefined),
      ...(isHeld ? { why: required('The review was held. Say why what was agreed changes.') } : {}),
    },
    submit: async ({ words, ownerId, ownerWords, dueOn, why }) => {
      const body = { words, dueOn, ...(ownerId === theirs ? { ownerId: null, ownerWords } : { ownerId, ownerWords: null }) }
      await (action ? take(api.PATCH('/api/v1/review-actions/{id}', { params: { path: { id: action.id } }, body: { ...body, ...(isHeld ? { why } : {}) } })) : take(api.POST('/api/v1/reviews/{id}/actions', { params: { path: { id: reviewId } }, body })))
      onClose()
    },
  })
  return (
    <FormDialog title={action ? 'Change the action' : 'Add an action'} onClose={onClose} verb={action ? 'Save changes' : 'Add action'} form={form}>
      <Textarea label="What" data-autofocus minRows={2} {...form.field('words')} />
      <NativeSelect label="Who" data={[{ value: '', label: 'Choose' }, ...useOwners(), { value: theirs, label: `Somebody at ${partner}` }]} {...form.field('ownerId')} />
      {form.values.ownerId === theirs && <TextInput label={`Who at ${partner}`} {...form.field('ownerWords')} />}
      <TextInput label="By" type="date" {...form.field('dueOn')} />
      {isHeld && <Textarea label="Why" {...form.field('why')} />}
    </FormDialog>
  )
}

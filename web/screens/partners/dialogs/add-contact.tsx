import { TextInput } from '@mantine/core'
import { api, send } from '../../../api/client.ts'
import { FormDialog } from '../../../parts/dialog.tsx'
import { required, useForm } from '../../../parts/use-form.ts'

/** One more person at the partner. */
export function AddContact({ partnerId, onClose }: { partnerId: string; onClose: () => void }) {
  const form = useForm({
    initial: { name: '', email: '', phone: '' }, checks: { name: required('The contact needs a name.'), email: required('An e-mail address is needed.') },
    submit: async (body) => {
      await send(api.POST('/api/v1/partners/{id}/contacts', { params: { path: { id: partnerId } }, body }))
      onClose()
    },
  })
  return (
    <FormDialog title="Add a contact" onClose={onClose} verb="Add contact" form={form}>
      <TextInput label="Name" autoComplete="off" data-autofocus {...form.field('name')} />
      <TextInput label="E-mail" type="email" autoComplete="off" {...form.field('email')} />
      <TextInput label="Phone (optional)" type="tel" autoComplete="off" {...form.field('phone')} />
    </FormDialog>
  )
}

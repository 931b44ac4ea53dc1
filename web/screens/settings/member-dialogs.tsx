import { NativeSelect, TextInput } from '@mantine/core'
import { api, send } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { roleChoices, roleWords, type Member, type Role } from './queries.ts'

const saysWhat = (role: string) => `May do: ${roleWords[role as Role]}.`

export function InviteMember({ onClose }: { onClose: () => void }) {
  const form = useForm({
    initial: { name: '', email: '', role: 'rep' }, checks: { name: required('A name is needed.'), email: required('An e-mail address is needed.') },
    submit: async ({ name, email, role }) => {
      await send(api.POST('/api/v1/members', { body: { name, email, role: role as Role } }))
      onClose()
      say(`The invitation is on its way to ${email.trim()}.`)
    },
  })
  return (
    <FormDialog title="Invite a member" onClose={onClose} verb="Send invitation" form={form}>
      <TextInput label="Name" data-autofocus {...form.field('name')} />
      <TextInput label="E-mail" type="email" {...form.field('email')} />
      <NativeSelect label="Role" description={saysWhat(form.values.role)} data={roleChoices} {...form.field('role')} />
    </FormDialog>
  )
}

export function ChangeRole({ member, onClose }: { member: Member; onClose: () => void }) {
  const form = useForm({
    initial: { role: member.role as string },
    submit: async ({ role }) => {
      await send(api.PATCH('/api/v1/members/{id}', { params: { path: { id: member.id } }, body: { role: role as Role } }))
      onClose()
    },
  })
  return (
    <FormDialog title={`Role of ${member.name}`} onClose={onClose} verb="Change role" form={form}>
      <NativeSelect label="Role" description={saysWhat(form.values.role)} data={roleChoices} data-autofocus {...form.field('role')} />
    </FormDialog>
  )
}

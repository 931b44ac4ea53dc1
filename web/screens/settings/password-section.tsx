import { Button, Group, PasswordInput, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, send } from '../../api/client.ts'
import { sessionQuery, useMe } from '../../api/session.ts'
import { say, useAct } from '../../api/use-act.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { Section } from '../../parts/page.tsx'
import { required, useForm } from '../../parts/use-form.ts'

/** A password is possible, never needed. */
export function PasswordSection() {
  const { hasPassword } = useMe().person
  const [dialog, setDialog] = useState<'set' | 'remove' | null>(null)
  const close = () => setDialog(null)
  return (
    <Section
      title="Password"
      action={<Group gap="xs">{hasPassword && <Button onClick={() => setDialog('remove')}>Remove password</Button>}<Button onClick={() => setDialog('set')}>{hasPassword ? 'Change password' : 'Set a password'}</Button></Group>}
    >
      <Text size="sm" c="dimmed">{hasPassword ? 'You have a password. Changing it signs you out everywhere else.' : 'You have none and need none: a link by mail or a passkey signs you in.'}</Text>
      {dialog === 'set' && <SetPassword hasPassword={hasPassword} onClose={close} />}
      {dialog === 'remove' && <RemovePassword onClose={close} />}
    </Section>
  )
}

function SetPassword({ hasPassword, onClose }: { hasPassword: boolean; onClose: () => void }) {
  const client = useQueryClient()
  const form = useForm({
    initial: { current: '', password: '' }, checks: { password: required('Type the new password.') },
    submit: async ({ current, password }) => {
      await send(api.PUT('/api/v1/password', { body: { password, ...(current ? { current } : {}) } }))
      await client.invalidateQueries(sessionQuery)
      onClose()
      say(hasPassword ? 'The password is changed. You are signed out everywhere else.' : 'The password is set.')
    },
  })
  return (
    <FormDialog title={hasPassword ? 'Change password' : 'Set a password'} onClose={onClose} verb={hasPassword ? 'Change password' : 'Set password'} form={form}>
      {hasPassword && <PasswordInput label="Current password" description="Not needed within minutes of signing in by a mailed link" autoComplete="current-password" data-autofocus {...form.field('current')} />}
      <PasswordInput label="New password" description="A few unrelated words are good. Any characters." autoComplete="new-password" {...(hasPassword ? {} : { 'data-autofocus': true })} {...form.field('password')} />
    </FormDialog>
  )
}

function RemovePassword({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const act = useAct(() => send(api.DELETE('/api/v1/password')), {
    done: 'The password is removed.', quiet: true,
    onDone: () => {
      void client.invalidateQueries(sessionQuery)
      onClose()
    },
  })
  return <Confirm title="Remove password" verb="Remove password" isDangerous act={act} onClose={onClose}>You sign in by a mailed link or a passkey from now on.</Confirm>
}

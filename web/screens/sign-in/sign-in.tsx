import { Anchor, Button, Divider, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import '@mantine/core/styles/Divider.layer.css'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { enter, isInside } from '../../api/enter.ts'
import { FormError } from '../../parts/form-error.tsx'
import { required, useForm, type Form } from '../../parts/use-form.ts'
import { FollowLink } from './follow-link.tsx'
import { Outside } from './outside.tsx'
import { PasskeyButton, usePasskey } from './passkey-button.tsx'

type Search = { token?: string; next?: string; email?: string }

/** The way in: a link by mail, a passkey, or a password. */
export function SignIn() {
  const { token, next } = useSearch({ strict: false }) as Search
  const [way, setWay] = useState<'link' | 'password'>('link')
  const [email, setEmail] = useState('')
  const passkey = usePasskey(next)
  const change = () => {
    passkey.clear()
    setWay(way === 'link' ? 'password' : 'link')
  }
  if (token) return <FollowLink token={token} next={next} />
  return (
    <Outside title="Sign in">
      {way === 'link' ? <ByLink email={email} keep={setEmail} next={next} /> : <ByPassword email={email} keep={setEmail} next={next} />}
      <Divider label="or" />
      <Group gap="xs" grow>
        <PasskeyButton act={passkey} />
        <Button onClick={change}>{way === 'link' ? 'Use a password' : 'Get a link by mail'}</Button>
      </Group>
      <FormError problem={passkey.problem} />
    </Outside>
  )
}

const isEmail = (email: string) => (/^[^\s@]+@[^\s@]+$/.test(email.trim()) ? undefined : 'Type your e-mail address.')

/** An address typed for one way in need not be typed again for the other. */
type Way = { email: string; keep: (email: string) => void; next: string | undefined }

function EmailField({ field, keep, autoComplete }: { field: ReturnType<Form<{ email: string }>['field']>; keep: Way['keep']; autoComplete: string }) {
  return (
    <TextInput
      label="E-mail" type="email" autoComplete={autoComplete} {...field}
      onChange={(event) => {
        field.onChange(event)
        keep(event.currentTarget.value)
      }}
    />
  )
}

function ByLink({ email, keep, next }: Way) {
  const [sent, setSent] = useState<string>()
  const [initial] = useState({ email })
  const form = useForm({
    initial, checks: { email: isEmail },
    submit: async ({ email }) => setSent((await take(api.POST('/api/v1/sign-in/link', { body: { email, ...(isInside(next) ? { next } : {}) } }))).message),
  })
  if (sent)
    return (
      <Stack gap="xs" role="status">
        <Text>{sent}</Text>
        <Text size="sm" c="dimmed">Nothing there? Look in the spam folder, or <Anchor component="button" type="button" onClick={() => setSent(undefined)}>try another address</Anchor>.</Text>
      </Stack>
    )
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        <EmailField autoComplete="username webauthn" field={form.field('email')} keep={keep} />
        <FormError problem={form.problem} orphans={form.orphans} />
        <Button type="submit" variant="filled" size="sm" loading={form.busy}>Mail me a sign-in link</Button>
      </Stack>
    </form>
  )
}

function ByPassword({ email, keep, next }: Way) {
  const [initial] = useState({ email, password: '' })
  const form = useForm({
    initial, checks: { email: isEmail, password: required('Type your password.') },
    submit: async (body) => enter(await take(api.POST('/api/v1/sign-in/password', { body })), next),
  })
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        <EmailField autoComplete="username" field={form.field('email')} keep={keep} />
        <PasswordInput label="Password" autoComplete="current-password" {...form.field('password')} />
        <FormError problem={form.problem} orphans={form.orphans} />
        <Button type="submit" variant="filled" size="sm" loading={form.busy}>Sign in</Button>
      </Stack>
    </form>
  )
}

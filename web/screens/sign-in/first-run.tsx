import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, take } from '../../api/client.ts'
import { enter } from '../../api/enter.ts'
import { setupQuery } from '../../api/session.ts'
import { currencyChoices } from '../../parts/currency-choices.ts'
import { FormError } from '../../parts/form-error.tsx'
import { A } from '../../parts/link.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { timeZones } from '../../parts/time-zones.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import { Outside } from './outside.tsx'

/** The first visit to a fresh installation: makes the workspace and its first admin. */
export function FirstRun() {
  const setup = useQuery(setupQuery)
  if (setup.isPending) return <Outside title="Set up"><Loading lines={3} /></Outside>
  if (setup.error) return <Outside title="Set up"><ErrorState error={setup.error} retry={() => void setup.refetch()} /></Outside>
  if (!setup.data.needed) return <Outside title="Set up already" sub="This installation has its workspace."><A to={paths.signIn()}>Sign in</A></Outside>
  return <SetupForm />
}

function SetupForm() {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const form = useForm({
    initial: { workspaceName: '', name: '', email: '', currency: 'EUR', timeZone }, draft: 'setup',
    checks: { workspaceName: required('The workspace needs a name.'), name: required('Your name is needed.'), email: required('An e-mail address is needed.') },
    submit: async (body) => enter(await take(api.POST('/api/v1/setup', { body }))),
  })
  return (
    <Outside title="Set up Alongside" sub="Your company gets a workspace, and you are its first admin.">
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
          <TextInput label="Company" description="Partners see this name" autoComplete="organization" {...form.field('workspaceName')} />
          <TextInput label="Your name" autoComplete="name" {...form.field('name')} />
          <TextInput label="Your e-mail" type="email" autoComplete="email" {...form.field('email')} />
          <NativeSelect label="Currency" description="Amounts are in it unless another is named" data={currencyChoices('EUR')} {...form.field('currency')} />
          <NativeSelect label="Time zone" description="Business hours are counted in it" data={timeZones(timeZone)} {...form.field('timeZone')} />
          <FormError problem={form.problem} orphans={form.orphans} />
          <Button type="submit" variant="filled" size="sm" loading={form.busy}>Make workspace</Button>
        </Stack>
      </form>
    </Outside>
  )
}

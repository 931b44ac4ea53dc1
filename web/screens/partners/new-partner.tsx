import { Button, Fieldset, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import '@mantine/core/styles/Fieldset.layer.css'
import { useNavigate } from '@tanstack/react-router'
import { api, take } from '../../api/client.ts'
import { useCan, useMe, useOwners, useWorkspace } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { timeZones } from '../../parts/time-zones.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import { partnerTypeChoices, type PartnerType } from './queries.ts'

/** A new partner with the person who introduces buyers; plan and link follow on its page. */
export function NewPartner() {
  const create = useCan('partners:write')
  return (
    <Page title="Add partner" parent={{ title: 'Directory', to: paths.partners() }}>
      {create.allowed ? <PartnerForm /> : <EmptyState title="You cannot add partners">{create.why}</EmptyState>}
    </Page>
  )
}

function PartnerForm() {
  const navigate = useNavigate()
  const { timeZone } = useWorkspace()
  const { memberId } = useMe()
  const form = useForm({
    initial: { name: '', type: 'referral', ownerId: memberId ?? '', timeZone, website: '', contactName: '', email: '', phone: '' }, draft: 'partner',
    checks: {
      name: required('The partner needs a name.'), contactName: required('The contact needs a name.'),
      email: (email) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim()) ? undefined : email.trim() ? 'This is not an e-mail address.' : 'An e-mail address is needed.'),
    },
    names: { 'contacts.0.name': 'contactName', 'contacts.0.email': 'email', 'contacts.0.phone': 'phone' },
    submit: async ({ type, contactName, email, phone, ...partner }) => {
      const { id } = await take(api.POST('/api/v1/partners', { body: { ...partner, type: type as PartnerType, state: 'active', contacts: [{ name: contactName, email, phone }] } }))
      say('Added. Give it a plan, then send the contact their link.')
      void navigate({ to: paths.partner(id) })
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate style={{ maxWidth: '32rem' }}>
      <Stack gap="md">
        <TextInput label="Name" autoComplete="off" {...form.field('name')} />
        <NativeSelect label="Type" data={partnerTypeChoices} {...form.field('type')} />
        <NativeSelect label="Owner" description="Answers their introductions" data={useOwners()} {...form.field('ownerId')} />
        <NativeSelect label="Time zone" description="Times on their page and in their mails" data={timeZones(timeZone)} {...form.field('timeZone')} />
        <TextInput label="Website (optional)" inputMode="url" {...form.field('website')} />
        <Fieldset legend="Contact, who introduces buyers" variant="unstyled">
          <Stack gap="md" mt="xs">
            <TextInput label="Contact’s name" autoComplete="off" {...form.field('contactName')} />
            <TextInput label="E-mail" type="email" autoComplete="off" {...form.field('email')} />
            <TextInput label="Phone (optional)" type="tel" autoComplete="off" {...form.field('phone')} />
          </Stack>
        </Fieldset>
        <FormError problem={form.problem} orphans={form.orphans} />
        <Group>
          <Button type="submit" variant="filled" loading={form.busy}>Add partner</Button>
          <Text size="sm" c="dimmed">More contacts can be added afterwards.</Text>
        </Group>
      </Stack>
    </form>
  )
}

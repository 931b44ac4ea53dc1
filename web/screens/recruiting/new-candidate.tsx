import { Button, Fieldset, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/Fieldset.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, take } from '../../api/client.ts'
import { useCan, useMe, useOwners } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { A } from '../../parts/link.tsx'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import { partnerTypeChoices, type PartnerType } from '../partners/queries.ts'
import { matchesQuery } from './queries.ts'
import classes from './recruiting.module.css'

/** Somebody who might become a partner; a name is enough to begin. */
export function NewCandidate() {
  const can = useCan('partners:write')
  return (
    <Page title="Add candidate" parent={{ title: 'Recruiting', to: paths.recruiting() }}>
      {can.allowed ? <CandidateForm /> : <EmptyState title="You cannot add candidates">{can.why}</EmptyState>}
    </Page>
  )
}

function CandidateForm() {
  const navigate = useNavigate()
  const { memberId } = useMe()
  const form = useForm({
    initial: { name: '', type: 'referral', website: '', ownerId: memberId ?? '', sourceNote: '', hypothesisNote: '', contactName: '', email: '' }, draft: 'candidate',
    checks: { name: required('The candidate needs a name.'), contactName: (name, all) => (all.email.trim() && !name.trim() ? 'The contact needs a name.' : undefined), email: (email, all) => (all.contactName.trim() && !email.trim() ? 'A contact needs an e-mail address.' : undefined) },
    names: { 'contact.name': 'contactName', 'contact.email': 'email' },
    submit: async ({ type, contactName, email, ...rest }) => {
      const { id } = await take(api.POST('/api/v1/candidates', { body: { ...rest, type: type as PartnerType, contact: email.trim() ? { name: contactName, email } : null } }))
      say('Added to the board.')
      void navigate({ to: paths.partner(id) })
    },
  })
  const [name] = useDebouncedValue(form.values.name.trim(), 300)
  const [website] = useDebouncedValue(form.values.website.trim(), 300)
  const [email] = useDebouncedValue(form.values.email.trim(), 300)
  const matches = useQuery({ ...matchesQuery({ name, website, email }), enabled: name.length > 2 || website.length > 3 }).data ?? []
  return (
    <form onSubmit={form.onSubmit} noValidate style={{ maxWidth: '32rem' }}>
      <Stack gap="md">
        <TextInput label="Name" autoComplete="off" {...form.field('name')} />
        <TextInput label="Website (optional)" inputMode="url" {...form.field('website')} />
        {matches.length > 0 && (
          <div className={classes.warning} role="status">
            May be the same as somebody we know. Look first; nothing is joined.
            <ul>{matches.map((one) => <li key={one.partner.id}><A to={paths.partner(one.partner.id)}>{one.partner.name}</A>: {one.reasons.join(' ')}</li>)}</ul>
          </div>
        )}
        <NativeSelect label="Type" data={partnerTypeChoices} {...form.field('type')} />
        <NativeSelect label="Owner" data={useOwners()} {...form.field('ownerId')} />
        <TextInput label="Known from (optional)" description="A fair, a customer, a mail" {...form.field('sourceNote')} />
        <Textarea label="Why they would recommend us (optional)" {...form.field('hypothesisNote')} />
        <Fieldset legend="Contact, when there is one" variant="unstyled">
          <Stack gap="md" mt="xs">
            <TextInput label="Contact’s name" autoComplete="off" {...form.field('contactName')} />
            <TextInput label="E-mail" type="email" autoComplete="off" {...form.field('email')} />
          </Stack>
        </Fieldset>
        <FormError problem={form.problem} orphans={form.orphans} />
        <Group>
          <Button type="submit" variant="filled" loading={form.busy}>Add candidate</Button>
          <Text size="sm" c="dimmed">Nobody is written to.</Text>
        </Group>
      </Stack>
    </form>
  )
}

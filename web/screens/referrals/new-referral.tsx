import { Button, Checkbox, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api, take } from '../../api/client.ts'
import { useMe } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { A } from '../../parts/link.tsx'
import { Page } from '../../parts/page.tsx'
import { PartnerSelect } from '../../parts/partner-select.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import { partnerQuery } from '../partners/queries.ts'

/** An introduction on behalf of a partner who called: the same verb as on their own page. */
export function NewReferral() {
  const { may } = useMe()
  return (
    <Page title="New introduction" parent={{ title: 'Referrals', to: paths.referrals() }} sub={<>On behalf of a partner who told us. For many at once, <A to={paths.newImport()}>import a file</A>.</>}>
      {may('referrals:write') ? <IntroductionForm /> : <EmptyState title="You cannot enter introductions">An admin, a manager or a rep can.</EmptyState>}
    </Page>
  )
}

function IntroductionForm() {
  const navigate = useNavigate()
  const { partner } = useSearch({ strict: false }) as { partner?: string }
  const form = useForm({
    initial: { partnerId: partner ?? '', contactId: '', buyer: '', person: '', reason: '', consent: false }, draft: 'introduction',
    checks: {
      partnerId: required('Say which partner introduces.'), buyer: required('Who is it? A company, website or work e-mail.'), person: required('Who should we talk to? A name, and how to reach them.'),
      reason: required('Why them, why now? One line is enough.'),
    },
    submit: async ({ contactId, ...body }) => {
      const { id, isNew } = await take(api.POST('/api/v1/referrals', { body: { ...body, ...(contactId ? { contactId } : {}) } }))
      say(isNew ? 'Introduced. The partner got a receipt by mail.' : 'This partner introduced this buyer before. What is new was added to that introduction.')
      void navigate({ to: paths.referral(id) })
    },
  })
  const { partnerId } = form.values
  const contacts = useQuery({ ...partnerQuery(partnerId), enabled: partnerId !== '' }).data?.contacts ?? []
  return (
    <form onSubmit={form.onSubmit} noValidate style={{ maxWidth: '32rem' }}>
      <Stack gap="md">
        <PartnerSelect
          label="Partner" name="partnerId" value={partnerId} error={form.field('partnerId').error} autoFocus
          onChange={(id) => {
            form.set('partnerId', id)
            form.set('contactId', '')
          }}
        />
        {contacts.length > 1 && <NativeSelect label="Who introduces" data={contacts.map((c) => ({ value: c.isPrimary ? '' : c.id, label: c.name }))} {...form.field('contactId')} />}
        <TextInput label="Who is it?" description="Company, website or work e-mail" autoComplete="off" {...form.field('buyer')} />
        <TextInput label="Who should we talk to?" description="Name, and how to reach them" autoComplete="off" {...form.field('person')} />
        <Textarea label="Why them, why now?" description="One line is enough" {...form.field('reason')} />
        <Checkbox label="The buyer agreed to hear from us" {...form.check('consent')} />
        <FormError problem={form.problem} orphans={form.orphans} />
        <Group>
          <Button type="submit" variant="filled" loading={form.busy}>Introduce buyer</Button>
          <Text size="sm" c="dimmed">The partner gets a receipt by mail.</Text>
        </Group>
      </Stack>
    </form>
  )
}

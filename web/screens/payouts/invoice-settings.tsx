import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, send, take, type Schemas } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { Section } from '../../parts/page.tsx'
import { required, useForm } from '../../parts/use-form.ts'

/** What self-billed invoices say of us. */
export function InvoiceSettings() {
  const settings = useQuery({ queryKey: ['payouts', 'invoice-settings'], queryFn: () => take(api.GET('/api/v1/invoice-settings')) }).data
  return settings ? <Fields key={JSON.stringify(settings)} settings={settings} /> : null
}

function Fields({ settings }: { settings: Schemas['InvoiceSettings'] }) {
  const form = useForm({
    initial: { name: settings.name, address: settings.address, vatNumber: settings.vatNumber ?? '', prefix: settings.prefix },
    checks: { name: required('The company’s name is needed, as it stands on invoices.'), address: required('The company’s address is needed.'), prefix: required('Say what numbers begin with.') },
    submit: async ({ name, address, vatNumber, prefix }) => {
      await send(api.PUT('/api/v1/invoice-settings', { body: { name, address, vatNumber: vatNumber.trim() || null, prefix } }))
      say('Saved. It stands on invoices from the next one on.')
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Section title="Self-billed invoices">
        <Stack gap="md">
          <Text size="sm" c="dimmed">What invoices that we raise for partners say of us. Their numbers follow one another without a gap.</Text>
          <TextInput label="Company" maw="28rem" {...form.field('name')} />
          <Textarea label="Address" autosize minRows={2} maw="28rem" {...form.field('address')} />
          <TextInput label="VAT number (optional)" description="With the country first, such as DE123456789" maw="28rem" autoComplete="off" spellCheck={false} {...form.field('vatNumber')} />
          <TextInput label="Numbers begin with" maw="28rem" autoComplete="off" spellCheck={false} {...form.field('prefix')} />
          <FormError problem={form.problem} orphans={form.orphans} />
          {settings.can.change.allowed && <Group><Button type="submit" loading={form.busy}>Save invoice details</Button></Group>}
        </Stack>
      </Section>
    </form>
  )
}

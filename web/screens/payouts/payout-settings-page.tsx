import { Button, Checkbox, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, send } from '../../api/client.ts'
import { useCan } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { Facts } from '../../parts/facts.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import { InvoiceSettings } from './invoice-settings.tsx'
import { payoutSettingsQuery, type PayoutSettings } from './queries.ts'

/** How we pay: from where, with which safeguards, and what the tax office asks for. */
export function PayoutSettingsPage() {
  const can = useCan('payouts:read')
  const query = useQuery({ ...payoutSettingsQuery, enabled: can.allowed })
  const parent = { title: 'Payouts', to: paths.payouts() }
  if (!can.allowed) return <Page title="Payout settings" parent={parent}><EmptyState title="You cannot see these settings">{can.why}</EmptyState></Page>
  return (
    <Page title="Payout settings" parent={parent} sub="From which account we pay, how long a new account waits, and what is withheld.">
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The settings" /> : !query.data ? <Loading /> : <Settings key={JSON.stringify(query.data)} settings={query.data} />}
    </Page>
  )
}

type Rule = { country: string; percent: number; words: string }
const bodyOf = (s: PayoutSettings) => ({ country: s.country ?? '', holdDays: s.holdDays, requiresTaxForm: s.requiresTaxForm, withholding: s.withholding })
/** "IN 10 Section 195", one a line. */
const linesOf = (rules: Rule[]) => rules.map((r) => `${r.country} ${r.percent} ${r.words}`).join('\n')
function rulesOf(lines: string): Rule[] | undefined {
  const read = lines.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => /^([A-Za-z]{2})\s+(\d{1,3}(?:\.\d{1,2})?)\s*%?\s+(.+)$/.exec(line))
  return read.every(Boolean) ? read.map((m) => ({ country: (m?.[1] ?? '').toUpperCase(), percent: Number(m?.[2]), words: m?.[3] ?? '' })) : undefined
}

function Settings({ settings }: { settings: PayoutSettings }) {
  const [changing, setChanging] = useState<'sepa' | 'ach' | null>(null)
  const form = useForm({
    initial: { country: settings.country ?? '', holdDays: String(settings.holdDays), requiresTaxForm: settings.requiresTaxForm, rules: linesOf(settings.withholding) },
    checks: {
      country: required('Say where we are, in two letters.'), holdDays: (days) => (/^\d{1,2}$/.test(days.trim()) ? undefined : 'Whole days, from 0 to 90.'),
      rules: (lines) => (rulesOf(lines) ? undefined : 'Each line: country, percent, and why, such as “IN 10 Section 195”.'),
    },
    submit: async (values) => {
      await send(api.PUT('/api/v1/payout-settings', { body: { country: values.country, holdDays: Number(values.holdDays), requiresTaxForm: values.requiresTaxForm, withholding: rulesOf(values.rules) ?? [] } }))
      say('The settings are saved.')
    },
  })
  return (
    <Stack gap={0} maw="42rem">
      <Section title="Our accounts">
        <Stack gap="md">
          <Account title="SEPA transfers in euro" of={settings.sepa} can={settings.country ? settings.can.change : { allowed: false, why: 'Say below first where we are.' }} onChange={() => setChanging('sepa')} />
          <Account title="US ACH credits in dollars" of={settings.ach} can={settings.country ? settings.can.change : { allowed: false, why: 'Say below first where we are.' }} onChange={() => setChanging('ach')} />
          <Text size="sm" c="dimmed">What neither carries leaves as a list (CSV) for any bank.</Text>
        </Stack>
      </Section>
      <form onSubmit={form.onSubmit} noValidate>
        <Section title="Safeguards and tax">
          <Stack gap="md">
            <TextInput label="Country we pay from" description="Two letters. A payer in the United States needs a W-9 or W-8 of every partner." maw="28rem" {...form.field('country')} />
            <TextInput label="A new account waits, in days" description="Time to notice a thief. Finance can release it earlier, with a reason." inputMode="numeric" maw="28rem" {...form.field('holdDays')} />
            <Checkbox label="Nobody is paid without a tax form" {...form.check('requiresTaxForm')} />
            <Textarea label="Withholding by country (optional)" description="One a line: country, percent, why. It goes before what the tax forms say." placeholder="IN 10 Section 195" autosize minRows={2} {...form.field('rules')} />
            <FormError problem={form.problem} orphans={form.orphans} />
            {settings.can.change.allowed && <Group><Button type="submit" variant="filled" loading={form.busy}>Save settings</Button></Group>}
          </Stack>
        </Section>
      </form>
      <InvoiceSettings />
      {changing === 'sepa' && <ChangeSepa settings={settings} onClose={() => setChanging(null)} />}
      {changing === 'ach' && <ChangeAch settings={settings} onClose={() => setChanging(null)} />}
    </Stack>
  )
}

function Account({ title, of, can, onChange }: { title: string; of: PayoutSettings['sepa']; can: PayoutSettings['can']['change']; onChange: () => void }) {
  return (
    <Group justify="space-between" align="flex-start" gap="xs">
      <div>
        <Text size="sm" fw={600}>{title}</Text>
        {of ? <Facts narrow items={{ Holder: of.holder, Ending: of.lastFour, Bank: of.bank, Town: of.town && `${of.town}, ${of.country}` }} /> : <Text size="sm" c="dimmed">None yet.</Text>}
      </div>
      <CanButton can={can} onClick={onChange} aria-label={`${of ? 'Change' : 'Add'} the account for ${title}`}>{of ? 'Change' : 'Add'}</CanButton>
    </Group>
  )
}

function ChangeSepa({ settings, onClose }: { settings: PayoutSettings; onClose: () => void }) {
  const form = useForm({
    initial: { holder: settings.sepa?.holder ?? '', iban: '', bic: settings.sepa?.bank ?? '', town: settings.sepa?.town ?? '', country: settings.sepa?.country ?? settings.country ?? '' },
    names: { 'sepa.holder': 'holder', 'sepa.iban': 'iban', 'sepa.bic': 'bic', 'sepa.town': 'town', 'sepa.country': 'country' }, checks: { holder: required('Say whose account it is.'), iban: required('The IBAN is needed.'), town: required('The company’s town is needed.'), country: required('The company’s country is needed.') },
    submit: async (sepa) => {
      await send(api.PUT('/api/v1/payout-settings', { body: { ...bodyOf(settings), sepa } }))
      onClose()
    },
  })
  return (
    <FormDialog title="Account for SEPA transfers" verb="Save account" onClose={onClose} form={form}>
      <TextInput label="Account holder" data-autofocus {...form.field('holder')} />
      <TextInput label="IBAN" autoComplete="off" spellCheck={false} {...form.field('iban')} />
      <TextInput label="BIC (optional)" autoComplete="off" spellCheck={false} {...form.field('bic')} />
      <TextInput label="Town" {...form.field('town')} />
      <TextInput label="Country" description="Two letters" {...form.field('country')} />
    </FormDialog>
  )
}

function ChangeAch({ settings, onClose }: { settings: PayoutSettings; onClose: () => void }) {
  const form = useForm({
    initial: { holder: settings.ach?.holder ?? '', origin: '', routing: '', bankName: settings.ach?.bank ?? '' },
    names: { 'ach.holder': 'holder', 'ach.origin': 'origin', 'ach.routing': 'routing', 'ach.bankName': 'bankName' },
    checks: { holder: required('The company’s name is needed.'), origin: required('The id that the bank gave the company is needed.'), routing: required('The routing number is needed.'), bankName: required('The bank’s name is needed.') },
    submit: async (ach) => {
      await send(api.PUT('/api/v1/payout-settings', { body: { ...bodyOf(settings), ach } }))
      onClose()
    },
  })
  return (
    <FormDialog title="Account for US ACH credits" verb="Save account" onClose={onClose} form={form}>
      <TextInput label="Company" description="At most 23 characters" data-autofocus {...form.field('holder')} />
      <TextInput label="Company id" description="As the bank gave it, often 1 and the tax number" {...form.field('origin')} />
      <TextInput label="Routing number of the bank" inputMode="numeric" {...form.field('routing')} />
      <TextInput label="Name of the bank" {...form.field('bankName')} />
    </FormDialog>
  )
}

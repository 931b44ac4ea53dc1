import { Group, NativeSelect, Text, Textarea, TextInput } from '@mantine/core'
import { useWorkspace } from '../../../api/session.ts'
import { say } from '../../../api/use-act.ts'
import { currencyChoices } from '../../../parts/currency-choices.ts'
import { FormDialog } from '../../../parts/dialog.tsx'
import { decimal, parseMoney } from '../../../parts/money.tsx'
import { todayIn } from '../../../parts/time.ts'
import { required, useForm } from '../../../parts/use-form.ts'
import type { Referral } from '../queries.ts'
import { referralVerbs } from '../verbs.ts'

/** Won: from which day, and what the customer pays in the first year. */
export function WinReferral({ referral, onClose }: { referral: Referral; onClose: () => void }) {
  const { currency: own, timeZone } = useWorkspace()
  const known = referral.opportunity?.amount
  const form = useForm({
    initial: { closedOn: todayIn(timeZone), amount: known ? decimal(known) : '', currency: known?.currency ?? own, why: '' },
    checks: {
      closedOn: required('Say on which day.'),
      amount: (amount, { currency }) => (!amount.trim() ? 'Say what the customer pays in the first year.' : parseMoney(amount, currency) === undefined ? `This is not an amount in ${currency}, such as 84,000.00.` : undefined),
    },
    names: { deal: 'amount', 'deal.amountMinor': 'amount', 'deal.currency': 'currency' },
    submit: async ({ closedOn, amount, currency, why }) => {
      await referralVerbs(referral.id).close({ outcome: 'won', closedOn, why, deal: { amountMinor: parseMoney(amount, currency) ?? '', currency } })
      onClose()
      say('Won. What the partner earns is booked.')
    },
  })
  return (
    <FormDialog title={`Won: ${referral.company.name}`} onClose={onClose} verb="Close as won" form={form}>
      {referral.earns && <Text size="sm" c="dimmed">The partner reads: “{referral.earns}”</Text>}
      <Group align="flex-start" grow preventGrowOverflow={false} wrap="wrap">
        <TextInput label="First-year revenue" inputMode="decimal" className="numbers" data-autofocus {...form.field('amount')} />
        <NativeSelect label="Currency" data={currencyChoices(own)} disabled={Boolean(known)} {...form.field('currency')} />
      </Group>
      <TextInput label="Closed on" type="date" {...form.field('closedOn')} />
      <Textarea label="A word about it (optional)" {...form.field('why')} />
    </FormDialog>
  )
}

/** Lost: the partner reads why. */
export function LoseReferral({ referral, onClose }: { referral: Referral; onClose: () => void }) {
  const { timeZone } = useWorkspace()
  const form = useForm({
    initial: { closedOn: todayIn(timeZone), why: '' }, checks: { closedOn: required('Say on which day.') },
    submit: async ({ closedOn, why }) => {
      await referralVerbs(referral.id).close({ outcome: 'lost', closedOn, why })
      onClose()
      say('Closed as lost.')
    },
  })
  return (
    <FormDialog title={`Lost: ${referral.company.name}`} onClose={onClose} verb="Close as lost" form={form} isDangerous>
      <Textarea label="Why (optional)" description="The partner reads it." data-autofocus {...form.field('why')} />
      <TextInput label="Closed on" type="date" {...form.field('closedOn')} />
    </FormDialog>
  )
}

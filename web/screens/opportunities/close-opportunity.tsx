import { Textarea, TextInput } from '@mantine/core'
import { useWorkspace } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { decimal, parseMoney } from '../../parts/money.tsx'
import { todayIn } from '../../parts/time.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { closeOpportunity, type Opportunity } from './queries.ts'

type Props = { opportunity: Opportunity; onClose: () => void }

/** Won: from which day, and what the customer pays in the first year. */
export function WinOpportunity({ opportunity: o, onClose }: Props) {
  const { timeZone } = useWorkspace()
  const form = useForm({
    initial: { amount: o.amount ? decimal(o.amount) : '', closedOn: todayIn(timeZone), why: '' }, names: { amountMinor: 'amount' },
    checks: {
      closedOn: required('Say on which day.'),
      amount: (amount) => (!amount.trim() ? 'Say what the customer pays in the first year.' : parseMoney(amount, o.currency) === undefined ? `This is not an amount in ${o.currency}, such as 84,000.00.` : undefined),
    },
    submit: async ({ amount, closedOn, why }) => {
      const amountMinor = parseMoney(amount, o.currency)
      await closeOpportunity(o.id, { state: 'won', closedOn, ...(amountMinor === undefined ? {} : { amountMinor }), ...(why.trim() ? { why: why.trim() } : {}) })
      onClose()
      say(o.partner ? `Won. What ${o.partner.name} earns is booked.` : 'Won.')
    },
  })
  return (
    <FormDialog title={`Won: ${o.name}`} onClose={onClose} verb="Close as won" form={form}>
      <TextInput label={`First-year revenue in ${o.currency}`} inputMode="decimal" className="numbers" data-autofocus {...form.field('amount')} />
      <TextInput label="Closed on" type="date" {...form.field('closedOn')} />
      <Textarea label="A word about it (optional)" {...form.field('why')} />
    </FormDialog>
  )
}

/** Lost, with why; a partner who sourced it reads it. */
export function LoseOpportunity({ opportunity: o, onClose }: Props) {
  const { timeZone } = useWorkspace()
  const form = useForm({
    initial: { closedOn: todayIn(timeZone), why: '' }, checks: { closedOn: required('Say on which day.') },
    submit: async ({ closedOn, why }) => {
      await closeOpportunity(o.id, { state: 'lost', closedOn, ...(why.trim() ? { why: why.trim() } : {}) })
      onClose()
      say('Closed as lost.')
    },
  })
  return (
    <FormDialog title={`Lost: ${o.name}`} onClose={onClose} verb="Close as lost" form={form} isDangerous>
      <Textarea label="Why (optional)" {...(o.partner ? { description: 'The partner reads it.' } : {})} data-autofocus {...form.field('why')} />
      <TextInput label="Closed on" type="date" {...form.field('closedOn')} />
    </FormDialog>
  )
}

import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '../../../api/client.ts'
import { useWorkspace } from '../../../api/session.ts'
import { say } from '../../../api/use-act.ts'
import { currencyChoices } from '../../../parts/currency-choices.ts'
import { FormDialog } from '../../../parts/dialog.tsx'
import { formatMoney, parseMoney } from '../../../parts/money.tsx'
import { required, useForm } from '../../../parts/use-form.ts'
import type { Referral } from '../queries.ts'
import { referralVerbs } from '../verbs.ts'

type Props = { referral: Referral; onClose: () => void }
type ModeProps = Props & { choice: React.ReactNode }

/** The opportunity it became: one that we have with this company, or a new one. */
export function LinkOpportunity({ referral, onClose }: Props) {
  const open = useQuery({
    queryKey: ['opportunities', 'of-company', referral.company.id],
    queryFn: async () => (await take(api.GET('/api/v1/opportunities', { params: { query: { company: referral.company.id, limit: 100 } } }))).items.filter((o) => !o.referralId),
  }).data ?? []
  const [chosen, setChosen] = useState<'create' | 'link' | undefined>()
  const mode = chosen ?? 'create'
  const choice = open.length > 0 && (
    <SegmentedControl aria-label="Which opportunity" value={mode} onChange={(value) => setChosen(value as 'create' | 'link')} data={[{ value: 'create', label: 'A new one' }, { value: 'link', label: `One of ${open.length} we have` }]} />
  )
  return mode === 'link' ? <LinkOne referral={referral} onClose={onClose} choice={choice} open={open} /> : <CreateOne referral={referral} onClose={onClose} choice={choice} />
}

type Known = { id: string; name: string; state: string; amount: { amountMinor: string; currency: string } | null }
const describe = (o: Known) => [o.name, o.amount && formatMoney(o.amount, true), o.state].filter(Boolean).join(', ')

function LinkOne({ referral, onClose, choice, open }: ModeProps & { open: Known[] }) {
  const form = useForm({
    initial: { opportunityId: open[0]?.id ?? '' },
    submit: async ({ opportunityId }) => {
      await referralVerbs(referral.id).linkOpportunity(opportunityId)
      onClose()
      say('Linked.')
    },
  })
  return (
    <FormDialog title={`Link an opportunity with ${referral.company.name}`} onClose={onClose} verb="Link opportunity" form={form}>
      {choice}
      <NativeSelect label="Opportunity" data={open.map((o) => ({ value: o.id, label: describe(o) }))} {...form.field('opportunityId')} />
    </FormDialog>
  )
}

function CreateOne({ referral, onClose, choice }: ModeProps) {
  const { currency: own } = useWorkspace()
  const form = useForm({
    initial: { name: referral.company.name, amount: '', currency: own, product: '' },
    checks: { name: required('Say what the opportunity is called.'), amount: (amount, { currency }) => (amount.trim() && parseMoney(amount, currency) === undefined ? `This is not an amount in ${currency}, such as 84,000.00.` : undefined) },
    names: { 'create.name': 'name', 'create.amountMinor': 'amount', 'create.currency': 'currency', 'create.product': 'product' },
    submit: async ({ name, amount, currency, product }) => {
      await referralVerbs(referral.id).createOpportunity({ name, amountMinor: amount.trim() ? (parseMoney(amount, currency) ?? null) : null, currency, product })
      onClose()
      say('Opportunity created.')
    },
  })
  return (
    <FormDialog title={`Create an opportunity with ${referral.company.name}`} onClose={onClose} verb="Create opportunity" form={form}>
      {choice}
      <TextInput label="Name" data-autofocus {...form.field('name')} />
      <TextInput label="First-year revenue, when known" inputMode="decimal" className="numbers" {...form.field('amount')} />
      <NativeSelect label="Currency" data={currencyChoices(own)} {...form.field('currency')} />
      <TextInput label="Product (optional)" {...form.field('product')} />
    </FormDialog>
  )
}

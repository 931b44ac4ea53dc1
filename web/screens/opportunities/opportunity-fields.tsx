import { Group, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useWorkspace } from '../../api/session.ts'
import { CompanySelect } from '../../parts/company-select.tsx'
import { currencyChoices } from '../../parts/currency-choices.ts'
import { parseMoney } from '../../parts/money.tsx'
import { required, type Form } from '../../parts/use-form.ts'
import { stagesQuery } from './queries.ts'

/** An opportunity as a form holds it. */
export type OpportunityValues = { name: string; companyId: string; amount: string; currency: string; product: string; repName: string; openedOn: string; closedOn: string; stage: string; why: string }

export const opportunityChecks = {
  name: required('Say what the opportunity is called.'),
  amount: (amount: string, { currency }: OpportunityValues) => (amount.trim() && parseMoney(amount, currency) === undefined ? `This is not an amount in ${currency}, such as 84,000.00.` : undefined),
}
export const opportunityNames = { amountMinor: 'amount' } as const

export const minorOf = ({ amount, currency }: Pick<OpportunityValues, 'amount' | 'currency'>): string | null => (amount.trim() ? (parseMoney(amount, currency) ?? null) : null)

type Props = { form: Form<OpportunityValues>; state: 'open' | 'won' | 'lost'; isCompanyFixed?: boolean }

export function OpportunityFields({ form, state, isCompanyFixed }: Props) {
  const { currency } = useWorkspace()
  const stages = (useQuery(stagesQuery).data ?? []).filter((s) => s.state === state).map((s) => s.stage)
  const { stage } = form.values
  return (
    <>
      <TextInput label="Name" data-autofocus {...form.field('name')} />
      <CompanySelect label="Company" description={isCompanyFixed ? 'It came from an introduction of this company; change the company there.' : 'Needed before a partner can be credited'} name="companyId" disabled={Boolean(isCompanyFixed)} value={form.values.companyId} error={form.field('companyId').error} onChange={(id) => form.set('companyId', id)} />
      <Group align="flex-start" grow preventGrowOverflow={false} wrap="wrap">
        <TextInput label="First-year revenue, when known" inputMode="decimal" className="numbers" {...form.field('amount')} />
        <NativeSelect label="Currency" data={currencyChoices(currency)} {...form.field('currency')} />
      </Group>
      {stages.length > 0 && <NativeSelect label="Stage (optional)" data={[...(stage && !stages.includes(stage) ? [stage] : []), ...(stage ? [] : [{ value: '', label: 'none' }]), ...stages]} {...form.field('stage')} />}
      <TextInput label="Product (optional)" {...form.field('product')} />
      <TextInput label="Sales rep (optional)" {...form.field('repName')} />
      <TextInput label="Opened on" type="date" {...form.field('openedOn')} />
      {state !== 'open' && <TextInput label="Closed on" type="date" {...form.field('closedOn')} />}
    </>
  )
}

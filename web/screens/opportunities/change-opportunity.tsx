import { Textarea } from '@mantine/core'
import { api, send } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { decimal } from '../../parts/money.tsx'
import { useForm } from '../../parts/use-form.ts'
import { minorOf, opportunityChecks, OpportunityFields, opportunityNames, type OpportunityValues } from './opportunity-fields.tsx'
import type { Opportunity } from './queries.ts'

/** Changes what an opportunity says within its state. Only what was changed is sent. */
export function ChangeOpportunity({ opportunity: o, onClose }: { opportunity: Opportunity; onClose: () => void }) {
  const before: OpportunityValues = {
    name: o.name, companyId: o.company?.id ?? '', amount: o.amount ? decimal(o.amount) : '', currency: o.currency, product: o.product ?? '', repName: o.repName ?? '', openedOn: o.openedOn ?? '', closedOn: o.closedOn ?? '',
    stage: o.stage ?? '', why: '',
  }
  const form = useForm<OpportunityValues>({
    initial: before, checks: opportunityChecks, names: opportunityNames,
    submit: async (values) => {
      const changed = (name: keyof OpportunityValues) => values[name] !== before[name]
      const body = {
        ...(changed('name') ? { name: values.name } : {}), ...(changed('companyId') && values.companyId ? { companyId: values.companyId } : {}), ...(changed('amount') || changed('currency') ? { amountMinor: minorOf(values), currency: values.currency } : {}),
        ...(changed('product') ? { product: values.product.trim() || null } : {}), ...(changed('repName') ? { repName: values.repName.trim() || null } : {}), ...(changed('openedOn') ? { openedOn: values.openedOn || null } : {}),
        ...(changed('closedOn') && values.closedOn ? { closedOn: values.closedOn } : {}), ...(changed('stage') && values.stage ? { stage: values.stage } : {}), ...(values.why.trim() ? { why: values.why.trim() } : {}),
      }
      await send(api.PATCH('/api/v1/opportunities/{id}', { params: { path: { id: o.id } }, body }))
      onClose()
      say(o.state === 'won' && o.partner && (changed('amount') || changed('currency') || changed('closedOn')) ? 'Changed. What the partner earns on it is booked anew.' : 'The opportunity is changed.')
    },
  })
  return (
    <FormDialog title={`Change ${o.name}`} onClose={onClose} verb="Save opportunity" form={form}>
      <OpportunityFields form={form} state={o.state} isCompanyFixed={Boolean(o.referralId)} />
      <Textarea label="Why (optional)" minRows={2} {...form.field('why')} />
    </FormDialog>
  )
}

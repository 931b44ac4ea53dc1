import { Button, Stack } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api, take } from '../../api/client.ts'
import { useCan, useWorkspace } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { A } from '../../parts/link.tsx'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { todayIn } from '../../parts/time.ts'
import { useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import { minorOf, opportunityChecks, OpportunityFields, opportunityNames, type OpportunityValues } from './opportunity-fields.tsx'

/** An open opportunity, entered by hand. */
export function NewOpportunity() {
  const can = useCan('opportunities:write')
  return (
    <Page title="New opportunity" parent={{ title: 'Opportunities', to: paths.opportunities() }} sub={<>One that a partner introduced is created on the introduction instead, so that the partner is credited. For many at once, <A to={paths.newImport()} search={{ kind: 'opportunities' } as never}>import a file</A>.</>}>
      {can.allowed ? <OpportunityForm /> : <EmptyState title="You cannot create opportunities">{can.why}</EmptyState>}
    </Page>
  )
}

function OpportunityForm() {
  const navigate = useNavigate()
  const { currency, timeZone } = useWorkspace()
  const { company } = useSearch({ strict: false }) as { company?: string }
  const form = useForm<OpportunityValues>({
    initial: { name: '', companyId: company ?? '', amount: '', currency, product: '', repName: '', openedOn: todayIn(timeZone), closedOn: '', stage: '', why: '' }, draft: `opportunity.${company ?? ''}`, checks: opportunityChecks, names: opportunityNames,
    submit: async (values) => {
      const { id } = await take(api.POST('/api/v1/opportunities', {
        body: {
          name: values.name, companyId: values.companyId || null, amountMinor: minorOf(values), currency: values.currency, product: values.product.trim() || null, repName: values.repName.trim() || null,
          openedOn: values.openedOn || null, ...(values.stage ? { stage: values.stage } : {}),
        },
      }))
      say('The opportunity is created.')
      void navigate({ to: paths.opportunity(id) })
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate style={{ maxWidth: '32rem' }}>
      <Stack gap="md">
        <OpportunityFields form={form} state="open" />
        <FormError problem={form.problem} orphans={form.orphans} />
        <Button type="submit" variant="filled" loading={form.busy} style={{ alignSelf: 'flex-start' }}>Create opportunity</Button>
      </Stack>
    </form>
  )
}

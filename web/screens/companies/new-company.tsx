import { Button, Checkbox, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useCan } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useForm } from '../../parts/use-form.ts'
import { linesOf } from '../../parts/words-input.tsx'
import { paths } from '../../paths.ts'
import { companyChecks, CompanyFields, emptyCompany, numberOf, type CompanyValues } from './company-fields.tsx'

/** A company that we know of, added by hand. */
export function NewCompany() {
  const can = useCan('companies:write')
  return (
    <Page title="Add a company" parent={{ title: 'Companies', to: paths.companies() }} sub="Only the name is needed; the more is known, the surer the fit.">
      {can.allowed ? <CompanyForm /> : <EmptyState title="You cannot add companies">{can.why}</EmptyState>}
    </Page>
  )
}

function CompanyForm() {
  const navigate = useNavigate()
  const [isKnown, setKnown] = useState(false)
  const [evenIfKnown, setEven] = useState(false)
  const form = useForm<CompanyValues>({
    initial: emptyCompany, checks: companyChecks, draft: 'company', names: { website: 'domains' },
    submit: async (values) => {
      const call = api.POST('/api/v1/companies', {
        body: {
          name: values.name, website: values.domains.trim() || null, aliases: linesOf(values.aliases), industry: values.industry.trim() || null, employees: numberOf(values.employees), street: values.street, zip: values.zip, city: values.city,
          country: values.country.trim() || null, phone: values.phone,
          foundedYear: numberOf(values.foundedYear), parentId: values.parentId || null, isCustomer: values.isCustomer, directOnly: values.directOnly, evenIfKnown,
        },
      })
      const { id, maybe } = await take(call).catch((error: unknown) => {
        // Only a refusal that could be overruled offers to.
        setKnown(problemOf(error).code === 'companies.known_already')
        throw error
      })
      say(maybe.length > 0 ? `Added. It may be the same as ${maybe.map((m) => m.company.name).join(' or ')}.` : 'The company is added.')
      void navigate({ to: paths.company(id) })
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate style={{ maxWidth: '32rem' }}>
      <Stack gap="md">
        <CompanyFields form={form} isNew />
        <FormError problem={form.problem} orphans={form.orphans} />
        {isKnown && <Checkbox label="It is another company of that name" checked={evenIfKnown} onChange={(event) => setEven(event.currentTarget.checked)} />}
        <Button type="submit" variant="filled" loading={form.busy} style={{ alignSelf: 'flex-start' }}>Add company</Button>
      </Stack>
    </form>
  )
}

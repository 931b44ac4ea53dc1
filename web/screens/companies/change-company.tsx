import { Textarea } from '@mantine/core'
import { api, send } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { useForm } from '../../parts/use-form.ts'
import { linesOf } from '../../parts/words-input.tsx'
import { companyChecks, CompanyFields, numberOf, valuesOf, type CompanyValues } from './company-fields.tsx'
import type { Company } from './queries.ts'

/** Changes what we know of a company; its grade follows. Only what was changed is sent. */
export function ChangeCompany({ company, onClose }: { company: Company; onClose: () => void }) {
  const before = valuesOf(company)
  const form = useForm<CompanyValues>({
    initial: before, checks: companyChecks,
    submit: async (values) => {
      const changed = <K extends keyof CompanyValues>(name: K) => values[name] !== before[name]
      const body = {
        ...(changed('name') ? { name: values.name } : {}), ...(changed('domains') ? { domains: linesOf(values.domains) } : {}), ...(changed('aliases') ? { aliases: linesOf(values.aliases) } : {}),
        ...(changed('industry') ? { industry: values.industry.trim() || null } : {}), ...(changed('employees') ? { employees: numberOf(values.employees) } : {}),
        ...(changed('street') ? { street: values.street } : {}), ...(changed('zip') ? { zip: values.zip } : {}), ...(changed('city') ? { city: values.city } : {}), ...(changed('phone') ? { phone: values.phone } : {}),
        ...(changed('country') ? { country: values.country.trim() || null } : {}), ...(changed('foundedYear') ? { foundedYear: numberOf(values.foundedYear) } : {}), ...(changed('parentId') ? { parentId: values.parentId || null } : {}),
        ...(changed('isCustomer') ? { isCustomer: values.isCustomer } : {}), ...(changed('directOnly') ? { directOnly: values.directOnly } : {}), ...(values.why.trim() ? { why: values.why.trim() } : {}),
      }
      await send(api.PATCH('/api/v1/companies/{id}', { params: { path: { id: company.id } }, body }))
      onClose()
      say('The company is changed.')
    },
  })
  return (
    <FormDialog title={`Change ${company.name}`} onClose={onClose} verb="Save company" form={form}>
      <CompanyFields form={form} />
      <Textarea label="Why (optional)" minRows={2} {...form.field('why')} />
    </FormDialog>
  )
}

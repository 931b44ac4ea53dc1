import { Checkbox, Group, TextInput } from '@mantine/core'
import { WordsInput } from '../../parts/words-input.tsx'
import { CompanySelect } from '../../parts/company-select.tsx'
import { required, type Form } from '../../parts/use-form.ts'
import { sayCountry, type Company } from './queries.ts'

/** A company as a form holds it: text and ticks. */
export type CompanyValues = { name: string; domains: string; aliases: string; industry: string; employees: string; street: string; zip: string; city: string; country: string; phone: string; foundedYear: string; parentId: string; isCustomer: boolean; directOnly: boolean; why: string }

export const emptyCompany: CompanyValues = { name: '', domains: '', aliases: '', industry: '', employees: '', street: '', zip: '', city: '', country: '', phone: '', foundedYear: '', parentId: '', isCustomer: false, directOnly: false, why: '' }

export function valuesOf(company: Company): CompanyValues {
  return {
    name: company.name, domains: company.domains.join('\n'), aliases: company.aliases.map((a) => a.name).join('\n'), industry: company.industry ?? '', employees: company.employees?.toString() ?? '',
    street: company.street ?? '', zip: company.zip ?? '', city: company.city ?? '', country: company.country ? sayCountry(company.country) : '', phone: company.phone ?? '', foundedYear: company.foundedYear?.toString() ?? '', parentId: company.parent?.id ?? '', isCustomer: company.isCustomer, directOnly: company.directOnly, why: '',
  }
}

const whole = (text: string): string => text.replace(/[\s,.']/g, '')
export const numberOf = (text: string): number | null => (text.trim() ? Number(whole(text)) : null)
export const companyChecks = {
  name: required('The company needs a name.'),
  employees: (text: string) => (!text.trim() || /^\d{1,9}$/.test(whole(text)) ? undefined : 'Give a whole number of people.'),
  foundedYear: (text: string) => (!text.trim() || /^\d{4}$/.test(text.trim()) ? undefined : 'Give a year such as 1998.'),
}

export function CompanyFields({ form, isNew }: { form: Form<CompanyValues>; isNew?: boolean }) {
  const { values, set } = form
  return (
    <>
      <TextInput label="Name" data-autofocus {...form.field('name')} />
      {isNew
        ? <TextInput label="Website" description="Recognises the company when someone names it" {...form.field('domains')} />
        : <WordsInput label="Websites" description="Any of them recognises the company; the first is the main one" name="domains" value={values.domains} error={form.field('domains').error} onChange={(domains) => set('domains', domains)} />}
      <WordsInput label="Other names" description="Former or short names it is known by" name="aliases" value={values.aliases} error={form.field('aliases').error} onChange={(aliases) => set('aliases', aliases)} />
      <Group align="flex-start" grow preventGrowOverflow={false} wrap="wrap">
        <TextInput label="Industry" {...form.field('industry')} />
        <TextInput label="People" inputMode="numeric" {...form.field('employees')} />
      </Group>
      <TextInput label="Street" description="With the house number; it helps to tell companies of one name apart" {...form.field('street')} />
      <Group align="flex-start" grow preventGrowOverflow={false} wrap="wrap">
        <TextInput label="Postal code" {...form.field('zip')} />
        <TextInput label="City" {...form.field('city')} />
      </Group>
      <Group align="flex-start" grow preventGrowOverflow={false} wrap="wrap">
        <TextInput label="Country" {...form.field('country')} />
        <TextInput label="Telephone" type="tel" {...form.field('phone')} />
      </Group>
      <TextInput label="Founded" inputMode="numeric" {...form.field('foundedYear')} />
      <CompanySelect label="Part of" clearable name="parentId" value={values.parentId} error={form.field('parentId').error} onChange={(id) => set('parentId', id)} />
      <Checkbox label="It is a customer of ours" {...form.check('isCustomer')} />
      <Checkbox label="We sell to it directly only" description="A partner’s introduction of it becomes a conflict to decide." {...form.check('directOnly')} />
    </>
  )
}

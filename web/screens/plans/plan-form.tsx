import { Button, Checkbox, Group, NativeSelect, Text, TextInput } from '@mantine/core'
import { useWorkspace } from '../../api/session.ts'
import { currencyChoices } from '../../parts/currency-choices.ts'
import { FormError } from '../../parts/form-error.tsx'
import { Columns, Section } from '../../parts/page.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { PlanDraft } from './plan-draft.tsx'
import classes from './plans.module.css'
import type { Terms } from './queries.ts'
import { emptyTerms, keptOf, termsChecks, termsNames, termsOf, valuesOf } from './terms-form.ts'

type Props = {
  /** The version to start from, when there is a plan already. */
  before?: Terms
  draft: string
  verb: string
  publish: (name: string, terms: Terms) => Promise<unknown>
}

/** What partners on this plan earn and when it is paid, with the sentences it reads as beside it. */
export function PlanForm({ before, draft, verb, publish }: Props) {
  const { currency } = useWorkspace()
  const isNew = before === undefined
  const form = useForm({
    initial: { name: '', ...(before ? valuesOf(before) : emptyTerms(currency)) }, draft,
    checks: { ...termsChecks, name: isNew ? required('Give the plan a name.') : () => undefined },
    names: termsNames,
    submit: async ({ name, ...values }) => {
      const terms = termsOf(values, before)
      if (terms) await publish(name, terms)
    },
  })
  const { values } = form
  const kept = keptOf(before)
  return (
    <Columns
      main={(
        <form onSubmit={form.onSubmit} noValidate>
          <Group gap="md" align="flex-start" mb="lg">
            {isNew && <TextInput label="Name" description="As partners and finance will call it" {...form.field('name')} style={{ flex: '1 1 14rem' }} />}
            <NativeSelect label="Currency" description={isNew ? 'Of fixed amounts' : undefined} data={currencyChoices(values.currency)} {...form.field('currency')} w="8rem" />
          </Group>
          <fieldset className={classes.part}>
            <Checkbox label="A flat amount for each qualified introduction" {...form.check('hasFlat')} />
            {values.hasFlat && (
              <div className={classes.fields}>
                <TextInput label={`Amount in ${values.currency}`} inputMode="decimal" {...form.field('flat')} />
                <TextInput label="Clause (optional)" placeholder="§ 4.1" {...form.field('flatClause')} />
              </div>
            )}
          </fieldset>
          <fieldset className={classes.part}>
            <Checkbox label="A share of what the customer pays in the first year" {...form.check('hasPercent')} />
            {values.hasPercent && (
              <div className={classes.fields}>
                <TextInput label="Percent" inputMode="decimal" rightSection="%" {...form.field('percent')} />
                <TextInput label={`At most, in ${values.currency} (optional)`} inputMode="decimal" {...form.field('cap')} />
                <TextInput label="Clause (optional)" placeholder="§ 4.2" {...form.field('percentClause')} />
              </div>
            )}
          </fieldset>
          {kept.length > 0 && <Text size="sm" c="dimmed" mb="md">{kept.length === 1 ? 'One more component is' : `${kept.length} more components are`} kept as {kept.length === 1 ? 'it is' : 'they are'}: {kept.map((c) => c.id.replaceAll('_', ' ')).join(', ')}.</Text>}
          <TextInput label="Paid within so many days after the end of the quarter" inputMode="numeric" maw="30rem" mb="lg" {...form.field('days')} styles={{ input: { width: '6rem' } }} />
          <FormError problem={form.problem} orphans={form.orphans} />
          <Button type="submit" variant="filled" loading={form.busy} mt="xs">{verb}</Button>
        </form>
      )}
      side={<Section title="How it reads"><PlanDraft terms={termsOf(values, before)} /></Section>}
    />
  )
}

import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, take } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { Section } from '../../parts/page.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { useForm } from '../../parts/use-form.ts'
import { When } from '../../parts/when.tsx'
import { linesOf, WordsInput } from '../../parts/words-input.tsx'
import { icpQuery, sayCountry, type Icp } from '../companies/queries.ts'
import { numberOf } from '../companies/company-fields.tsx'
import { SettingsPage } from './settings-page.tsx'
import classes from './settings.module.css'

/** The ideal customer profile: which companies fit, by industry, country and size. */
export function IcpPage() {
  const query = useQuery(icpQuery)
  return (
    <SettingsPage title="Ideal customers" sub="Which companies you want. Every company gets a fit grade from it, with the reasons.">
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The profile" /> : !query.data ? <Loading /> : <Profile key={query.data.version} icp={query.data} />}
    </SettingsPage>
  )
}

const size = (text: string) => (!text.trim() || /^[\d\s,.']{1,12}$/.test(text) ? undefined : 'Give a whole number, or leave it empty.')

function Profile({ icp }: { icp: Icp }) {
  const form = useForm({
    initial: { industries: icp.industries.join('\n'), countries: icp.countries.map(sayCountry).join('\n'), minEmployees: icp.minEmployees?.toString() ?? '', maxEmployees: icp.maxEmployees?.toString() ?? '', why: '' },
    checks: { minEmployees: size, maxEmployees: size },
    submit: async (values) => {
      await take(api.PUT('/api/v1/icp', { body: { industries: linesOf(values.industries), countries: linesOf(values.countries), minEmployees: numberOf(values.minEmployees), maxEmployees: numberOf(values.maxEmployees), ...(values.why.trim() ? { why: values.why.trim() } : {}) } }))
      say('The profile is saved. Companies are being graded again.')
    },
  })
  const errorOf = (name: 'industries' | 'countries') => form.field(name).error
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <fieldset className={classes.form} disabled={!icp.can.set.allowed}>
        {!icp.can.set.allowed && <Text size="sm" mb="lg">{icp.can.set.why}</Text>}
        <Stack gap="md" mb="xl">
          <WordsInput label="Industries" description="Leave empty where any will do" name="industries" value={form.values.industries} error={errorOf('industries')} onChange={(industries) => form.set('industries', industries)} />
          <WordsInput label="Countries" description="Names or codes; leave empty where any will do" name="countries" value={form.values.countries} error={errorOf('countries')} onChange={(countries) => form.set('countries', countries)} />
          <Group gap="md" align="flex-start">
            <TextInput label="People, from" inputMode="numeric" w="9rem" {...form.field('minEmployees')} />
            <TextInput label="to" aria-label="People, to" inputMode="numeric" w="9rem" {...form.field('maxEmployees')} />
          </Group>
          {icp.can.set.allowed && <TextInput label="Why (optional)" {...form.field('why')} />}
          <FormError problem={form.problem} orphans={form.orphans} />
          {icp.can.set.allowed && <Group><Button type="submit" variant="filled" loading={form.busy}>Save profile</Button>{icp.setAt && <Text size="sm" c="dimmed">Version {icp.version}, since <When at={icp.setAt} day />.</Text>}</Group>}
        </Stack>
        <Section title="How the grade comes about">
          <Text size="sm" c="dimmed" maw="40rem">
            A: all that you ask for is met. B: all but one, and that one is near or not known. C: something is met and at most one thing is missed. No fit: nothing is met, or two things are missed. Near means a size up to a fifth outside the range, or an industry that shares a word. Grades of companies follow whenever the profile or the company changes.
          </Text>
        </Section>
      </fieldset>
    </form>
  )
}

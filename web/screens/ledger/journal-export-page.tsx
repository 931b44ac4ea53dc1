import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, downloadUrl, send } from '../../api/client.ts'
import { useCan, useWorkspace } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { FilterDate } from '../../parts/filter-date.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { quarterOf } from '../../parts/quarters.ts'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { todayIn } from '../../parts/time.ts'
import { useFilters } from '../../parts/use-filters.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import { accountCodesQuery, type AccountCodes } from './queries.ts'

const parent = { title: 'Ledger', to: paths.trialBalance() }

/** The journal of a period for an accounting system, and the codes that accounts have there. */
export function JournalExportPage() {
  const can = useCan('ledger:read')
  return can.allowed ? <Export /> : <Page title="Export the journal" parent={parent}><EmptyState title="You cannot see the ledger">{can.why}</EmptyState></Page>
}

function Export() {
  const { timeZone } = useWorkspace()
  const last = quarterOf(todayIn(timeZone), 1)
  const [{ from = last.from, to = last.to }, setFilters] = useFilters('from', 'to')
  const query = useQuery(accountCodesQuery)
  const isBackwards = to < from
  return (
    <Page title="Export the journal" parent={parent} sub="Every entry of a period as CSV for your accounting system, with ids that never change. Each journal in it sums to nothing.">
      <Section title="Period">
        <Group gap="xs" mb="xs">
          <FilterDate label="From" value={from} onChange={(day) => setFilters({ from: day })} />
          <FilterDate label="To" value={to} onChange={(day) => setFilters({ to: day })} />
          {isBackwards ? <Button variant="filled" disabled>Download CSV</Button> : <Button variant="filled" component="a" href={downloadUrl('/api/v1/ledger/journal.csv', { from, to })} download>Download CSV</Button>}
        </Group>
        <Text size="sm" c="dimmed" maw="40rem">{isBackwards ? 'The period ends before it starts.' : 'Both days are included. Take days that are over: entries of today can still come.'}</Text>
      </Section>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The codes" /> : !query.data ? <Loading /> : <Codes key={JSON.stringify(query.data.codes)} of={query.data} />}
    </Page>
  )
}

function Codes({ of }: { of: AccountCodes }) {
  const form = useForm({
    initial: Object.fromEntries(of.codes.map((one) => [one.kind, one.code])), checks: Object.fromEntries(of.codes.map((one) => [one.kind, required('The code of the account there is needed.')])),
    names: Object.fromEntries(of.codes.map((one, i) => [`codes.${i}.code`, one.kind])),
    submit: async (values) => {
      await send(api.PUT('/api/v1/ledger/account-codes', { body: { codes: of.codes.map(({ kind }) => ({ kind, code: String(values[kind]) })) } }))
      say('The codes are saved. They stand in exports from now on.')
    },
  })
  return (
    <Section title="Codes of accounts">
      <Text size="sm" c="dimmed" mb="md" maw="40rem">What your accounting system calls these accounts. {of.can.change.why}</Text>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="sm" maw="28rem">
          {of.codes.map(({ kind, name }) => <TextInput key={kind} label={name} spellCheck={false} autoComplete="off" readOnly={!of.can.change.allowed} {...form.field(kind)} />)}
          <FormError problem={form.problem} orphans={form.orphans} />
          {of.can.change.allowed && <Group><Button type="submit" loading={form.busy}>Save codes</Button></Group>}
        </Stack>
      </form>
    </Section>
  )
}

import { Group, Progress, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, send, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { A } from '../../parts/link.tsx'
import { sayNumber, sayProbability } from '../../parts/numbers.ts'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { MergePair } from './merge-pair.tsx'
import { duplicateSearchQuery, sayCountry, type CompanyPair, type CompanyRow } from './queries.ts'

/** Companies that may be one, the likeliest first: a person says which are. */
export function DuplicateList() {
  const [filters, setFilters] = useFilters('state')
  const state = (filters.state ?? 'open') as CompanyPair['state']
  const { data } = useQuery(duplicateSearchQuery)
  const running = data?.search && !data.search.finishedAt ? data.search : null
  const pages = usePages(['companies', 'duplicates', state, running?.looked ?? 'done'], (after) => take(api.GET('/api/v1/companies/duplicates', { params: { query: { state, limit: 30, ...(after ? { after } : {}) } } })))
  const [merging, setMerging] = useState<CompanyPair | null>(null)
  const search = useAct(() => send(api.POST('/api/v1/companies/duplicates/searches')))
  const apart = useAct((pair: CompanyPair) => send(api.PUT('/api/v1/companies/duplicates/{id}', { params: { path: { id: pair.id } }, body: { decision: 'different', why: null } })), { done: 'They stay two companies.' })
  const columns: Column<CompanyPair>[] = [
    { key: 'one', header: 'One', cell: (pair) => <Side company={pair.one} /> },
    { key: 'other', header: 'The other', cell: (pair) => <Side company={pair.other} /> },
    { key: 'why', header: 'Why they may be one', cell: (pair) => pair.reasons.join(' ') },
    { key: 'probability', header: 'Probability', numeric: true, minor: true, cell: (pair) => (pair.probability === null ? '' : sayProbability(pair.probability)) },
    { key: 'decide', header: 'Decision', cell: (pair) => (pair.state === 'open' ? (
      <Group gap={6} wrap="nowrap">
        <CanButton can={pair.can.decide} size="compact-sm" aria-label={`Merge ${pair.one.name} and ${pair.other.name}`} onClick={() => setMerging(pair)}>Merge</CanButton>
        <CanButton can={pair.can.decide} size="compact-sm" variant="default" loading={apart.busy} aria-label={`${pair.one.name} and ${pair.other.name} are different`} onClick={() => apart.run(pair)}>Different</CanButton>
      </Group>
    ) : <>{pair.state === 'merged' ? 'Merged' : 'Different'}{pair.decided && <>, {pair.decided.by ?? 'Alongside'}, <When at={pair.decided.at} day /></>}</>) },
  ]
  return (
    <Page
      title="Possible duplicates" parent={{ title: 'Companies', to: paths.companies() }} sub="Companies that may be one. Nothing is merged until a person says so, and every merge can be undone."
      actions={data && <CanButton can={data.can.search} onClick={() => search.run()}>Look for duplicates</CanButton>}
    >
      {running ? (
        <div role="status">
          <Text size="sm" mb={4}>Looked at {sayNumber(running.looked)} of {sayNumber(running.total)} companies</Text>
          <Progress value={running.total === 0 ? 0 : (100 * running.looked) / running.total} mb="md" aria-label="Companies looked at" />
        </div>
      ) : data?.search?.finishedAt && <Text size="sm" c="dimmed" mb="md">All {sayNumber(data.search.looked)} companies were looked at, <When at={data.search.finishedAt} />. Those added singly since were looked at when they came.</Text>}
      <FilterBar isFiltered={false} clear={() => setFilters({ state: undefined })}>
        <FilterSelect label="Decision" all="Undecided" value={filters.state} choices={[{ value: 'merged', label: 'Merged' }, { value: 'different', label: 'Different' }]} onChange={(next) => setFilters({ state: next })} />
      </FilterBar>
      <DataTable
        caption="Possible duplicates" noun={['pair']} columns={columns} pages={pages} keyOf={(pair) => pair.id}
        empty={<EmptyState title={state === 'open' ? 'No pair waits' : 'No such pair'}>{state === 'open' ? 'New companies are held against the others as they come. After an import, look through all of them.' : 'Nobody has decided so yet.'}</EmptyState>}
      />
      {merging && <MergePair pair={merging} onClose={() => setMerging(null)} />}
    </Page>
  )
}

function Side({ company: c }: { company: CompanyRow }) {
  const facts = [c.domain, c.industry, c.street, c.city, c.country && sayCountry(c.country), c.employees !== null && `${sayNumber(c.employees)} people`, c.isCustomer && 'customer'].filter(Boolean).join(', ')
  return <><A to={paths.company(c.id)}>{c.name}</A><Text size="xs" c="dimmed">{facts || 'nothing else known'}</Text></>
}

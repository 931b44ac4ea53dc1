import { useQuery } from '@tanstack/react-query'
import { api, downloadUrl, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { CanLink } from '../../parts/can-link.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { ButtonLink } from '../../parts/link.tsx'
import { sayNumber, sayProbability } from '../../parts/numbers.ts'
import { Page } from '../../parts/page.tsx'
import { State } from '../../parts/state.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters, useSort } from '../../parts/use-filters.ts'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { useCanWrite } from './use-can-write.ts'
import { partnerTypes } from '../partners/queries.ts'
import { likelihoodWords, proposalWords, stateWords, verdictsQuery, type HypothesisRow } from './queries.ts'

/** Every hypothesis, with what the numbers say of those that were put to the test. */
export function HypothesisList() {
  const [filters, setFilters] = useFilters('type', 'state')
  const { sort, sorting } = useSort<'type' | 'segment' | 'state' | 'review' | 'owner'>()
  const query = { type: filters.type as HypothesisRow['type'] | undefined, state: filters.state as HypothesisRow['state'] | undefined }
  const pages = usePages(['hypotheses', 'list', filters, sort], (after) => take(api.GET('/api/v1/hypotheses', { params: { query: { ...query, sort, ...(after ? { after } : {}) } } })))
  const verdicts = new Map((useQuery(verdictsQuery).data ?? []).map((one) => [one.id, one]))
  const add = <CanLink can={useCanWrite()} to={paths.newHypothesis()} isPrimary>New hypothesis</CanLink>
  const isFiltered = Object.keys(filters).length > 0
  const columns: Column<HypothesisRow>[] = [
    { key: 'segment', sort: 'segment', header: 'Segment', cell: (h) => h.segment, width: '24%' },
    { key: 'type', sort: 'type', header: 'Partner type', cell: (h) => partnerTypes[h.type].word },
    { key: 'state', sort: 'state', header: 'State', cell: (h) => <State {...stateWords[h.state]} /> },
    {
      key: 'verdict', header: 'What the numbers say', cell: (h) => {
        const verdict = verdicts.get(h.id)
        if (!verdict) return '–'
        const { lead } = verdict
        return <>{proposalWords[verdict.proposal]}{lead && lead.probability !== null && <>; introductions {likelihoodWords[lead.likelihood]}, {sayProbability(lead.probability)}</>}</>
      },
    },
    { key: 'partners', header: 'Partners', cell: (h) => sayNumber(h.partners), numeric: true },
    { key: 'review', sort: 'review', header: 'Review', cell: (h) => <Day date={h.reviewOn} />, numeric: true },
    { key: 'owner', sort: 'owner', header: 'Owner', cell: (h) => h.owner.name, minor: true },
  ]
  return (
    <Page
      title="Hypotheses" sub="Why partners of one type would bring qualified buyers, and whether they do. At most two types are tested at once."
      actions={<>{pages.rows.length > 1 && <ButtonLink to={paths.compareHypotheses()}>Compare two</ButtonLink>}{add}</>}
    >
      <FilterBar isFiltered={isFiltered} clear={() => setFilters({ type: undefined, state: undefined })}>
        <FilterSelect label="Partner type" all="Any type" value={filters.type} choices={Object.entries(partnerTypes).map(([value, { word }]) => ({ value, label: word }))} onChange={(type) => setFilters({ type })} />
        <FilterSelect label="State" all="Any state" value={filters.state} choices={Object.entries(stateWords).map(([value, { word }]) => ({ value, label: word }))} onChange={(state) => setFilters({ state })} />
      </FilterBar>
      <DataTable
        caption="Hypotheses" noun={['hypothesis', 'hypotheses']} sort={sorting} columns={columns} pages={pages} keyOf={(h) => h.id} to={(h) => paths.hypothesis(h.id)} csv={downloadUrl('/api/v1/hypotheses.csv', { ...query, sort })}
        empty={isFiltered
          ? <EmptyState title="No hypothesis matches">Try other filters.</EmptyState>
          : <EmptyState title="No hypotheses yet" action={add}>Write down which partners would bring you buyers, why, and in what numbers. Then the data can say whether it was right.</EmptyState>}
      />
    </Page>
  )
}

import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, downloadUrl, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useMe, useWorkspace } from '../../api/session.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { sayNumber } from '../../parts/numbers.ts'
import { Page, Section } from '../../parts/page.tsx'
import { quarterOf, recentQuarters, sayPeriod } from '../../parts/quarters.ts'
import { State } from '../../parts/state.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { todayIn } from '../../parts/time.ts'
import { useFilters, useSort } from '../../parts/use-filters.ts'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { NewReview } from './new-review.tsx'
import { conclusionWords, stateWords, type ReviewRow, type ReviewsQuery } from './queries.ts'
import { ReviewsDue } from './reviews-due.tsx'
import { useCanWrite } from './use-can-write.ts'

/** Who is due for a review, and every review there was. */
export function ReviewList() {
  const [filters, setFilters] = useFilters('quarter', 'state', 'owner', 'partner', 'hypothesis')
  const { sort, sorting } = useSort<'partner' | 'quarter' | 'state' | 'held'>()
  const { memberId } = useMe()
  const today = todayIn(useWorkspace().timeZone)
  const [adding, setAdding] = useState(false)
  const navigate = useNavigate()
  const canWrite = useCanWrite()
  const query: ReviewsQuery = { ...filters, state: filters.state as ReviewRow['state'] | undefined, sort }
  const pages = usePages(['reviews', 'list', filters, sort], (after) => take(api.GET('/api/v1/reviews', { params: { query: { ...query, ...(after ? { after } : {}) } } })))
  const isFiltered = Object.keys(filters).length > 0
  const quarters = recentQuarters(today, 9).map(({ id, label }) => ({ value: id, label }))
  const columns: Column<ReviewRow>[] = [
    { key: 'partner', sort: 'partner', header: 'Partner', cell: (one) => one.partner.name, width: '32%' },
    { key: 'quarter', sort: 'quarter', header: 'Quarter', cell: (one) => sayPeriod(one.quarter), nowrap: true },
    { key: 'state', sort: 'state', header: 'State', cell: (one) => <State {...stateWords[one.state]} /> },
    { key: 'conclusion', header: 'What follows', cell: (one) => (one.conclusion ? conclusionWords[one.conclusion].word : '–') },
    { key: 'held', sort: 'held', header: 'Held on', cell: (one) => one.heldOn && <Day date={one.heldOn} />, numeric: true, minor: true },
    { key: 'actions', header: 'Open actions', cell: (one) => sayNumber(one.openActions), numeric: true },
    { key: 'due', header: 'Next due', cell: (one) => one.nextDueOn && <Day date={one.nextDueOn} />, numeric: true, minor: true },
  ]
  return (
    <Page
      title="Quarterly reviews (QBR)" sub="What each partner brought, what follows from it, and who does what by when."
      actions={<CanButton can={canWrite} variant="filled" onClick={() => setAdding(true)}>Open a review</CanButton>}
    >
      <ReviewsDue quarter={filters.quarter ?? quarterOf(today, 1).id} />
      <Section title="Reviews">
        <FilterBar isFiltered={isFiltered} clear={() => setFilters({ quarter: undefined, state: undefined, owner: undefined, partner: undefined, hypothesis: undefined })}>
          <FilterSelect label="Quarter" all="Any quarter" value={filters.quarter} choices={quarters} onChange={(quarter) => setFilters({ quarter })} />
          <FilterSelect label="State" all="Any state" value={filters.state} choices={Object.entries(stateWords).map(([value, { word }]) => ({ value, label: word }))} onChange={(state) => setFilters({ state })} />
          {memberId && <FilterSelect label="Actions" all="Anybody’s actions" value={filters.owner} choices={[{ value: memberId, label: 'My open actions' }]} onChange={(owner) => setFilters({ owner })} />}
        </FilterBar>
        <DataTable
          caption="Quarterly reviews" noun={['review']} sort={sorting} columns={columns} pages={pages} keyOf={(one) => one.id} to={(one) => paths.review(one.id)} csv={downloadUrl('/api/v1/reviews.csv', query as Record<string, string | undefined>)}
          empty={isFiltered
            ? <EmptyState title="No review matches">Try other filters.</EmptyState>
            : <EmptyState title="No reviews yet">Once a quarter, sit down with each partner: look at the numbers, agree on at most five things, and say whether to grow, keep or fix it. Its numbers freeze the day it is held, so the next review can be read against it.</EmptyState>}
        />
      </Section>
      {adding && <NewReview quarters={quarters} onClose={() => setAdding(false)} onOpened={(id) => void navigate({ to: paths.review(id) })} />}
    </Page>
  )
}

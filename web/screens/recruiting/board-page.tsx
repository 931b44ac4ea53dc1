import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { downloadUrl } from '../../api/client.ts'
import { useOwners } from '../../api/session.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { ButtonLink } from '../../parts/link.tsx'
import { Page } from '../../parts/page.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { paths } from '../../paths.ts'
import { partnerTypes, type PartnerType } from '../partners/queries.ts'
import { Board } from './board.tsx'
import { boardQuery } from './queries.ts'
import { Warnings } from './warnings.tsx'

const typeChoices = Object.entries(partnerTypes).map(([value, { word }]) => ({ value, label: word }))

/** Partners › Recruiting: everybody on the way in, by stage. */
export function BoardPage() {
  const [filters, setFilters] = useFilters('q', 'type', 'owner')
  const query = useQuery(boardQuery({ ...filters, type: filters.type as PartnerType | undefined }))
  const owners = useOwners()
  const navigate = useNavigate()
  const isFiltered = Object.keys(filters).length > 0
  const board = query.data
  return (
    <Page
      title="Recruiting" sub="Who might become a partner, and what comes next with each."
      actions={(
        <>
          <ButtonLink to={paths.shortlist()} search={(filters.type ? { type: filters.type } : {}) as never}>Shortlist</ButtonLink>
          {board && <CanButton can={board.can.add} variant="filled" onClick={() => void navigate({ to: paths.newCandidate() })}>Add candidate</CanButton>}
        </>
      )}
    >
      {board && <Warnings warnings={board.warnings} />}
      <FilterBar isFiltered={isFiltered} clear={() => setFilters({ q: undefined, type: undefined, owner: undefined })}>
        <FilterText key={filters.q ? 'filled' : 'empty'} label="Name" value={filters.q} onChange={(q) => setFilters({ q })} />
        <FilterSelect label="Type" all="Any type" value={filters.type} choices={typeChoices} onChange={(type) => setFilters({ type })} />
        <FilterSelect label="Owner" all="Any owner" value={filters.owner} choices={owners} onChange={(owner) => setFilters({ owner })} />
        {board && board.items.length > 0 && <Text size="sm" ml="auto"><Anchor href={downloadUrl('/api/v1/candidates.csv', filters)} download>Export CSV</Anchor></Text>}
      </FilterBar>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The board" /> : !board ? <Loading /> : board.items.length > 0 ? (
        <>
          {board.isCut && <Text size="sm" mb="sm">A long column shows those that somebody works on or that applied, and the newest.</Text>}
          <Board cards={board.items} counts={Object.fromEntries(board.stages.map((one) => [one.stage, one.count]))} />
          <Text size="xs" c="dimmed" mt="xs">Drag a card, choose Move, or press Shift with an arrow key while a card has the focus. Ended ones stay for 90 days. A score is a range while something is not known.</Text>
        </>
      ) : isFiltered ? <EmptyState title="No candidate matches">Try other filters.</EmptyState> : (
        <EmptyState title="Nobody is on the way in yet" action={<><ButtonLink to={paths.newCandidate()} variant="filled">Add candidate</ButtonLink><ButtonLink to={paths.newImport()} search={{ kind: 'candidates' } as never}>Import a list</ButtonLink><ButtonLink to={paths.applicationPage()}>Open the application page</ButtonLink></>}>
          A candidate is a company or person who might recommend you. Note where you know them from and what you do next; the scorecard then says who is worth your time.
        </EmptyState>
      )}
    </Page>
  )
}

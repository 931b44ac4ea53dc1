import { NativeSelect, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useOwners } from '../../api/session.ts'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { A } from '../../parts/link.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { paths } from '../../paths.ts'
import { partnerTypes, type PartnerType } from '../partners/queries.ts'
import { shortlistQuery, stageWords, type Shortlist } from './queries.ts'
import { Reasons } from './reasons.tsx'
import classes from './recruiting.module.css'
import { ScoreRange } from './score.tsx'
import { Warnings } from './warnings.tsx'

/** The five to ten worth our time, side by side, with the reasons. */
export function ShortlistPage() {
  const [filters, setFilters] = useFilters('type', 'owner', 'limit')
  const query = useQuery(shortlistQuery({ ...filters, type: filters.type as PartnerType | undefined, limit: Number(filters.limit ?? 8) }))
  const list = query.data
  return (
    <Page title="Shortlist" parent={{ title: 'Recruiting', to: paths.recruiting() }} sub="Ranked by the low end of the score, then its middle: what is not known is never taken for good. Knocked-out ones come last.">
      {list && <Warnings warnings={list.warnings} />}
      <FilterBar isFiltered={Object.keys(filters).length > 0} clear={() => setFilters({ type: undefined, owner: undefined, limit: undefined })}>
        <FilterSelect label="Type" all="Any type" value={filters.type} choices={Object.entries(partnerTypes).map(([value, { word }]) => ({ value, label: word }))} onChange={(type) => setFilters({ type })} />
        <FilterSelect label="Owner" all="Any owner" value={filters.owner} choices={useOwners()} onChange={(owner) => setFilters({ owner })} />
        <NativeSelect aria-label="How many" size="xs" value={filters.limit ?? '8'} data={['5', '6', '7', '8', '9', '10'].map((n) => ({ value: n, label: `The best ${n}` }))} onChange={(event) => setFilters({ limit: event.currentTarget.value })} />
      </FilterBar>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The shortlist" /> : !list ? <Loading /> : list.items.length === 0 ? (
        <EmptyState title="No candidate to rank">Add candidates and assess them: the scorecard then says who is worth your time.</EmptyState>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb="md">{list.items.length} of {list.of} on the way in. A dash: the scorecard of that type does not ask it.</Text>
          <Compare items={list.items} />
          <Section title="Reasons">
            {list.items.map((one) => (
              <div key={one.card.id} style={{ marginBottom: '1.25rem' }}>
                <p><strong>{one.rank}. <A to={paths.partner(one.card.id)} dir="auto">{one.card.name}</A></strong></p>
                <Reasons reasons={one.reasons} />
              </div>
            ))}
          </Section>
        </>
      )}
    </Page>
  )
}

function Compare({ items }: { items: Shortlist['items'] }) {
  const criteria = [...new Map(items.flatMap((one) => one.criteria.map((c) => [c.id, c.name] as const)))]
  return (
    <div className={classes.compare} tabIndex={0} role="region" aria-label="Candidates side by side">
      <table>
        <thead>
          <tr><th scope="col">Criterion</th>{items.map((one) => <th scope="col" key={one.card.id}>{one.rank}. <A to={paths.partner(one.card.id)} dir="auto">{one.card.name}</A></th>)}</tr>
        </thead>
        <tbody>
          <tr><th scope="row">Score of 100</th>{items.map((one) => <td key={one.card.id}><ScoreRange score={one.card.score} small /></td>)}</tr>
          <tr><th scope="row">Unknown</th>{items.map((one) => <td key={one.card.id}>{one.card.score.unknown} % of the weight</td>)}</tr>
          <tr><th scope="row">Type</th>{items.map((one) => <td key={one.card.id}>{partnerTypes[one.card.type].word}</td>)}</tr>
          <tr><th scope="row">Stage</th>{items.map((one) => <td key={one.card.id}>{stageWords[one.card.stage]}, {one.card.days === 0 ? 'since today' : one.card.days === 1 ? '1 day' : `${one.card.days} days`}</td>)}</tr>
          {criteria.map(([id, name]) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              {items.map((one) => {
                const criterion = one.criteria.find((c) => c.id === id)
                return <td key={one.card.id}>{!criterion ? <span className={classes.quiet} title="Not asked of this type">–</span> : (criterion.said ?? <><span className={classes.unknown}>Unknown</span>{criterion.figure && <><br /><span className={classes.quiet}>{criterion.figure}</span></>}</>)}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

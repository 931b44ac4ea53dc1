import { useQuery } from '@tanstack/react-query'
import { api, downloadUrl, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { membersQuery, useCan } from '../../api/session.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { eventKinds, sayEvent, sayNoun, type EventRow } from '../../parts/event-words.ts'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { FilterDates } from '../../parts/filter-date.tsx'
import { A } from '../../parts/link.tsx'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { When } from '../../parts/when.tsx'
import { pathOfId } from '../../paths.ts'
import classes from './events.module.css'

const names = ['q', 'type', 'from', 'to'] as const
/** Every recorded change of the workspace, newest first. */
export function EventLog() {
  const can = useCan('events:read')
  if (!can.allowed) return <Page title="Event log"><EmptyState title="You cannot read the whole log">{can.why} You can read what happened on each partner, company, introduction and opportunity.</EmptyState></Page>
  return <Log />
}

function Log() {
  const [filters, setFilters] = useFilters(...names)
  const pages = usePages(['events', 'log', filters], (after) => take(api.GET('/api/v1/events', { params: { query: { ...filters, ...(after ? { after } : {}) } } })))
  const members = useQuery(membersQuery).data?.items ?? []
  const nameOf = (id: string) => members.find((m) => m.id === id)?.name ?? 'a member'
  const columns: Column<EventRow>[] = [
    { key: 'when', header: 'When', width: '8.5rem', cell: (e) => <When at={e.at} /> },
    { key: 'who', header: 'Who', width: '10rem', cell: (e) => e.actor.name, minor: true },
    { key: 'what', header: 'What', cell: (e) => <What event={e} nameOf={nameOf} /> },
    { key: 'about', header: 'About', width: '9rem', cell: (e) => <About event={e} /> },
    { key: 'type', header: 'Type', width: '15rem', minor: true, cell: (e) => <code className={classes.code}>{e.type}</code> },
  ]
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Page title="Event log" sub="Every change, with who, when and why. Events are never changed or removed.">
      <FilterBar isFiltered={isFiltered} clear={() => setFilters(Object.fromEntries(names.map((name) => [name, undefined])))}>
        <FilterText key={filters.q ? 'filled' : 'empty'} label="Words or a name" value={filters.q} onChange={(q) => setFilters({ q })} />
        <FilterSelect label="About" all="Everything" value={filters.type} choices={eventKinds} onChange={(type) => setFilters({ type })} />
        <FilterDates from={filters.from} to={filters.to} onChange={setFilters} />
      </FilterBar>
      <DataTable caption="Events" noun={['event']} columns={columns} pages={pages} keyOf={(e) => e.id} csv={downloadUrl('/api/v1/events.csv', filters)} empty={<EmptyState title="No event matches">Try other filters.</EmptyState>} />
    </Page>
  )
}

function What({ event, nameOf }: { event: EventRow; nameOf: (id: string) => string }) {
  const entries = Object.entries(event.payload)
  return (
    <>
      {entries.length === 0 ? sayEvent(event, nameOf) : (
        <details className={classes.details}>
          <summary>{sayEvent(event, nameOf)}</summary>
          <dl className={classes.payload}>{entries.map(([key, value]) => <div key={key}><dt>{key}</dt><dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd></div>)}</dl>
        </details>
      )}
      {event.why && <p className={classes.why} dir="auto">“{event.why}”</p>}
    </>
  )
}

function About({ event }: { event: EventRow }) {
  const to = pathOfId(event.subject.id) ?? (event.partnerId ? pathOfId(event.partnerId) : undefined)
  return to ? <A to={to} className={classes.about}>{sayNoun(event.subject.noun)}</A> : sayNoun(event.subject.noun)
}

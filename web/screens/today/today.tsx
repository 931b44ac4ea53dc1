import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Schemas } from '../../api/client.ts'
import { useMe } from '../../api/session.ts'
import { FilterSelect } from '../../parts/filter-bar.tsx'
import { Page } from '../../parts/page.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { dueGroup, type Due } from '../../parts/time.ts'
import { useFilters } from '../../parts/use-filters.ts'
import { useListKeys } from '../../parts/use-keys.ts'
import { useNow } from '../../parts/use-now.ts'
import { FirstSteps } from './first-steps.tsx'
import { PromiseRow } from './promise-row.tsx'
import { todayQuery } from './queries.ts'
import classes from './today.module.css'

const groupNames: [Due, string][] = [['late', 'Late'], ['today', 'Due today'], ['week', 'This week'], ['later', 'Later']]

/** Home: the promises that are due, oldest first, each with its clock and the one action that settles it. */
export function Today() {
  const [filters, setFilters] = useFilters('mine')
  const query = useQuery(todayQuery(filters.mine === 'true'))
  return (
    <Page
      title="Today" sub={query.data && summary(query.data)}
      actions={<FilterSelect label="Whose promises" all="Everyone’s" value={filters.mine} choices={[{ value: 'true', label: 'Mine' }]} onChange={(mine) => setFilters({ mine })} />}
    >
      {query.isPending ? <Loading /> : query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="Today" /> : <Queue today={query.data} mine={filters.mine === 'true'} />}
    </Page>
  )
}

/** "9 promises are due. 96 % of 48 kept in the last 90 days." */
function summary({ total, kept }: Schemas['Today']): string {
  const due = total === 0 ? 'No promise is due.' : total === 1 ? '1 promise is due.' : `${total.toLocaleString('en-US')} promises are due.`
  if (kept.decided === 0) return due
  return `${due} ${Math.round((kept.kept / kept.decided) * 100)} % of ${kept.decided.toLocaleString('en-US')} kept in the last ${kept.days} days.`
}

function Queue({ today, mine }: { today: Schemas['Today']; mine: boolean }) {
  const now = useNow()
  const list = useRef<HTMLDivElement>(null)
  const [opened, setOpened] = useState<string | null>(null)
  const { may } = useMe()
  useListKeys(list, 'button[data-row]')
  const isSettled = opened !== null && !today.items.some((item) => item.id === opened)
  useEffect(() => {
    // What was opened has been settled and is gone: the keyboard goes on at the first that is left.
    if (isSettled) list.current?.querySelector<HTMLElement>('button[data-row]')?.focus()
  }, [isSettled])
  if (today.items.length === 0) return mine ? <p className={classes.nothing}>Nothing of yours is due.</p> : <FirstSteps kept={today.kept.decided} mayWrite={may('partners:write')} />
  const groups = Map.groupBy(today.items, (item) => dueGroup(Date.parse(item.dueAt), now, today.timeZone))
  return (
    <div ref={list}>
      {groupNames.map(([due, name]) => {
        const items = groups.get(due)
        return items && (
          <section key={due} className={classes.group} data-due={due} aria-labelledby={`due-${due}`}>
            <h2 id={`due-${due}`} className={classes.groupHead}>{name} <span>{items.length}</span></h2>
            <ul>
              {items.map((item) => <PromiseRow key={item.id} item={item} isOpen={opened === item.id} toggle={() => setOpened(opened === item.id ? null : item.id)} />)}
            </ul>
          </section>
        )
      })}
      {today.total > today.items.length && !mine && <p className={classes.nothing}>The first {today.items.length} of {today.total.toLocaleString('en-US')}, most urgent first.</p>}
    </div>
  )
}

import { Checkbox, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { Page } from '../../parts/page.tsx'
import { ShortId } from '../../parts/short-id.tsx'
import { State } from '../../parts/state.tsx'
import { EmptyState } from '../../parts/states.tsx'
import text from '../../parts/text.module.css'
import { useFilters } from '../../parts/use-filters.ts'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { useQueryClient } from '@tanstack/react-query'
import { CorrectFact } from './correct-fact.tsx'
import { sayFact, sayKind } from './fact-words.ts'
import type { TrayedRow } from './queries.ts'

type Opened = { what: 'correct' | 'discard'; row: TrayedRow } | null

/** Facts that cannot be used, each with the reason and what can be done. */
export function TrayPage() {
  const can = useCan('ledger:read')
  const parent = { title: 'Facts', to: paths.facts() }
  return can.allowed ? <Tray parent={parent} /> : <Page title="Tray" parent={parent}><EmptyState title="You cannot see facts">{can.why}</EmptyState></Page>
}

function Tray({ parent }: { parent: { title: string; to: string } }) {
  const can = useCan('facts:write')
  const client = useQueryClient()
  const [opened, setOpened] = useState<Opened>(null)
  const [withAlike, setWithAlike] = useState(false)
  const [{ show = 'decide' }, setFilters] = useFilters('show')
  const waits = show === 'waits' ? 'true' : 'false'
  const pages = usePages(['facts', 'tray', waits], (after) => take(api.GET('/api/v1/facts/tray', { params: { query: { waits, ...(after ? { after } : {}) } } })))
  const columns: Column<TrayedRow>[] = [
    { key: 'fact', header: 'Fact', width: '24%', cell: (row) => <>{row.key ? <ShortId id={row.key} /> : 'Without an id'}<span className={text.source}>{[sayKind(row.fact), sayFact(row.fact)].filter(Boolean).join(', ')}{row.partner && `, ${row.partner.name}`}</span></> },
    { key: 'state', header: 'State', nowrap: true, minor: true, cell: (row) => (row.waits ? <State word="Waits" tone="moving" /> : <State word="Not taken" tone="waiting" />) },
    { key: 'why', header: 'Why', cell: (row) => row.why },
    { key: 'since', header: 'Since', numeric: true, minor: true, cell: (row) => <When at={row.openedAt} /> },
    {
      key: 'decision', header: 'Decision', width: '14rem',
      cell: (row) => (row.waits ? <Text size="sm" c="dimmed">None: it is used by itself once it can be.</Text> : (
        <Group gap="xs" wrap="nowrap">
          <CanButton can={can} onClick={() => setOpened({ what: 'correct', row })} aria-label={`Correct ${row.key}`}>Correct</CanButton>
          <CanButton can={can} variant="subtle" onClick={() => {
            setWithAlike(false)
            setOpened({ what: 'discard', row })
          }} aria-label={`Leave out ${row.key}`}>Leave out</CanButton>
        </Group>
      )),
    },
  ]
  const discard = async (row: TrayedRow, why: string) => {
    let sum = 0
    for (let more = true; more; ) {
      const { leftOut } = await take(api.PUT('/api/v1/facts/tray/{id}/decision', { params: { path: { id: row.id } }, body: { decision: 'discard', why, alike: withAlike } }))
      sum += leftOut
      more = withAlike && leftOut > 0
    }
    say(withAlike ? `${sayCount(sum, 'fact is', 'facts are')} left out.` : `${row.key} is left out.`)
    await client.invalidateQueries({ queryKey: ['facts'] })
  }
  return (
    <Page title="Tray" parent={parent} sub="Facts that cannot be used, oldest first. Nothing that was told is dropped.">
      <FilterBar isFiltered={false} clear={() => undefined}>
        <FilterSelect label="Which" all="To decide" value={show === 'waits' ? show : undefined} choices={[{ value: 'waits', label: 'Waiting by itself' }]} onChange={(next) => setFilters({ show: next })} />
      </FilterBar>
      <DataTable
        caption="Facts in the tray" noun={['fact']} columns={columns} pages={pages} keyOf={(row) => row.id}
        empty={show === 'waits'
          ? <EmptyState title="Nothing waits">A fact waits where it is about another that is not known yet, or where no plan rules its day. It is used by itself once it can be.</EmptyState>
          : <EmptyState title="Nothing to decide">A fact that cannot be used, such as one with an amount that is none or of a partner who is not known, is kept here with the reason until somebody corrects it or leaves it out.</EmptyState>}
      />
      {opened?.what === 'correct' && <CorrectFact row={opened.row} onClose={() => setOpened(null)} />}
      {opened?.what === 'discard' && (
        <ConfirmWhy title={`Leave out ${opened.row.key}`} verb="Leave out" onClose={() => setOpened(null)} act={(why) => discard(opened.row, why)} isDangerous>
          It earns nothing and is not told again by itself. The reason is kept with it.
          {opened.row.alike > 0 && <Checkbox mt="sm" checked={withAlike} onChange={(event) => setWithAlike(event.currentTarget.checked)} label={`Also leave out ${sayCount(opened.row.alike, 'other', 'others')} not taken for the same reason: ${opened.row.why}`} />}
        </ConfirmWhy>
      )}
    </Page>
  )
}

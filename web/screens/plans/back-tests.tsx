import { api, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { Money } from '../../parts/money.tsx'
import { EmptyState } from '../../parts/states.tsx'
import text from '../../parts/text.module.css'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { stateWords, type BackTest } from './queries.ts'

const columns: Column<BackTest>[] = [
  { key: 'name', header: 'Draft', cell: (t) => <>{t.name}<span className={text.source}>{t.fileName ?? 'our own past'}{t.onPlan && ', partners on the plan'}</span></> },
  { key: 'period', header: 'Period', cell: (t) => (t.from || t.to ? <>{t.from ? <Day date={t.from} /> : 'start'} to {t.to ? <Day date={t.to} /> : 'today'}</> : 'all'), minor: true },
  { key: 'state', header: 'State', cell: (t) => stateWords[t.state], nowrap: true },
  { key: 'booked', header: 'Booked', cell: (t) => <Money amount={t.booked} />, numeric: true },
  { key: 'draft', header: 'Under it', cell: (t) => <Money amount={t.draft} />, numeric: true },
  { key: 'started', header: 'Started', cell: (t) => <When at={t.createdAt} />, numeric: true, minor: true },
]

/** Back-tests, newest first: all, or those of one plan. */
export function BackTests({ planId }: { planId?: string }) {
  const pages = usePages(['back-tests', 'list', planId], (after) => take(api.GET('/api/v1/back-tests', { params: { query: { ...(planId ? { plan: planId } : {}), ...(after ? { after } : {}), limit: planId ? 10 : 50 } } })))
  return (
    <DataTable
      caption="Back-tests" noun={['back-test']} columns={columns} pages={pages} keyOf={(t) => t.id} to={(t) => paths.backTest(t.id)}
      empty={<EmptyState title="No draft was tested yet">Run one over the past where a plan or its next version is written: it says what the draft would have cost, and who wins and loses.</EmptyState>}
    />
  )
}

import { api, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan } from '../../api/session.ts'
import { CanLink } from '../../parts/can-link.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { sayNumber } from '../../parts/numbers.ts'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { paths } from '../../paths.ts'
import type { PlanRow } from './queries.ts'

const columns: Column<PlanRow>[] = [
  { key: 'name', header: 'Plan', width: '22%', cell: (p) => p.name },
  { key: 'terms', header: 'What partners earn', cell: (p) => p.sentences.map((sentence) => <div key={sentence}>{sentence}</div>) },
  { key: 'version', header: 'Version', cell: (p) => p.version, numeric: true },
  { key: 'partners', header: 'Partners on it', cell: (p) => sayNumber(p.partners), numeric: true },
]

/** Every plan, as its newest version reads. */
export function PlanList() {
  const pages = usePages(['plans', 'list'], () => take(api.GET('/api/v1/plans')))
  const can = useCan('plans:write')
  const add = <CanLink can={can} to={paths.newPlan()} isPrimary>New plan</CanLink>
  return (
    <Page title="Plans" sub="What partners earn, for what, and when it is paid." actions={add}>
      <DataTable
        caption="Plans" noun={['plan']} columns={columns} pages={pages} keyOf={(p) => p.id} to={(p) => paths.plan(p.id)}
        empty={<EmptyState title="No plans yet" action={add}>A plan says what a partner earns: a flat amount for each qualified introduction, a share of first-year revenue, or both. Every commission line is computed from it and cites it.</EmptyState>}
      />
    </Page>
  )
}

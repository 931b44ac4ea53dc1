import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { downloadUrl } from '../../api/client.ts'
import { ButtonLink } from '../../parts/link.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { Page, Section } from '../../parts/page.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { paths } from '../../paths.ts'
import { MeasuresTable } from './measures-table.tsx'
import { PeriodSelect } from './period-select.tsx'
import { definitionsQuery, programQuery, type Rank } from './queries.ts'
import { RankingTable } from './ranking-table.tsx'
import { TimeToCloseSection } from './time-to-close.tsx'

/** The whole program in a period: figures, partners in order of one of them, and how long winning takes. */
export function ProgramPage() {
  const [filters, setFilters] = useFilters('period', 'rank')
  const rank = (filters.rank ?? 'became_opportunity') as Rank
  const query = useQuery(programQuery({ ...(filters.period ? { period: filters.period } : {}), rank }))
  const definitions = useQuery(definitionsQuery).data
  const data = query.data
  return (
    <Page
      title="Performance" sub={data && data.partners > 0 && `All ${sayCount(data.partners, 'partner')} together. Each figure opens to its rows. ${data.period.isRunning ? 'The period is under way, so its figures can still grow.' : ''}`}
      actions={<><PeriodSelect value={filters.period} onChange={(period) => setFilters({ period })} /><Anchor size="sm" href={downloadUrl('/api/v1/performance.csv', { period: filters.period })} download>Export CSV</Anchor></>}
    >
      {query.error && !data ? <ErrorState error={query.error} retry={() => void query.refetch()} what="Performance" /> : !data ? <Loading /> : data.partners === 0
        ? <EmptyState title="No partners yet" action={<ButtonLink to={paths.newPartner()} variant="filled">Add a partner</ButtonLink>}>Figures appear with the first introduction. Import your opportunities too: then you see how partner-sourced ones compare with direct ones.</EmptyState>
        : (
          <>
            <Section title="Measures"><MeasuresTable measures={data.measures} period={data.period} hidden={data.hidden} likely={undefined} program={definitions?.program} /></Section>
            <Section title="Partners" count={data.table.total}><RankingTable program={data} rank={rank} onRank={(next) => setFilters({ rank: next })} why={definitions?.ranking} period={filters.period} /></Section>
            <TimeToCloseSection />
          </>
        )}
    </Page>
  )
}

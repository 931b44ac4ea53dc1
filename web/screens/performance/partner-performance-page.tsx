import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { ButtonLink } from '../../parts/link.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { Loading } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { paths } from '../../paths.ts'
import { MeasuresTable } from './measures-table.tsx'
import { PeriodSelect } from './period-select.tsx'
import { definitionsQuery, partnerQuery } from './queries.ts'
import { TimeToCloseSection } from './time-to-close.tsx'

/** One partner in a period, beside the one before, its likely true rates, and the program. */
export function PartnerPerformancePage() {
  const { id = '' } = useParams({ strict: false })
  const [{ period }, setFilters] = useFilters('period')
  const query = useQuery(partnerQuery(id, period))
  const definitions = useQuery(definitionsQuery).data
  const data = query.data
  if (query.error && !data) return <PageError error={query.error} retry={() => void query.refetch()} what="The partner’s performance" />
  if (!data) return <Loading />
  return (
    <Page
      title={data.partner.name} parent={{ title: 'Performance', to: paths.performance() }} sub={`${data.period.name.charAt(0).toUpperCase()}${data.period.name.slice(1)}. Each figure opens to its rows. ${data.period.isRunning ? 'It is under way, so its figures can still grow.' : ''}`}
      actions={<><PeriodSelect value={period} onChange={(next) => setFilters({ period: next })} /><ButtonLink to={paths.partner(id)}>Open partner</ButtonLink></>}
    >
      <Section title="Measures"><MeasuresTable measures={data.measures} period={data.period} hidden={data.hidden} partner={id} likely={definitions?.likely} program={definitions?.program} /></Section>
      <TimeToCloseSection partner={id} />
    </Page>
  )
}

import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useCan } from '../../api/session.ts'
import { CanLink } from '../../parts/can-link.tsx'
import { A } from '../../parts/link.tsx'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { Loading } from '../../parts/states.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { BackTests } from './back-tests.tsx'
import { planQuery, type Plan, type PlanVersion } from './queries.ts'
import { Sentences } from './sentences.tsx'

/** One plan: how it reads, who is on it, which versions there were. */
export function PlanPage() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(planQuery(id))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The plan" />
  return <Opened plan={query.data} />
}

function Opened({ plan }: { plan: Plan }) {
  const [newest, ...earlier] = plan.versions
  const maySeeMoney = useCan('ledger:read').allowed
  return (
    <Page
      title={plan.name} parent={{ title: 'Plans', to: paths.plans() }} sub={newest && <>Version {newest.number}, published <When at={newest.publishedAt} day />{newest.publishedBy && ` by ${newest.publishedBy}`}</>}
      actions={<CanLink can={plan.can.publish} to={paths.newPlanVersion(plan.id)}>Publish new version</CanLink>}
    >
      <Columns
        main={(
          <>
            <Section title="How it reads">{newest && <><Sentences of={newest.sentences} /><Clauses version={newest} /></>}</Section>
            <Section title="Partners on it" count={plan.partners.length}>
              {plan.partners.length === 0 ? <Text size="sm" c="dimmed">Nobody is on this plan today. Put a partner on it from the partner’s page.</Text> : (
                <SmallTable
                  caption="Partners on this plan" rows={plan.partners} keyOf={(p) => p.partner.id} to={(p) => paths.partner(p.partner.id)}
                  columns={[
                    { key: 'partner', header: 'Partner', cell: (p) => p.partner.name },
                    { key: 'version', header: 'Version', numeric: true, cell: (p) => (p.version === newest?.number ? p.version : `${p.version}, older`) },
                    { key: 'from', header: 'From', numeric: true, cell: (p) => <Day date={p.from} /> },
                  ]}
                />
              )}
            </Section>
            {maySeeMoney && <Section title="Back-tests" action={<A to={paths.backTests()} size="sm">Of all plans</A>}><BackTests planId={plan.id} /></Section>}
            {earlier.map((version) => (
              <Section key={version.id} title={`Version ${version.number}`} action={<Text size="sm" c="dimmed">published <When at={version.publishedAt} day />{version.publishedBy && ` by ${version.publishedBy}`}</Text>}>
                <Sentences of={version.sentences} />
                <Clauses version={version} />
              </Section>
            ))}
          </>
        )}
        side={<Timeline about={{ subject: plan.id }} />}
      />
    </Page>
  )
}

function Clauses({ version }: { version: PlanVersion }) {
  const clauses = version.terms.components.flatMap((c) => (c.clause ? [c.clause] : []))
  return clauses.length > 0 ? <Text size="sm" c="dimmed" mt="xs">By the agreement: {clauses.join(', ')}.</Text> : null
}

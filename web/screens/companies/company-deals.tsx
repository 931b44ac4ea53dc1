import { Button, Text } from '@mantine/core'
import { api, take } from '../../api/client.ts'
import { usePages, type Pages } from '../../api/pages.ts'
import { useMe } from '../../api/session.ts'
import { ButtonLink } from '../../parts/link.tsx'
import { Money } from '../../parts/money.tsx'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { OpportunityState, ReferralState } from '../../parts/state.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import type { Company } from './queries.ts'

const countOf = (pages: Pages<unknown>) => pages.total ?? (pages.isLoading || pages.more ? undefined : pages.rows.length)

/** Who introduced this buyer. */
export function CompanyReferrals({ company }: { company: Company }) {
  const pages = usePages(['referrals', 'of-company', company.id], (after) => take(api.GET('/api/v1/referrals', { params: { query: { company: company.id, limit: 20, ...(after ? { after } : {}) } } })))
  return (
    <Section title="Introductions" count={countOf(pages)}>
      {pages.error ? <ErrorState error={pages.error} retry={pages.retry} what="The list" /> : pages.isLoading ? <Loading lines={2} /> : pages.rows.length === 0 ? <Text size="sm" c="dimmed">No partner has introduced this company.</Text> : (
        <SmallTable
          caption="Introductions" rows={pages.rows} keyOf={(r) => r.id} to={(r) => paths.referral(r.id)}
          columns={[
            { key: 'partner', header: 'Partner', cell: (r) => r.partner.name },
            { key: 'state', header: 'State', cell: (r) => <ReferralState state={r.state} /> },
            { key: 'owner', header: 'Owner', minor: true, cell: (r) => r.owner?.name ?? 'Unassigned' },
            { key: 'at', header: 'Introduced', numeric: true, cell: (r) => <When at={r.submittedAt} day /> },
          ]}
        />
      )}
      {pages.more && <Button mt="xs" onClick={pages.more} loading={pages.isLoadingMore}>Show more</Button>}
    </Section>
  )
}

/** What we have in the pipeline with it. */
export function CompanyOpportunities({ company }: { company: Company }) {
  const pages = usePages(['opportunities', 'of-company', company.id], (after) => take(api.GET('/api/v1/opportunities', { params: { query: { company: company.id, limit: 20, ...(after ? { after } : {}) } } })))
  const { may } = useMe()
  return (
    <Section title="Opportunities" count={countOf(pages)} action={may('opportunities:write') && <ButtonLink to={paths.newOpportunity()} search={{ company: company.id } as never}>New opportunity</ButtonLink>}>
      {pages.error ? <ErrorState error={pages.error} retry={pages.retry} what="The list" /> : pages.isLoading ? <Loading lines={2} /> : pages.rows.length === 0 ? <Text size="sm" c="dimmed">No opportunity with this company.</Text> : (
        <SmallTable
          caption="Opportunities" rows={pages.rows} keyOf={(o) => o.id} to={(o) => paths.opportunity(o.id)}
          columns={[
            { key: 'name', header: 'Opportunity', cell: (o) => o.name },
            { key: 'state', header: 'State', cell: (o) => <OpportunityState state={o.state} /> },
            { key: 'partner', header: 'Partner', minor: true, cell: (o) => o.partner?.name ?? 'Direct' },
            { key: 'amount', header: 'Amount', numeric: true, cell: (o) => <Money amount={o.amount} /> },
          ]}
        />
      )}
      {pages.more && <Button mt="xs" onClick={pages.more} loading={pages.isLoadingMore}>Show more</Button>}
    </Section>
  )
}

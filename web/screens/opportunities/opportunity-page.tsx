import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { Facts } from '../../parts/facts.tsx'
import { A } from '../../parts/link.tsx'
import { Money } from '../../parts/money.tsx'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { OpportunityState } from '../../parts/state.tsx'
import { Loading } from '../../parts/states.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { Earned } from '../referrals/earned.tsx'
import { ChangeOpportunity } from './change-opportunity.tsx'
import { LoseOpportunity, WinOpportunity } from './close-opportunity.tsx'
import { opportunityQuery, reopenOpportunity, type Opportunity } from './queries.ts'

/** One opportunity: what it is worth, where it stands, whose it is. */
export function OpportunityPage() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(opportunityQuery(id))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The opportunity" />
  return <Opened key={id} opportunity={query.data} />
}

type Dialog = 'change' | 'win' | 'lose' | 'reopen'

function Opened({ opportunity }: { opportunity: Opportunity }) {
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const { can, state } = opportunity
  const close = () => setDialog(null)
  return (
    <Page
      title={opportunity.name} parent={{ title: 'Opportunities', to: paths.opportunities() }}
      sub={<>{opportunity.company ? <A to={paths.company(opportunity.company.id)}>{opportunity.company.name}</A> : 'No company yet'}, {opportunity.partner ? <>{opportunity.attribution} by <A to={paths.partner(opportunity.partner.id)}>{opportunity.partner.name}</A></> : 'direct'}</>}
      actions={(
        <>
          {state === 'open' && <CanButton can={can.close} variant="filled" onClick={() => setDialog('win')}>Close as won</CanButton>}
          {state === 'open' && <CanButton can={can.close} onClick={() => setDialog('lose')}>Close as lost</CanButton>}
          {state !== 'open' && <CanButton can={can.reopen} onClick={() => setDialog('reopen')}>Open again</CanButton>}
          <CanButton can={can.change} onClick={() => setDialog('change')}>Change</CanButton>
        </>
      )}
    >
      <Columns
        main={<><Section title="About"><OpportunityFacts opportunity={opportunity} /></Section>{opportunity.referralId && <Earned referralId={opportunity.referralId} />}</>}
        side={<Timeline about={{ subject: opportunity.id }} />}
      />
      {dialog === 'change' && <ChangeOpportunity opportunity={opportunity} onClose={close} />}
      {dialog === 'win' && <WinOpportunity opportunity={opportunity} onClose={close} />}
      {dialog === 'lose' && <LoseOpportunity opportunity={opportunity} onClose={close} />}
      {dialog === 'reopen' && (
        <ConfirmWhy title={`Open ${opportunity.name} again`} verb="Open again" onClose={close} act={(why) => reopenOpportunity(opportunity.id, why)}>
          {opportunity.state === 'won' && opportunity.partner ? `What ${opportunity.partner.name} earned on it is reversed; the lines stay and say so.` : 'It is in the pipeline again.'}
        </ConfirmWhy>
      )}
    </Page>
  )
}

function OpportunityFacts({ opportunity: o }: { opportunity: Opportunity }) {
  return (
    <Facts
      label="Facts"
      items={{
        State: <OpportunityState state={o.state} />, Stage: o.stage, Amount: o.amount ? <Money amount={o.amount} /> : 'not known', Product: o.product, 'Sales rep': o.repName, Opened: o.openedOn && <Day date={o.openedOn} />,
        Closed: o.closedOn && <Day date={o.closedOn} />, Introduction: o.referralId && <A to={paths.referral(o.referralId)}>Open the introduction</A>, 'Id in the CRM': o.crmId, 'Last changed': <When at={o.changedAt} />,
      }}
    />
  )
}

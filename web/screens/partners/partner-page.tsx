import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { A } from '../../parts/link.tsx'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { PartnerState } from '../../parts/state.tsx'
import { Loading } from '../../parts/states.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { PartnerHypothesis } from '../hypotheses/partner-hypothesis.tsx'
import { Candidacy } from '../recruiting/candidacy.tsx'
import { PartnerReviews } from '../reviews/reviews-of.tsx'
import { ChangePartner } from './dialogs/change-partner.tsx'
import { PartnerContacts } from './partner-contacts.tsx'
import { PartnerCustomers } from './partner-customers.tsx'
import { PartnerEarnings } from './partner-earnings.tsx'
import { PartnerLinks } from './partner-links.tsx'
import { PartnerInvoicing } from './partner-invoicing.tsx'
import { PartnerPayee } from './partner-payee.tsx'
import { PartnerPlan } from './partner-plan.tsx'
import { PartnerReferrals } from './partner-referrals.tsx'
import { partnerQuery, partnerTypes, referralsOfQuery, type Partner } from './queries.ts'

/** One partner: who they are, how they get in, what they earn, what they introduced, what happened. */
export function PartnerPage() {
  const { id } = useParams({ strict: false })
  const query = useQuery(partnerQuery(id ?? ''))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The partner" />
  return <Opened partner={query.data} />
}

function Opened({ partner }: { partner: Partner }) {
  const [changing, setChanging] = useState(false)
  const navigate = useNavigate()
  const type = partnerTypes[partner.type]
  const names = new Map((useQuery(referralsOfQuery(partner.id)).data ?? []).map((r) => [r.id, r.company.name]))
  return (
    <Page
      title={partner.name} parent={{ title: 'Directory', to: paths.partners() }} sub={`${type.word} partner, ${type.means}`}
      actions={(
        <>
          <CanButton can={partner.can.introduce} variant="filled" onClick={() => void navigate({ to: paths.newReferral(), search: { partner: partner.id } as never })}>New introduction</CanButton>
          <CanButton can={partner.can.change} onClick={() => setChanging(true)}>Change</CanButton>
        </>
      )}
    >
      <Columns
        main={(
          <>
            <Section title="About">
              <Facts items={{
                State: <PartnerState state={partner.state} />, Owner: partner.owner.name, 'Time zone': partner.timeZone.replaceAll('_', ' '), Website: partner.website && <Website address={partner.website} />,
                Since: <Day date={partner.startedOn} />, Results: <A to={paths.partnerPerformance(partner.id)}>Performance</A>,
              }}
              />
            </Section>
            <Candidacy partner={partner} />
            <PartnerContacts partner={partner} />
            <PartnerLinks partner={partner} />
            <PartnerHypothesis partner={partner} />
            <PartnerPlan partnerId={partner.id} />
            <PartnerEarnings partnerId={partner.id} />
            <PartnerPayee partner={partner} />
            <PartnerInvoicing partner={partner} />
            <PartnerCustomers partnerId={partner.id} />
            <PartnerReferrals partnerId={partner.id} />
            <PartnerReviews partner={partner} />
          </>
        )}
        side={<Timeline about={{ partner: partner.id }} names={names} />}
      />
      {changing && <ChangePartner partner={partner} onClose={() => setChanging(false)} />}
    </Page>
  )
}

/** A website as typed; only web addresses become links. */
function Website({ address }: { address: string }) {
  const url = /^https?:\/\//i.test(address) ? address : /^[\w.-]+\.[a-z]{2,}/i.test(address) ? `https://${address}` : undefined
  return url ? <Anchor href={url} rel="noreferrer noopener" target="_blank">{address}</Anchor> : <>{address}</>
}

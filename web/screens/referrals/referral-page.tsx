import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Facts } from '../../parts/facts.tsx'
import { A } from '../../parts/link.tsx'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { ReferralState } from '../../parts/state.tsx'
import { Loading } from '../../parts/states.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { Clock, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { actionsOf } from './actions-of.ts'
import { Earned } from './earned.tsx'
import { MoreActions } from './more-actions.tsx'
import { referralQuery, type Referral } from './queries.ts'
import { RecordConsent } from './record-consent.tsx'
import { ReferralActions } from './referral-actions.tsx'
import { ReferralDialogs, type ReferralDialog } from './referral-dialogs.tsx'
import { ReferralFacts } from './referral-facts.tsx'
import { ReferralWords } from './referral-words.tsx'
import { SameAs } from './same-as.tsx'
import { Thread } from './thread.tsx'

/** One introduction: what it is, what state, who must act next and by when, what happened. */
export function ReferralPage() {
  const { id } = useParams({ strict: false })
  const query = useQuery(referralQuery(id ?? ''))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The introduction" />
  return <Opened referral={query.data} />
}

function Opened({ referral }: { referral: Referral }) {
  const [dialog, setDialog] = useState<ReferralDialog | null>(null)
  return (
    <Page
      title={referral.company.name} parent={{ title: 'Referrals', to: paths.referrals() }}
      sub={<>Introduced by {referral.contact && <><bdi>{referral.contact.name}</bdi>, </>}<A to={paths.partner(referral.partner.id)}><bdi>{referral.partner.name}</bdi></A>, <When at={referral.submittedAt} /></>}
      actions={<><ReferralActions referral={referral} open={setDialog} /><MoreActions actions={actionsOf(referral).others} open={setDialog} /></>}
    >
      <Columns
        main={(
          <>
            <Section title="State"><Standing referral={referral} /></Section>
            <Section title="The introduction"><ReferralWords referral={referral} /></Section>
            <Section title="The buyer"><ReferralFacts referral={referral} /></Section>
            <SameAs referral={referral} />
            <Earned referralId={referral.id} />
            <Section title="Thread with the partner"><Thread referral={referral} /></Section>
          </>
        )}
        side={<Timeline about={{ subject: referral.id }} />}
      />
      <ReferralDialogs referral={referral} dialog={dialog} onClose={() => setDialog(null)} />
    </Page>
  )
}

const promiseWords = { answer_referral: 'Answer the introduction', contact_buyer: 'Contact the buyer', answer_reply: 'Answer the reply', decide_conflict: 'Decide the conflict', answer_dispute: 'Answer the dispute', answer_application: 'Answer the application', do_action: 'Do what we agreed' }

function Standing({ referral }: { referral: Referral }) {
  const who = { ours: referral.owner ? referral.owner.name : 'ours, unassigned', partner: referral.contact?.name ?? referral.partner.name, nobody: 'nobody' }[referral.turn]
  return (
    <Facts
      items={{
        State: <ReferralState state={referral.state} />,
        'Whose turn': who,
        'Our promise': referral.promise && <>{promiseWords[referral.promise.kind]}: <Clock due={referral.promise.dueAt} /></>,
        Owner: referral.owner?.name ?? 'Unassigned',
        Consent: referral.consent === 'given' ? 'The buyer agreed to hear from us' : (
          <Group gap="xs">The buyer has not agreed yet<RecordConsent referral={referral} /></Group>
        ),
        Protected: referral.standing === 'held' ? (referral.heldUntil ? <>until <When at={referral.heldUntil} day /></> : 'while the opportunity is open') : null,
        Qualified: referral.qualifiedAt && <><When at={referral.qualifiedAt} day />{referral.qualifiedGrade && `, grade ${referral.qualifiedGrade}`}</>,
        Closed: referral.closedAt && <><When at={referral.closedAt} day />{referral.closingReason && `, “${referral.closingReason}”`}</>,
      }}
    />
  )
}

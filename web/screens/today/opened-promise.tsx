import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import { lazily } from '../../parts/lazily.ts'
import { A, ButtonLink } from '../../parts/link.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { useKeys } from '../../parts/use-keys.ts'
import { paths } from '../../paths.ts'
import { referralQuery, type Referral } from '../referrals/queries.ts'
import { RecordConsent } from '../referrals/record-consent.tsx'
import { ReferralActions } from '../referrals/referral-actions.tsx'
import type { ReferralDialog } from '../referrals/referral-dialogs.tsx'
import { ReferralFacts } from '../referrals/referral-facts.tsx'
import { ReferralWords } from '../referrals/referral-words.tsx'
import { Thread } from '../referrals/thread.tsx'
import type { TodayItem } from './queries.ts'
import classes from './today.module.css'

const load = () => import('../referrals/referral-dialogs.tsx').then((m) => m.ReferralDialogs)
const ReferralDialogs = lazily(load)
const OpenedApplication = lazily(() => import('../recruiting/opened-application.tsx').then((m) => m.OpenedApplication))
const OpenedAction = lazily(() => import('../reviews/opened-action.tsx').then((m) => m.OpenedAction))

/** Everything that is needed to settle a promise, without leaving the queue. */
export function OpenedPromise({ item, close }: { item: TodayItem; close: () => void }) {
  if (item.kind === 'answer_dispute') return <OpenedDispute item={item} close={close} />
  if (item.kind === 'do_action') return <OpenedOurs item={item} close={close} />
  return item.kind === 'answer_application' ? <OpenedCandidate item={item} close={close} /> : <OpenedReferral item={item} close={close} />
}

function OpenedCandidate({ item, close }: { item: TodayItem; close: () => void }) {
  useKeys({ Escape: close })
  return <div className={classes.opened}><Suspense fallback={<Loading lines={3} />}><OpenedApplication id={item.subjectId} /></Suspense></div>
}

function OpenedOurs({ item, close }: { item: TodayItem; close: () => void }) {
  useKeys({ Escape: close })
  return <div className={classes.opened}><Suspense fallback={<Loading lines={3} />}><OpenedAction id={item.subjectId} /></Suspense></div>
}

function OpenedDispute({ item, close }: { item: TodayItem; close: () => void }) {
  useKeys({ Escape: close })
  return <div className={classes.opened}><ButtonLink to={paths.dispute(item.subjectId)} variant="filled">Open the dispute</ButtonLink></div>
}

function OpenedReferral({ item, close }: { item: TodayItem; close: () => void }) {
  const query = useQuery(referralQuery(item.subjectId))
  useKeys({ Escape: close })
  if (query.isPending) return <div className={classes.opened}><Loading lines={3} /></div>
  if (query.error) return <div className={classes.opened}><ErrorState error={query.error} retry={() => void query.refetch()} what="The introduction" /></div>
  return <Ready referral={query.data} kind={item.kind} />
}

function Ready({ referral, kind }: { referral: Referral; kind: TodayItem['kind'] }) {
  const [dialog, setDialog] = useState<ReferralDialog | null>(null)
  useEffect(() => void load().catch(() => {}), [])
  useKeys({ a: () => referral.can.accept.allowed && setDialog('accept') })
  return (
    <div className={classes.opened}>
      <div className={classes.words}>
        <ReferralWords referral={referral} />
        {kind === 'answer_reply' && <div className={classes.thread}><Thread referral={referral} isTheTask /></div>}
        <Group gap="xs" mt="md"><ReferralActions referral={referral} open={setDialog} isQuiet={kind === 'answer_reply'} /><RecordConsent referral={referral} /></Group>
        <Text size="sm" mt="xs"><A to={paths.referral(referral.id)}>Open the introduction</A></Text>
      </div>
      <ReferralFacts referral={referral} narrow />
      {dialog && <Suspense><ReferralDialogs referral={referral} dialog={dialog} onClose={() => setDialog(null)} /></Suspense>}
    </div>
  )
}

import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { AcceptReferral } from './dialogs/accept-referral.tsx'
import { AskPartner } from './dialogs/ask-partner.tsx'
import { ChangeOwner } from './dialogs/change-owner.tsx'
import { LoseReferral, WinReferral } from './dialogs/close-referral.tsx'
import { DecideConflict } from './dialogs/decide-conflict.tsx'
import { DeclineReferral } from './dialogs/decline-referral.tsx'
import { LinkOpportunity } from './dialogs/link-opportunity.tsx'
import { ProgressReferral } from './dialogs/progress-referral.tsx'
import type { Referral } from './queries.ts'
import { referralVerbs } from './verbs.ts'

export type ReferralDialog = 'accept' | 'ask' | 'decline' | 'contacted' | 'met' | 'qualified' | 'unqualify' | 'link' | 'win' | 'lose' | 'reopen' | 'appeal' | 'owner' | 'credit' | 'refuse'

/** The dialog of one action on an introduction. */
export function ReferralDialogs({ referral, dialog, onClose }: { referral: Referral; dialog: ReferralDialog | null; onClose: () => void }) {
  const props = { referral, onClose }
  switch (dialog) {
    case null: return null
    case 'accept': return <AcceptReferral {...props} />
    case 'ask': return <AskPartner {...props} />
    case 'decline': return <DeclineReferral {...props} />
    case 'contacted': case 'met': case 'qualified': return <ProgressReferral {...props} step={dialog} />
    case 'link': return <LinkOpportunity {...props} />
    case 'win': return <WinReferral {...props} />
    case 'lose': return <LoseReferral {...props} />
    case 'owner': return <ChangeOwner {...props} />
    case 'unqualify':
      return (
        <ConfirmWhy onClose={onClose} title={`Take the qualification of ${referral.company.name} back`} verb="Take back" isDangerous act={(why) => referralVerbs(referral.id).unqualify(why)}>
          What it earned is reversed.
        </ConfirmWhy>
      )
    case 'reopen':
      return (
        <ConfirmWhy onClose={onClose} title={`Open ${referral.company.name} again`} verb="Open again" description="The partner reads it." act={(why) => referralVerbs(referral.id).reopen(why)}>
          What its closing earned is reversed.
        </ConfirmWhy>
      )
    case 'appeal':
      return (
        <ConfirmWhy onClose={onClose} title={`${referral.partner.name} sees it differently`} verb="Look at it again" label="What the partner says" description="Stands in the thread as their words." act={(why) => referralVerbs(referral.id).appeal(why)}>
          It waits for an answer again, once. Where a conflict was decided, somebody else decides this time.
        </ConfirmWhy>
      )
    case 'credit': case 'refuse':
      return referral.conflict && (
        <DecideConflict conflict={referral.conflict} company={referral.company.name} partner={referral.partner.name} outcome={dialog === 'credit' ? 'credited' : 'not_credited'} onClose={onClose} />
      )
  }
}

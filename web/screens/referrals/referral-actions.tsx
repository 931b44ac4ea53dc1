import { CanButton } from '../../parts/can-button.tsx'
import { actionsOf } from './actions-of.ts'
import type { Referral } from './queries.ts'
import type { ReferralDialog } from './referral-dialogs.tsx'

/** What may be done: the next steps as buttons; what is impossible says why. */
export function ReferralActions({ referral, open, isQuiet }: { referral: Referral; open: (dialog: ReferralDialog) => void; isQuiet?: boolean }) {
  const { next } = actionsOf(referral)
  return (
    <>
      {next.map((action, i) => (
        <CanButton key={action.dialog} can={action.can} onClick={() => open(action.dialog)} {...looks(isQuiet ? i + 1 : i, action.dialog)}>{action.label}</CanButton>
      ))}
    </>
  )
}

/** The first is the likely one; to open again, or to decline, is never urged. */
const looks = (i: number, dialog: ReferralDialog) => (i === 0 && dialog !== 'reopen' ? { variant: 'filled' } : dialog === 'decline' ? { variant: 'subtle', color: 'gray' } : {})

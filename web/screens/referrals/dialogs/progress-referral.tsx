import { say } from '../../../api/use-act.ts'
import { ConfirmWhy } from '../../../parts/confirm-why.tsx'
import type { Referral } from '../queries.ts'
import { referralVerbs, type Step } from '../verbs.ts'

const words: Record<Step, { title: string; verb: string; after: string; done: string }> = {
  contacted: { title: 'Log the first contact with', verb: 'Log contact', after: 'The partner is told that you are in touch.', done: 'Contact logged.' },
  met: { title: 'Log the meeting with', verb: 'Log meeting', after: 'The partner is told that you have met.', done: 'Meeting logged.' },
  qualified: { title: 'Qualify', verb: 'Qualify', after: 'What the plan promises for it is booked at once, and the partner is told.', done: 'Qualified.' },
}

/** The conversation moved on: contacted, met or qualified. */
export function ProgressReferral({ referral, step, onClose }: { referral: Referral; step: Step; onClose: () => void }) {
  const { title, verb, after, done } = words[step]
  return (
    <ConfirmWhy
      onClose={onClose} title={`${title} ${referral.company.name}`} verb={verb} label="A word about it" description="The partner reads it." isOptional
      act={async (why) => {
        await referralVerbs(referral.id).progress(step, why)
        say(done)
      }}
    >
      {after}
      {step === 'qualified' && referral.earns ? ` The partner reads: “${referral.earns}”` : ''}
    </ConfirmWhy>
  )
}

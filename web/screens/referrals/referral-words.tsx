import { Quote } from '../../parts/quote.tsx'
import { When } from '../../parts/when.tsx'
import type { Referral } from './queries.ts'

const sources: Record<string, string> = { link: 'on their page', staff: 'entered by us', api: 'through the API', file: 'from a file' }

/** Why them, why now, in the partner's words; who said it, when, where, and whether the buyer agreed. */
export function ReferralWords({ referral }: { referral: Referral }) {
  const where = sources[referral.source]
  return (
    <Quote source={(
      <>
        <bdi>{referral.contact?.name ?? referral.partner.name}</bdi>, <When at={referral.submittedAt} />{where && `, ${where}`}.{' '}
        {referral.consent === 'given' ? 'The buyer agreed to be contacted.' : 'The buyer has not agreed to be contacted yet.'}
      </>
    )}
    >
      {referral.reason}
    </Quote>
  )
}

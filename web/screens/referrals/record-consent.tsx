import { Button } from '@mantine/core'
import { useAct } from '../../api/use-act.ts'
import type { Referral } from './queries.ts'
import { referralVerbs } from './verbs.ts'

/** Notes that the buyer agreed to hear from us; gone once it is noted. */
export function RecordConsent({ referral }: { referral: Referral }) {
  const consent = useAct(() => referralVerbs(referral.id).consent(), { done: 'The consent is recorded.' })
  if (!referral.can.consent.allowed) return null
  return <Button onClick={() => consent.run()} loading={consent.busy}>Record consent</Button>
}

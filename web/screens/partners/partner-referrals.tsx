import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import classes from '../../parts/rows.module.css'
import { ReferralState } from '../../parts/state.tsx'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { referralsOfQuery } from './queries.ts'

/** The newest introductions of a partner. */
export function PartnerReferrals({ partnerId }: { partnerId: string }) {
  const all = useQuery(referralsOfQuery(partnerId)).data
  if (!all) return null
  const recent = all.slice(0, 8)
  return (
    <Section title="Introductions" action={recent.length > 0 && <Text size="sm"><A to={paths.referrals()} search={{ partner: partnerId } as never}>All introductions</A></Text>}>
      {recent.length === 0 && <Text size="sm" c="dimmed">None yet.</Text>}
      <ul className={classes.rows}>
        {recent.map((r) => (
          <li key={r.id}>
            <div><A to={paths.referral(r.id)}>{r.company.name}</A><span className={classes.quiet}>, <When at={r.submittedAt} day /></span></div>
            <ReferralState state={r.state} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

import { useQuery } from '@tanstack/react-query'
import { api, take } from '../../api/client.ts'
import { useMe } from '../../api/session.ts'
import { Money } from '../../parts/money.tsx'
import { Section } from '../../parts/page.tsx'
import text from '../../parts/text.module.css'
import { Day } from '../../parts/when.tsx'
import classes from './earned.module.css'

/** What an introduction earned the partner so far, line by line, with what was taken back. */
export function Earned({ referralId }: { referralId: string }) {
  const { may } = useMe()
  const lines = useQuery({
    queryKey: ['commissions', 'of-referral', referralId], enabled: may('ledger:read'),
    queryFn: async () => (await take(api.GET('/api/v1/commissions', { params: { query: { referral: referralId, limit: 100 } } }))).items,
  }).data ?? []
  if (lines.length === 0) return null
  return (
    <Section title="What it earned">
      <ul className={classes.lines}>
        {lines.map((line) => (
          <li key={line.id}>
            <span>
              {line.component.charAt(0).toUpperCase() + line.component.slice(1).replaceAll('_', ' ')}{line.state === 'reversed' ? ', reversed later' : line.state === 'reversal' ? ', reversal' : line.state === 'adjustment' ? ', adjusted' : ''}
              <span className={text.quiet}>, earned <Day date={line.earnedOn} />, paid by <Day date={line.payableOn} /></span>
            </span>
            <Money amount={line.amount} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMe } from '../../api/session.ts'
import { A } from '../../parts/link.tsx'
import { Money } from '../../parts/money.tsx'
import { Section } from '../../parts/page.tsx'
import classes from '../../parts/rows.module.css'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { earningsQuery } from './queries.ts'

/** What the partner earned, what is unpaid and when it is paid; per currency, never mixed. */
export function PartnerEarnings({ partnerId }: { partnerId: string }) {
  const { may } = useMe()
  const earnings = useQuery({ ...earningsQuery(partnerId), enabled: may('ledger:read') }).data
  if (!earnings) return null
  return (
    <Section title="Earnings" action={<Text size="sm"><A to={paths.statement(partnerId)}>Statement</A>, <A to={paths.commissions()} search={{ partner: partnerId } as never}>all lines</A></Text>}>
      {earnings.currencies.length === 0 && <Text size="sm" c="dimmed">Nothing yet. What an introduction earns appears here with the line of the plan it rests on.</Text>}
      <ul className={classes.rows}>
        {earnings.currencies.flatMap((c) => [
          <li key={`${c.currency} earned`}><span>Earned so far</span><span className={classes.number}><Money amount={c.earned} /></span></li>,
          <li key={`${c.currency} unpaid`}><span>Not paid yet</span><span className={classes.number}><Money amount={c.unpaid} /></span></li>,
          ...(c.next ? [<li key={`${c.currency} next`}><span>Next payment, by <Day date={c.next.on} /></span><span className={classes.number}><Money amount={c.next.amount} /></span></li>] : []),
        ])}
      </ul>
    </Section>
  )
}

import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import classes from '../../parts/rows.module.css'
import { State } from '../../parts/state.tsx'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { AssignPlan } from './dialogs/assign-plan.tsx'
import { partnerPlansQuery } from './queries.ts'

/** What the partner earns: the plan in force, those before and those to come. */
export function PartnerPlan({ partnerId }: { partnerId: string }) {
  const plans = useQuery(partnerPlansQuery(partnerId)).data
  const [choosing, setChoosing] = useState(false)
  if (!plans) return null
  return (
    <Section title="Plan" action={<CanButton can={plans.can.assign} onClick={() => setChoosing(true)}>{plans.items.length === 0 ? 'Choose a plan' : 'Change plan'}</CanButton>}>
      {plans.items.length === 0 && <Text size="sm" c="dimmed">None. Without a plan introductions earn nothing.</Text>}
      <ul className={classes.rows}>
        {plans.items.map((p) => (
          <li key={`${p.planVersionId} ${p.from}`}>
            <div>
              <p><A to={paths.plan(p.plan.id)}>{p.plan.name}</A>, version {p.version}</p>
              {p.isInForce && p.sentences.map((s) => <p key={s}>{s}</p>)}
              <p className={classes.quiet}>from <Day date={p.from} />{p.until && <> to before <Day date={p.until} /></>}{p.why && `, “${p.why}”`}</p>
            </div>
            <State word={p.isInForce ? 'In force' : p.from > plans.today ? 'To come' : 'Over'} tone={p.isInForce ? 'good' : p.from > plans.today ? 'waiting' : 'ended'} />
          </li>
        ))}
      </ul>
      {choosing && <AssignPlan partnerId={partnerId} onClose={() => setChoosing(false)} />}
    </Section>
  )
}

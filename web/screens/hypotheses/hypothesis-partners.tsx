import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import classes from '../../parts/rows.module.css'
import { sayCount } from '../../parts/numbers.ts'
import { PartnerState } from '../../parts/state.tsx'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { PlacePartner } from './place-partner.tsx'
import { verdictQuery, type Hypothesis } from './queries.ts'

/** The partners that belong to it, and those that did. */
export function HypothesisPartners({ hypothesis }: { hypothesis: Hypothesis }) {
  const [adding, setAdding] = useState(false)
  const { partners, can } = hypothesis
  return (
    <Section title="Partners" count={partners.filter((one) => one.until === null).length} action={<CanButton can={can.addPartner} onClick={() => setAdding(true)}>Add partner</CanButton>}>
      {partners.length === 0 && <Text size="sm" c="dimmed">None yet. What a partner introduces counts from the day it belongs to the hypothesis.</Text>}
      <ul className={classes.rows}>
        {partners.map((one) => (
          <li key={`${one.partner.id} ${one.from}`}>
            <div>
              <p><A to={paths.partner(one.partner.id)}>{one.partner.name}</A></p>
              <p className={classes.quiet}>from <Day date={one.from} />{one.until && <> to before <Day date={one.until} /></>}{one.why && `, “${one.why}”`}</p>
            </div>
            <PartnerState state={one.state} />
          </li>
        ))}
      </ul>
      <Plans hypothesisId={hypothesis.id} />
      {adding && <PlacePartner hypothesis={hypothesis} onClose={() => setAdding(false)} />}
    </Section>
  )
}

/** The plans that these partners are on today. */
function Plans({ hypothesisId }: { hypothesisId: string }) {
  const plans = useQuery(verdictQuery(hypothesisId)).data?.plans ?? []
  if (plans.length === 0) return null
  return <Text size="sm" mt="sm">On {plans.map((plan, i) => <span key={plan.id}>{i > 0 && ', '}<A to={paths.plan(plan.id)}>{plan.name}</A> ({sayCount(plan.partners, 'partner')})</span>)}</Text>
}

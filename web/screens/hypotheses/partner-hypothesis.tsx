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
import type { Partner } from '../partners/queries.ts'
import { PlacePartner } from './place-partner.tsx'
import { placesQuery, stateWords } from './queries.ts'
import { titleOf } from './title.ts'

/** Which hypothesis the partner belongs to, on its own page. */
export function PartnerHypothesis({ partner }: { partner: Partner }) {
  const places = useQuery(placesQuery(partner.id)).data
  const [placing, setPlacing] = useState(false)
  if (!places) return null
  const { current, before, can } = places
  return (
    <Section title="Hypothesis" action={<CanButton can={can.place} onClick={() => setPlacing(true)}>{current ? 'Change hypothesis' : 'Choose a hypothesis'}</CanButton>}>
      {!current && <Text size="sm" c="dimmed">None. What this partner introduces tests no hypothesis.</Text>}
      <ul className={classes.rows}>
        {current && <li><div><p><A to={paths.hypothesis(current.id)}>{titleOf(current)}</A></p><p className={classes.quiet}>from <Day date={current.from} /></p></div><State {...stateWords[current.state]} /></li>}
        {before.map((one) => <li key={`${one.id} ${one.from}`}><div><p><A to={paths.hypothesis(one.id)}>{titleOf(one)}</A></p><p className={classes.quiet}>from <Day date={one.from} /> to before <Day date={one.until} /></p></div><State {...stateWords[one.state]} /></li>)}
      </ul>
      {placing && <PlacePartner partner={partner} onClose={() => setPlacing(false)} />}
    </Section>
  )
}

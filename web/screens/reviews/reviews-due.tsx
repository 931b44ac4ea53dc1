import { sayPeriod } from '../../parts/quarters.ts'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Schemas } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { A } from '../../parts/link.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { Section } from '../../parts/page.tsx'
import classes from '../../parts/rows.module.css'
import { paths } from '../../paths.ts'
import own from './reviews.module.css'
import { dueQuery, openReview } from './queries.ts'

type Due = Schemas['ReviewsDue']

/** "12 active partners: 3 reviewed, 2 being prepared, 7 to go." */
function sayDue({ active, held, open, total, quarter }: Due): string {
  if (active === 0) return `No partner was active in ${sayPeriod(quarter)}.`
  return `${sayCount(active, 'active partner')} in ${sayPeriod(quarter)}: ${held} reviewed, ${open === 0 ? '' : `${open} being prepared, `}${total === 0 ? 'none' : total} to go.`
}

/** Active partners that have no review of a quarter, each with what opens it. */
export function ReviewsDue({ quarter }: { quarter: string }) {
  const due = useQuery(dueQuery(quarter)).data
  const navigate = useNavigate()
  const act = useAct((partnerId: string) => openReview(partnerId, quarter), { onDone: ({ id }) => void navigate({ to: paths.review(id) }) })
  if (!due) return null
  return (
    <Section title={`To review, ${sayPeriod(quarter)}`} {...(due.total > 0 ? { count: due.total } : {})}>
      <Text size="sm" mb="xs" role="status">{sayDue(due)}</Text>
      {due.items.length > 0 && (
        <ul className={`${classes.rows} ${own.due}`} tabIndex={due.items.length > 8 ? 0 : undefined} aria-label="Partners to review">
          {due.items.map(({ partner, owner, lastHeld }) => (
            <li key={partner.id}>
              <div>
                <p><A to={paths.partner(partner.id)}>{partner.name}</A></p>
                <p className={classes.quiet}>{owner.name}, {lastHeld ? <>last reviewed for <A to={paths.review(lastHeld.id)}>{sayPeriod(lastHeld.quarter)}</A></> : 'not reviewed yet'}</p>
              </div>
              <CanButton can={due.can.open} size="xs" aria-label={`Open review: ${partner.name}`} onClick={() => act.run(partner.id)}>Open review</CanButton>
            </li>
          ))}
        </ul>
      )}
      {due.total > due.items.length && <Text size="sm" c="dimmed" mt="xs">The first {due.items.length} by name.</Text>}
    </Section>
  )
}

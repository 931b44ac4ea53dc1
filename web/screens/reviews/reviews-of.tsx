import { quarterOf, sayPeriod } from '../../parts/quarters.ts'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useWorkspace } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { A } from '../../parts/link.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { Section } from '../../parts/page.tsx'
import classes from '../../parts/rows.module.css'
import { State } from '../../parts/state.tsx'
import { todayIn } from '../../parts/time.ts'
import { paths } from '../../paths.ts'
import type { Partner } from '../partners/queries.ts'
import { conclusionWords, openReview, reviewsOfQuery, stateWords, type ReviewRow } from './queries.ts'
import { useCanWrite } from './use-can-write.ts'

/** The newest reviews of a partner, and the one that is next. */
export function PartnerReviews({ partner }: { partner: Partner }) {
  const [quarter] = useState(quarterOf(todayIn(useWorkspace().timeZone), 1).id)
  const found = useQuery(reviewsOfQuery({ partner: partner.id })).data
  const navigate = useNavigate()
  const canWrite = useCanWrite()
  const act = useAct(() => openReview(partner.id, quarter), { onDone: ({ id }) => void navigate({ to: paths.review(id) }) })
  if (!found || (partner.state === 'candidate' && found.items.length === 0)) return null
  const isThere = found.items.some((one) => one.quarter === quarter)
  return (
    <Section title="Quarterly reviews (QBR)" action={!isThere && <CanButton can={canWrite} onClick={() => act.run()}>Open review of {sayPeriod(quarter)}</CanButton>}>
      {found.items.length === 0 && <Text size="sm" c="dimmed">None yet. Once a quarter: the numbers, what follows, and who does what.</Text>}
      <ul className={classes.rows}>{found.items.map((one) => <Row key={one.id} review={one} name={sayPeriod(one.quarter)} />)}</ul>
      <More found={found} search={{ partner: partner.id }} />
    </Section>
  )
}

/** The newest reviews on which a hypothesis stands. */
export function HypothesisReviews({ hypothesisId }: { hypothesisId: string }) {
  const found = useQuery(reviewsOfQuery({ hypothesis: hypothesisId })).data
  if (!found) return null
  return (
    <Section title="Quarterly reviews (QBR)" {...(found.total ? { count: found.total } : {})}>
      {found.items.length === 0 && <Text size="sm" c="dimmed">None yet. The reviews of its partners are listed here, with what follows for each.</Text>}
      <ul className={classes.rows}>{found.items.map((one) => <Row key={one.id} review={one} name={`${one.partner.name}, ${sayPeriod(one.quarter)}`} />)}</ul>
      <More found={found} search={{ hypothesis: hypothesisId }} />
    </Section>
  )
}

function More({ found, search }: { found: { items: ReviewRow[]; total: number | null }; search: Record<string, string> }) {
  return found.total !== null && found.total > found.items.length && <Text size="sm" mt="xs"><A to={paths.reviews()} search={search as never}>All {sayCount(found.total, 'review')}</A></Text>
}

function Row({ review, name }: { review: ReviewRow; name: string }) {
  return (
    <li>
      <div>
        <p><A to={paths.review(review.id)}>{name}</A>{review.conclusion && `: ${conclusionWords[review.conclusion].word}`}</p>
        {review.openActions > 0 && <p className={classes.quiet}>{sayCount(review.openActions, 'open action')}</p>}
      </div>
      <State {...stateWords[review.state]} />
    </li>
  )
}

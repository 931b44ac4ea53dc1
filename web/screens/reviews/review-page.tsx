import { sayPeriod } from '../../parts/quarters.ts'
import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { A } from '../../parts/link.tsx'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PartnerState, State } from '../../parts/state.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { HoldReview } from './hold-review.tsx'
import { conclusionWords, reviewQuery, stateWords, type Review } from './queries.ts'
import { ReviewActions } from './review-actions.tsx'
import { ReviewNotes } from './review-notes.tsx'
import { ReviewNumbers } from './review-numbers.tsx'
import classes from './reviews.module.css'

/** One review: the numbers, what was said, what follows, who does what. */
export function ReviewPage() {
  const { id } = useParams({ strict: false })
  const query = useQuery(reviewQuery(id ?? ''))
  if (query.isPending) return <Loading />
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} what="The review" />
  return <Opened key={query.data.id} review={query.data} />
}

function Opened({ review }: { review: Review }) {
  const [holding, setHolding] = useState(false)
  const { held, before, partner } = review
  return (
    <Page
      title={`${partner.name}, ${sayPeriod(review.quarter)}`} parent={{ title: 'Quarterly reviews (QBR)', to: paths.reviews() }}
      sub={held ? <>Held on <Day date={held.on} />. Its numbers are as they were when it was recorded.</> : 'Being prepared: its numbers are live and freeze once it was held.'}
      actions={(
        <>
          {!held && <CanButton can={review.can.hold} variant="filled" onClick={() => setHolding(true)}>Record the talk</CanButton>}
          <Button className={classes.unprinted} onClick={() => window.print()}>Print</Button>
        </>
      )}
    >
      <div className={classes.review}>
        <Columns
          main={(
            <>
              {held && <Conclusion held={held} />}
              <ReviewNumbers review={review} />
              <ReviewActions review={review} />
              <ReviewNotes review={review} />
            </>
          )}
          side={(
            <>
              <Section title="About">
                <Facts
                  narrow items={{
                    Partner: <A to={paths.partner(partner.id)}>{partner.name}</A>, State: <State {...stateWords[review.state]} />, Partnership: <PartnerState state={partner.state} />, Owner: partner.owner.name, Results: <A to={paths.partnerPerformance(partner.id)} search={{ period: review.quarter } as never}>Performance</A>,
                    Opened: <><When at={review.openedAt} day />{review.openedBy && ` by ${review.openedBy.name}`}</>,
                    'Last time': before && <><A to={paths.review(before.id)}>{sayPeriod(before.quarter)}</A>{before.conclusion && <>: {conclusionWords[before.conclusion].word}, <span dir="auto">“{before.why}”</span></>}</>,
                  }}
                />
              </Section>
              <div className={classes.unprinted}><Timeline about={{ subject: review.id }} /></div>
            </>
          )}
        />
      </div>
      {holding && <HoldReview review={review} onClose={() => setHolding(false)} />}
    </Page>
  )
}

function Conclusion({ held }: { held: NonNullable<Review['held']> }) {
  const { word, means } = conclusionWords[held.conclusion]
  return (
    <Section title="What follows">
      <Text size="md" fw={600} maw="46rem">{word}: {means}</Text>
      <Text size="sm" maw="46rem" className={classes.words} dir="auto">{held.why}</Text>
      <Text size="sm" c="dimmed" mt={4}>There were <bdi>{held.attendees}</bdi>. Recorded <When at={held.at} day />{held.by && ` by ${held.by.name}`}.</Text>
    </Section>
  )
}

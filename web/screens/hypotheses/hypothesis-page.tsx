import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { State } from '../../parts/state.tsx'
import { Loading } from '../../parts/states.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { Day } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { HypothesisReviews } from '../reviews/reviews-of.tsx'
import { DecideHypothesis, decisionWords } from './decide-hypothesis.tsx'
import { HypothesisDecisions } from './hypothesis-decisions.tsx'
import classes from './hypotheses.module.css'
import { HypothesisForecast } from './hypothesis-forecast.tsx'
import { HypothesisPartners } from './hypothesis-partners.tsx'
import { hypothesisQuery, stateWords, type Decidable, type Hypothesis } from './queries.ts'
import { titleOf } from './title.ts'
import { VerdictView } from './verdict-view.tsx'

/** One hypothesis: what it says, what the numbers say of it, what follows from it, and what was decided. */
export function HypothesisPage() {
  const { id } = useParams({ strict: false })
  const query = useQuery(hypothesisQuery(id ?? ''))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The hypothesis" />
  return <Opened hypothesis={query.data} />
}

/** The decisions that can follow come first; where none can, the next one is shown with its reason. */
function offered({ can, state }: Hypothesis): Decidable[] {
  const possible = can.decide.filter((one) => one.can.allowed).map((one) => one.to)
  return possible.length > 0 ? possible : state === 'draft' ? ['testing'] : state === 'testing' ? ['supported', 'refuted', 'inconclusive'] : state === 'closed' ? [] : ['closed']
}

function Opened({ hypothesis }: { hypothesis: Hypothesis }) {
  const [deciding, setDeciding] = useState<Decidable | null>(null)
  const navigate = useNavigate()
  const canDecide = (to: Decidable) => hypothesis.can.decide.find((one) => one.to === to)?.can ?? { allowed: false as const, why: '' }
  const h = hypothesis
  return (
    <Page
      title={titleOf(h)} parent={{ title: 'Hypotheses', to: paths.hypotheses() }}
      actions={(
        <>
          {offered(h).map((to, i) => <CanButton key={to} can={canDecide(to)} {...(i === 0 && h.state === 'draft' ? { variant: 'filled' } : {})} onClick={() => setDeciding(to)}>{decisionWords[to].verb}</CanButton>)}
          <CanButton can={h.can.change} onClick={() => void navigate({ to: paths.changeHypothesis(h.id) })}>Change</CanButton>
        </>
      )}
    >
      <Columns
        main={(
          <>
            <Section title="About">
              <Facts items={{
                State: <State {...stateWords[h.state]} />, Owner: h.owner.name, 'Review on': <Day date={h.reviewOn} />,
                Test: h.testingFrom && <>from <Day date={h.testingFrom} />{h.testedUntil && <>, decided before <Day date={h.testedUntil} /></>}</>,
                'Best placed': <span className={classes.words}>{h.bestPlaced}</span>, 'Why they recommend us': <span className={classes.words}>{h.whyRecommend}</span>, 'In money': <span className={classes.words}>{h.gainFinancial}</span>,
                'For their strategy': <span className={classes.words}>{h.gainStrategic}</span>, 'For their name': <span className={classes.words}>{h.gainReputational}</span>,
              }}
              />
            </Section>
            <VerdictView hypothesis={h} />
            <HypothesisForecast key={h.version} hypothesis={h} />
            <HypothesisPartners hypothesis={h} />
            <HypothesisReviews hypothesisId={h.id} />
            <HypothesisDecisions hypothesis={h} />
          </>
        )}
        side={<Timeline about={{ subject: h.id }} />}
      />
      {deciding && <DecideHypothesis hypothesis={h} to={deciding} onClose={() => setDeciding(null)} />}
    </Page>
  )
}

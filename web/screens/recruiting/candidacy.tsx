import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { CanLink } from '../../parts/can-link.tsx'
import { Facts } from '../../parts/facts.tsx'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import { Clock, Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import type { Partner } from '../partners/queries.ts'
import { ApplicationWords } from './application-words.tsx'
import { Assessments } from './assessments.tsx'
import { EraseCandidate } from './erase-candidate.tsx'
import { MoveDialog, type Moving } from './move-dialog.tsx'
import { NextStepDialog } from './next-step-dialog.tsx'
import { candidateQuery, moveCandidate, stageWords, type Candidate, type Stage } from './queries.ts'
import { Reasons } from './reasons.tsx'
import { ScoreRange } from './score.tsx'
import { StageSelect } from './stage-select.tsx'
import { useAct } from '../../api/use-act.ts'

/** What recruiting knows of a partner: where it stands on the way in, how good it would be, and who said so. Nothing for one that never was a candidate. */
export function Candidacy({ partner }: { partner: Partner }) {
  const query = useQuery({ ...candidateQuery(partner.id), throwOnError: false })
  return query.data ? <Opened candidate={query.data} key={partner.id} /> : null
}

function Opened({ candidate: c }: { candidate: Candidate }) {
  const [asking, setAsking] = useState<Moving | null>(null)
  const [planning, setPlanning] = useState(false)
  const [erasing, setErasing] = useState(false)
  const act = useAct((to: Stage) => moveCandidate(c.id, { from: c.stage, to }))
  const ask = (to: Stage) => setAsking({ id: c.id, name: c.name, from: c.stage, to, hasApplied: c.dueAt !== null })
  const isPartner = c.stage === 'active'
  return (
    <>
      <Section title="Recruiting" action={!isPartner && <Group gap="xs"><CanButton can={c.can.erase} onClick={() => setErasing(true)}>Erase</CanButton><CanButton can={c.can.makePartner} variant="filled" onClick={() => ask('active')}>Make it a partner</CanButton></Group>}>
        <Facts
          items={{
            Stage: isPartner || !c.can.move.allowed ? <>{stageWords[c.stage]} <span>since <When at={c.stageSince} day /></span></> : <StageSelect candidate={c} move={(to) => (to === 'active' || to === 'not_now' || to === 'declined' ? ask(to) : act.run(to))} />,
            'Our promise': c.dueAt && <>Answer the application: <Clock due={c.dueAt} /></>,
            'Next step': <>{c.nextStep ? <>{c.nextStep.isOverdue && <strong>Overdue: </strong>}{c.nextStep.text}, <Day date={c.nextStep.on} />, {c.nextStep.by.name}</> : 'None planned'} {!isPartner && <CanButton can={c.can.plan} size="compact-xs" variant="subtle" onClick={() => setPlanning(true)}>{c.nextStep ? 'Change' : 'Plan it'}</CanButton>}</>,
            'Known from': c.sourceNote ?? { staff: 'Added by a member', api: 'Added through the API', file: 'From a file', page: 'Applied by the public page' }[c.source],
            'Why they would recommend us': c.hypothesisNote,
            'May be the same as': c.maybeSameAs.length > 0 && c.maybeSameAs.map((one) => <div key={one.partner.id}><A to={paths.partner(one.partner.id)}>{one.partner.name}</A>: {one.reasons.join(' ')}</div>),
          }}
        />
        {c.moves.length > 0 && (
          <Text size="sm" c="dimmed" component="div" mt="xs">
            {c.moves.filter((move) => move.why).slice(-3).map((move) => <p key={move.id}>{stageWords[move.to]}, <When at={move.at} day />{move.by && ` by ${move.by.name}`}: “{move.why}”</p>)}
          </Text>
        )}
      </Section>
      <Section title="Score" action={<CanLink can={c.can.assess} to={paths.assessment(c.id)}>Assess</CanLink>}>
        <ScoreRange score={c.score} />
        <Text size="sm" c="dimmed" mb="xs">
          {c.score.unknown > 0 ? `${c.score.unknown} % of the weight is unknown, so the score is a range: from the worst that may turn out to the best. ` : 'Everything it asks is known. '}
          {c.customersAsOf ? <>Its customers as of <When at={c.customersAsOf} day />. </> : 'There is no list of its customers yet, so what is computed from them is unknown. '}
          Scorecard for this type, version {c.scorecardVersion === 0 ? '0, the one to start from' : c.scorecardVersion}.
        </Text>
        <Reasons reasons={c.reasons} />
        <Assessments candidate={c} />
      </Section>
      {c.applications.length > 0 && <Section title="Application" count={c.applications.length > 1 ? c.applications.length : undefined}><ApplicationWords candidate={c} /></Section>}
      {asking && <MoveDialog move={asking} onClose={() => setAsking(null)} />}
      {erasing && <EraseCandidate candidate={c} onClose={() => setErasing(false)} />}
      {planning && <NextStepDialog candidate={c} onClose={() => setPlanning(false)} />}
    </>
  )
}

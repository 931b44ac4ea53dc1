import { Button, Group, Radio, Stack, Textarea } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { problemOf, type Problem } from '../../api/problem.ts'
import { say } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { Page } from '../../parts/page.tsx'
import { PageError } from '../../parts/page-error.tsx'
import { EmptyState, Loading } from '../../parts/states.tsx'
import { forgetKept, useKept } from '../../parts/use-kept.ts'
import { paths } from '../../paths.ts'
import { candidateQuery, type Candidate, type Criterion } from './queries.ts'
import classes from './recruiting.module.css'

type Draft = { answers: Record<string, { step: string; evidence: string }>; note: string }

/** One member's view of a candidate, question by question; what is left at unknown stays unknown. */
export function AssessmentPage() {
  const { id } = useParams({ strict: false })
  const query = useQuery(candidateQuery(id ?? ''))
  if (query.isPending) return <Loading />
  if (query.error) return <PageError error={query.error} retry={() => void query.refetch()} what="The candidate" />
  const c = query.data
  return (
    <Page title={`Assess ${c.name}`} parent={{ title: c.name, to: paths.partner(c.id) }} sub="Your own view. It stands beside those of others and takes the place of what you said before.">
      {c.can.assess.allowed ? <AssessForm candidate={c} key={c.scorecardVersion} /> : <EmptyState title="You cannot assess candidates">{c.can.assess.why}</EmptyState>}
    </Page>
  )
}

/** What I said before, where the scale still says the same. */
function before(c: Candidate): Draft {
  const own = c.assessments.find((a) => a.isYours)
  return { answers: Object.fromEntries((own?.answers ?? []).filter((a) => a.counts).map((a) => [a.criterionId, { step: String(a.step), evidence: a.evidence ?? '' }])), note: own?.note ?? '' }
}

function AssessForm({ candidate: c }: { candidate: Candidate }) {
  const place = `assessment.${c.id}.${c.scorecardVersion}`
  const [draft, setDraft] = useKept<Draft>(place, before(c))
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const navigate = useNavigate()
  const client = useQueryClient()
  const criteria = c.criteria.filter((criterion) => criterion.kind !== 'computed')
  const given = criteria.flatMap((criterion) => {
    const answer = draft.answers[criterion.id]
    return answer?.step ? [{ criterionId: criterion.id, step: Number(answer.step), evidence: answer.evidence.trim() || null }] : []
  })
  const change = (id: string, next: Partial<Draft['answers'][string]>) => setDraft({ ...draft, answers: { ...draft.answers, [id]: { step: '', evidence: '', ...draft.answers[id], ...next } } })
  const errorOf = (id: string) => {
    const at = given.findIndex((answer) => answer.criterionId === id)
    return at === -1 ? undefined : (problem?.fields[`answers.${at}.evidence`] ?? problem?.fields[`answers.${at}.step`])
  }
  const submit = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await take(api.POST('/api/v1/candidates/{id}/assessments', { params: { path: { id: c.id } }, body: { version: c.scorecardVersion, answers: given, note: draft.note } }))
      forgetKept(place)
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
      say('Your assessment is kept.')
      void navigate({ to: paths.partner(c.id) })
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      style={{ maxWidth: '40rem' }} noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void submit()
      }}
    >
      {criteria.map((criterion) => <Question key={criterion.id} criterion={criterion} answer={draft.answers[criterion.id] ?? { step: '', evidence: '' }} error={errorOf(criterion.id)} change={(next) => change(criterion.id, next)} />)}
      <Stack gap="md" mt="md">
        <Textarea label="Anything else (optional)" value={draft.note} onChange={(event) => setDraft({ ...draft, note: event.currentTarget.value })} />
        <FormError problem={problem} orphans={problem?.fields['answers'] ? [problem.fields['answers']] : []} />
        <Group><Button type="submit" variant="filled" loading={busy}>Save assessment</Button></Group>
      </Stack>
    </form>
  )
}

type QuestionProps = { criterion: Criterion & { said: string | null; from: string }; answer: Draft['answers'][string]; error: string | undefined; change: (next: Partial<Draft['answers'][string]>) => void }

function Question({ criterion, answer, error, change }: QuestionProps) {
  return (
    <fieldset className={classes.question}>
      <legend>{criterion.kind === 'self_stated' ? criterion.name : criterion.question}</legend>
      {criterion.kind === 'self_stated' && <p className={classes.quiet}>Applicants are asked: {criterion.question}</p>}
      {criterion.from === 'applicant' && <p className={classes.quiet}>The applicant says: {criterion.said}</p>}
      <Radio.Group aria-label={criterion.question} value={answer.step} onChange={(step) => change({ step })}>
        <div className={classes.choices}>
          {criterion.steps.map((step, i) => <Radio key={step.words} value={String(i)} size="sm" label={step.knocksOut ? <>{step.words} <span className={classes.late}>knocks out</span></> : step.words} />)}
          <Radio value="" size="sm" label={<span className={classes.quiet}>I do not know</span>} />
        </div>
      </Radio.Group>
      {answer.step && <Textarea mt="xs" minRows={1} label={criterion.needsEvidence ? 'What shows it' : 'What shows it (optional)'} value={answer.evidence} error={error} onChange={(event) => change({ evidence: event.currentTarget.value })} />}
    </fieldset>
  )
}

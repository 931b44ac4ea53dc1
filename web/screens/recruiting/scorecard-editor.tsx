import { Button, Group, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { problemOf, type Problem } from '../../api/problem.ts'
import { say } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { useFirstWrong } from '../../parts/use-first-wrong.ts'
import { forgetKept, useKept } from '../../parts/use-kept.ts'
import { CriterionEditor } from './criterion-editor.tsx'
import type { Scorecard } from './queries.ts'
import { newCriterion, replace, without, type Draft } from './scorecard-draft.ts'

/** The next version of a scorecard; what is written survives a reload, and what cannot be used is said at its field. */
export function ScorecardEditor({ card, onClose }: { card: Scorecard; onClose: () => void }) {
  const place = `scorecard.${card.type}.${card.version}`
  const [draft, setDraft] = useKept<Draft>(place, { criteria: card.criteria, why: '' })
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const client = useQueryClient()
  const form = useFirstWrong(problem)
  const { criteria, why } = draft
  const change = (next: Draft['criteria']) => setDraft({ ...draft, criteria: next })
  const submit = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await take(api.PUT('/api/v1/scorecards/{type}', { params: { path: { type: card.type } }, body: { criteria, why, expected: card.version } }))
      forgetKept(place)
      say('The next version is in force. Scores follow it at once.')
      onClose()
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      noValidate ref={form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void submit()
      }}
    >
      {criteria.map((criterion, i) => (
        <CriterionEditor
          key={criterion.id} criterion={criterion} errorOf={(field) => problem?.fields[`criteria.${i}.${field}`]} change={(next) => change(replace(criteria, i, next))}
          {...(criteria.length > 1 ? { remove: () => change(without(criteria, i)) } : {})}
        />
      ))}
      <Button mt="md" onClick={() => change([...criteria, newCriterion(criteria)])}>Add criterion</Button>
      <Textarea mt="md" maw="36rem" minRows={1} label="Why it is changed" description="Stands with the version." value={why} error={problem?.fields['why']} onChange={(event) => setDraft({ ...draft, why: event.currentTarget.value })} />
      <FormError problem={problem} />
      <Group gap="xs" mt="md">
        <Button type="submit" variant="filled" loading={busy}>Save as the next version</Button>
        <Button
          variant="subtle" color="gray"
          onClick={() => {
            forgetKept(place)
            onClose()
          }}
        >
          Cancel
        </Button>
      </Group>
    </form>
  )
}

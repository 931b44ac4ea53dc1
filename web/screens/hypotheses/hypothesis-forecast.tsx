import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { Section } from '../../parts/page.tsx'
import { useKept, forgetKept } from '../../parts/use-kept.ts'
import { ForecastView } from './forecast-view.tsx'
import { toDraft, toPredictions, type Draft } from './predictions-draft.ts'
import { PredictionsFields } from './predictions-fields.tsx'
import type { Hypothesis } from './queries.ts'

/** The predictions as fields, what follows from them as a picture, and a button that puts changed ones in force. */
export function HypothesisForecast({ hypothesis }: { hypothesis: Hypothesis }) {
  const place = `hypothesis.${hypothesis.id}.${hypothesis.version}`
  const saved = toDraft(hypothesis.predictions)
  const [draft, keep] = useKept<Draft>(place, saved)
  const [saving, setSaving] = useState(false)
  const { predictions, problems } = toPredictions(draft)
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved)
  const isDraft = hypothesis.state === 'draft'
  const save = async (why: string) => {
    if (!predictions) return
    await take(api.PUT('/api/v1/hypotheses/{id}/predictions', { params: { path: { id: hypothesis.id } }, body: { predictions, why } }))
    forgetKept(place)
    say('The predictions are in force. The old ones stay readable.')
  }
  return (
    <Section title="Predictions and forecast">
      <Text size="sm" c="dimmed" mb="sm" maw="46rem">Change a number, and the picture follows. Nothing is saved until you save it.</Text>
      <PredictionsFields draft={draft} set={(change) => keep({ ...draft, ...change })} errorOf={(field) => problems?.[field]} />
      {isChanged && (
        <Group mb="lg">
          <CanButton can={!hypothesis.can.change.allowed ? hypothesis.can.change : predictions ? { allowed: true } : { allowed: false, why: 'Some numbers cannot be read yet.' }} variant="filled" onClick={() => setSaving(true)}>Save predictions</CanButton>
          <Button variant="subtle" color="gray" onClick={() => keep(saved)}>Discard changes</Button>
        </Group>
      )}
      <ForecastView predictions={predictions} />
      {saving && (
        <ConfirmWhy title="Save predictions" verb="Save predictions" isOptional={isDraft} onClose={() => setSaving(false)} act={save}>
          {isDraft ? 'They become version ' : 'The test runs, so the verdict is by these from now on. They become version '}{hypothesis.version + 1}.
        </ConfirmWhy>
      )}
    </Section>
  )
}

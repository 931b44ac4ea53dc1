import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { useMe } from '../../api/session.ts'
import { say } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { forgetKept, useKept } from '../../parts/use-kept.ts'
import { paths } from '../../paths.ts'
import { partnerTypes, type PartnerType } from '../partners/queries.ts'
import { ForecastView } from './forecast-view.tsx'
import { toDraft, toPredictions, type Draft } from './predictions-draft.ts'
import { PredictionsFields } from './predictions-fields.tsx'
import { PresetNotes } from './preset-notes.tsx'
import { presetsQuery, type Preset } from './queries.ts'
import { useCanWrite } from './use-can-write.ts'
import { WordsFields } from './words-fields.tsx'

/** A new hypothesis from the starting point of a partner type. */
export function NewHypothesis() {
  const create = useCanWrite()
  const presets = useQuery(presetsQuery)
  const [type, setType] = useKept<PartnerType>('hypothesis.type', 'implementation')
  const preset = presets.data?.items.find((one) => one.type === type)
  return (
    <Page title="New hypothesis" parent={{ title: 'Hypotheses', to: paths.hypotheses() }} sub="Why partners of one type would bring qualified buyers, and the numbers that will show whether they do.">
      {!create.allowed ? <EmptyState title="You cannot write hypotheses">{create.why}</EmptyState> : presets.error ? <ErrorState error={presets.error} retry={() => void presets.refetch()} what="The starting points" /> : !preset ? <Loading /> : (
        <>
          <div style={{ maxWidth: '46rem' }}>
            <NativeSelect label="Partner type" description="Choosing a type fills the fields with its starting point" value={type} data={Object.entries(partnerTypes).map(([value, { word, means }]) => ({ value, label: `${word}: ${means}` }))} onChange={(event) => setType(event.currentTarget.value as PartnerType)} />
            <PresetNotes preset={preset} source={presets.data?.source ?? ''} />
          </div>
          <NewForm key={type} preset={preset} />
        </>
      )}
    </Page>
  )
}

function NewForm({ preset }: { preset: Preset }) {
  const navigate = useNavigate()
  const { memberId } = useMe()
  const place = `hypothesis.numbers.${preset.type}`
  const [draft, keep] = useKept<Draft>(place, toDraft(preset.predictions))
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const read = toPredictions(draft)
  const { bestPlaced, whyRecommend, gainFinancial, gainStrategic, gainReputational, reviewOn } = preset
  const form = useForm({
    initial: { segment: '', bestPlaced, whyRecommend, gainFinancial, gainStrategic, gainReputational, reviewOn, ownerId: memberId ?? '' }, draft: `hypothesis.${preset.type}`,
    checks: {
      segment: required('Say which segment: whom these partners would introduce.'), bestPlaced: required('Say which partner is best placed.'), whyRecommend: required('Say why they would recommend us.'), gainFinancial: required('Say what they get in money.'),
      gainStrategic: required('Say what they get for their strategy.'), gainReputational: required('Say what they get for their name.'), reviewOn: required('Say when you review it.'),
    },
    submit: async (values) => {
      setWrong(read.problems ?? {})
      if (!read.predictions) return
      const { id } = await take(api.POST('/api/v1/hypotheses', { body: { ...values, type: preset.type, predictions: read.predictions } }))
      forgetKept(place)
      say('The draft is saved. Begin the test when its partners can start.')
      void navigate({ to: paths.hypothesis(id) })
    },
  })
  const errorOf = (field: string) => wrong[field] ?? read.problems?.[field] ?? form.problem?.fields[`predictions.${field}`]
  const orphans = form.orphans.filter((words) => !Object.entries(form.problem?.fields ?? {}).some(([field, text]) => field.startsWith('predictions.') && text === words))
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Section title="In words"><Stack gap="md" style={{ maxWidth: '46rem' }}><WordsFields form={form} /></Stack></Section>
      <Section title="Predictions"><PredictionsFields draft={draft} set={(change) => keep({ ...draft, ...change })} errorOf={errorOf} /></Section>
      <Section title="Forecast"><ForecastView predictions={read.predictions} /></Section>
      <FormError problem={form.problem} orphans={orphans} />
      <Group mt="md" mb="xl">
        <Button type="submit" variant="filled" loading={form.busy}>Save draft</Button>
        <Text size="sm" c="dimmed">Nothing is tested until you begin the test.</Text>
      </Group>
    </form>
  )
}

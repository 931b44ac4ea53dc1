import { Button, Group, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { Section } from '../../parts/page.tsx'
import { useFirstWrong } from '../../parts/use-first-wrong.ts'
import { forgetKept, useKept } from '../../parts/use-kept.ts'
import { When } from '../../parts/when.tsx'
import type { Icp } from '../companies/queries.ts'
import { IcpBackTest } from './icp-back-test.tsx'
import { IcpCriterion } from './icp-criterion.tsx'
import { newCriterion, toBody, toDraft, toDraftCriterion, type Draft } from './icp-draft.ts'
import { IcpPreview } from './icp-preview.tsx'
import type { Attribute } from './icp-queries.ts'
import { IcpSuggestion } from './icp-suggestion.tsx'
import { IcpThresholds } from './icp-thresholds.tsx'
import classes from './settings.module.css'

/** The draft, what it would do, and the button that puts it in force. What is written here stays here until it is saved. */
export function IcpEditor({ icp, attributes, companies }: { icp: Icp; attributes: Attribute[]; companies: number }) {
  const place = `icp.${icp.version}`
  const [draft, keep] = useKept<Draft>(place, toDraft(icp))
  const [why, setWhy] = useState('')
  const body = toBody(draft)
  const isChanged = JSON.stringify(body) !== JSON.stringify(toBody(toDraft(icp)))
  const save = useAct(() => take(api.PUT('/api/v1/icp', { body: { ...body, ...(why.trim() ? { why: why.trim() } : {}) } })), { quiet: true, done: 'The profile is saved. Companies are being graded again.', onDone: () => forgetKept(place) })
  const form = useFirstWrong(save.problem)
  const set = (change: Partial<Draft>) => {
    save.clear()
    keep({ ...draft, ...change })
  }
  const errorOf = (field: string) => save.problem?.fields[field]
  const replace = (index: number, next: Draft['criteria'][number] | null) => set({ criteria: draft.criteria.flatMap((one, i) => (i !== index ? [one] : next ? [next] : [])) })
  const orphans = Object.entries(save.problem?.fields ?? {}).flatMap(([field, words]) => (/^(criteria\.\d+\.(attribute|test|values|min|max|currency|weight)|thresholds\.[abc]|why)$/.test(field) ? [] : [words]))
  return (
    <form noValidate ref={form} onSubmit={(event) => (event.preventDefault(), icp.can.set.allowed && !save.busy && save.run())}>
      {!icp.can.set.allowed && <Text size="sm" mb="lg">{icp.can.set.why}</Text>}
      <fieldset className={classes.form} style={{ maxWidth: '62rem' }} disabled={!icp.can.set.allowed}>
        <Section title="Criteria" count={draft.criteria.length}>
          {draft.criteria.length === 0 && <Text size="sm" c="dimmed" mb="sm">Nothing is asked for yet, so every company is without fit. Add the first criterion, or start from what your won customers have in common.</Text>}
          {draft.criteria.map((criterion, i) => (
            <IcpCriterion key={i} index={i} criterion={criterion} attributes={attributes} companies={companies} errorOf={errorOf} onChange={(next) => replace(i, next)} onRemove={icp.can.set.allowed ? () => replace(i, null) : undefined} />
          ))}
          {icp.can.set.allowed && <Group gap="xs" mt="md"><Button onClick={() => set({ criteria: [...draft.criteria, newCriterion] })}>Add criterion</Button></Group>}
        </Section>
        <IcpThresholds draft={draft} set={set} errorOf={errorOf} />
      </fieldset>
      <IcpPreview body={body} />
      {icp.can.set.allowed && (
        <>
          {icp.version > 0 && <TextInput label="Why it changes" name="why" maw="32rem" mb="md" value={why} error={errorOf('why')} onChange={(event) => setWhy(event.currentTarget.value)} />}
          <FormError problem={save.problem} orphans={orphans} />
          <Group mt="xs" mb="xl">
            <Button type="submit" variant="filled" loading={save.busy}>Save profile</Button>
            {isChanged && <Button variant="subtle" color="gray" onClick={() => set(toDraft(icp))}>Discard changes</Button>}
            {icp.setAt && <Text size="sm" c="dimmed">Version {icp.version}, since <When at={icp.setAt} day />.</Text>}
          </Group>
        </>
      )}
      <IcpBackTest body={body} isSaved={!isChanged && icp.version > 0} />
      <IcpSuggestion canUse={icp.can.set} onUse={(criteria) => set({ criteria: [...draft.criteria, ...criteria.map(toDraftCriterion).filter((one) => !draft.criteria.some((own) => own.attribute === one.attribute))] })} />
    </form>
  )
}

import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import type { Criterion } from './queries.ts'
import classes from './recruiting.module.css'
import { KindEditor } from './kind-editor.tsx'
import { emptyStep, ofKind, ofMeasure, replace, without } from './scorecard-draft.ts'

const kinds = [{ value: 'assessed', label: 'Members assess it' }, { value: 'self_stated', label: 'The applicant says it' }, { value: 'computed', label: 'Computed from its customers' }]
const measures = [
  { value: 'icp_share', label: 'Share of its customers that fit, in percent' }, { value: 'icp_count', label: 'Customers that fit' }, { value: 'base_size', label: 'Customers in all' }, { value: 'base_kind', label: 'Share of its customers of a kind, in percent' }, { value: 'open_opportunities', label: 'Our open opportunities among them' },
]

type Props = { criterion: Criterion; errorOf: (field: string) => string | undefined; change: (next: Criterion) => void; remove?: () => void }

/** One criterion: what it asks, who says it, how much it weighs, and its scale from worst to best. */
export function CriterionEditor({ criterion: c, errorOf, change, remove }: Props) {
  const isComputed = c.kind === 'computed'
  return (
    <fieldset className={classes.question}>
      <legend>{c.name || 'New criterion'}</legend>
      <div className={classes.fields}>
        <TextInput label="Name" w="14rem" value={c.name} error={errorOf('name')} onChange={(event) => change({ ...c, name: event.currentTarget.value })} />
        <TextInput label="Question" w="min(100%, 26rem)" value={c.question} error={errorOf('question')} onChange={(event) => change({ ...c, question: event.currentTarget.value })} />
        <NativeSelect label="Weight" value={String(c.weight)} error={errorOf('weight')} data={Array.from({ length: 10 }, (_, i) => String(i + 1))} onChange={(event) => change({ ...c, weight: Number(event.currentTarget.value) })} />
        <NativeSelect label="Who says it" value={c.kind} data={kinds} error={errorOf('kind')} onChange={(event) => change(ofKind(c, event.currentTarget.value as Criterion['kind']))} />
        {isComputed && <NativeSelect label="Figure" value={c.measure ?? ''} data={measures} error={errorOf('measure')} onChange={(event) => change(ofMeasure(c, event.currentTarget.value as Criterion['measure']))} />}
        {c.kind === 'assessed' && <Checkbox label="Needs evidence" pb={8} checked={c.needsEvidence} error={errorOf('needsEvidence')} onChange={(event) => change({ ...c, needsEvidence: event.currentTarget.checked })} />}
      </div>
      {c.among && <KindEditor among={c.among} errorOf={(field) => errorOf(field === '' ? 'among' : `among.${field}`)} change={(among) => change({ ...c, among })} />}
      {c.steps.map((step, i) => {
        const set = (next: Partial<Criterion['steps'][number]>) => change({ ...c, steps: replace(c.steps, i, { ...step, ...next }) })
        const number = (text: string) => Number(text.replace(/\D/g, '').slice(0, 9) || '0')
        return (
          // eslint-disable-next-line react/no-array-index-key -- steps have no name of their own, and their place is what they are
          <div key={i} className={classes.step} style={{ marginTop: '0.5rem' }}>
            {isComputed && <TextInput aria-label={`Step ${i + 1} from`} w="6rem" size="xs" inputMode="numeric" leftSection="≥" value={String(step.from ?? 0)} error={errorOf(`steps.${i}.from`)} onChange={(event) => set({ from: number(event.currentTarget.value) })} />}
            <TextInput aria-label={`Step ${i + 1} in words`} w="min(100%, 20rem)" size="xs" placeholder="In words" value={step.words} error={errorOf(`steps.${i}.words`)} onChange={(event) => set({ words: event.currentTarget.value })} />
            <TextInput aria-label={`Points of step ${i + 1}`} w="6.5rem" size="xs" inputMode="numeric" rightSection="points" rightSectionWidth={52} value={String(step.points)} error={errorOf(`steps.${i}.points`)} onChange={(event) => set({ points: number(event.currentTarget.value) })} />
            <Checkbox size="xs" label="Knocks out" aria-label={`Step ${i + 1} knocks out`} checked={step.knocksOut} onChange={(event) => set({ knocksOut: event.currentTarget.checked })} />
            {c.steps.length > 2 && <Button size="compact-xs" variant="subtle" color="gray" aria-label={`Remove step ${i + 1}`} onClick={() => change({ ...c, steps: without(c.steps, i) })}>Remove</Button>}
          </div>
        )
      })}
      {errorOf('steps') && <p className={classes.late} role="alert">{errorOf('steps')}</p>}
      <div className={classes.step} style={{ marginTop: '0.5rem' }}>
        <Button size="compact-xs" variant="subtle" onClick={() => change({ ...c, steps: [...c.steps, { ...emptyStep(3), from: isComputed ? (c.steps.at(-1)?.from ?? 0) + 10 : null }] })}>Add step</Button>
        {remove && <Button size="compact-xs" variant="subtle" color="gray" onClick={remove}>Remove this criterion</Button>}
      </div>
    </fieldset>
  )
}

import { Button, Checkbox, NativeSelect, Text, TextInput } from '@mantine/core'
import { WordsInput } from '../../parts/words-input.tsx'
import { testWords, type DraftCriterion, type Test } from './icp-draft.ts'
import type { Attribute } from './icp-queries.ts'
import classes from './icp.module.css'

type Props = {
  index: number; criterion: DraftCriterion; attributes: Attribute[]; companies: number; errorOf: (field: string) => string | undefined; onChange: (next: DraftCriterion) => void
  /** Left out where the reader may not change it. */
  onRemove?: (() => void) | undefined
}

/** One thing that is asked of a company, and how much it weighs. */
export function IcpCriterion({ index, criterion, attributes, companies, errorOf, onChange, onRemove }: Props) {
  const attribute = attributes.find((one) => one.attribute === criterion.attribute)
  const place = (name: string) => `criteria.${index}.${name}`
  // What a person changed is no longer the suggestion.
  const set = (change: Partial<DraftCriterion>) => onChange({ ...criterion, ...change, suggestedFrom: null })
  const choose = (name: string) => {
    const tests = attributes.find((one) => one.attribute === name)?.tests ?? []
    set({ attribute: name, values: '', min: '', max: '', test: tests.includes(criterion.test) ? criterion.test : (tests[0] ?? 'known') })
  }
  const title = `Criterion ${index + 1}`
  const input = (name: 'min' | 'max' | 'currency', label: string) =>
    <TextInput label={label} name={place(name)} w="6.5rem" maw="100%" inputMode={name === 'currency' ? 'text' : 'numeric'} value={criterion[name]} error={errorOf(place(name))} onChange={(event) => set({ [name]: event.currentTarget.value })} />
  return (
    <fieldset className={classes.criterion} aria-label={title}>
      <div className={classes.fields}>
        <NativeSelect
          label="Attribute" name={place('attribute')} w="11rem" maw="100%" value={criterion.attribute} error={errorOf(place('attribute'))} onChange={(event) => choose(event.currentTarget.value)}
          data={[...(attribute ? [] : [{ value: criterion.attribute, label: criterion.attribute.replace(/^column:/, '') }]), ...attributes.map((one) => ({ value: one.attribute, label: one.label }))]}
        />
        <NativeSelect
          label="Test" name={place('test')} w="9rem" maw="100%" value={criterion.test} error={errorOf(place('test'))} onChange={(event) => set({ test: event.currentTarget.value as Test })}
          data={(attribute?.tests ?? [criterion.test]).map((test) => ({ value: test, label: testWords[test] }))}
        />
        {(criterion.test === 'one_of' || criterion.test === 'words') && (
          <div className={classes.values}>
            <WordsInput label="Values" name={place('values')} data={attribute?.values ?? []} value={criterion.values} error={errorOf(place('values'))} onChange={(values) => set({ values })} />
          </div>
        )}
        {(criterion.test === 'between' || criterion.test === 'at_least') && input('min', 'From')}
        {(criterion.test === 'between' || criterion.test === 'at_most') && input('max', 'To')}
        {criterion.attribute === 'revenue' && criterion.test !== 'known' && input('currency', 'Currency')}
        <NativeSelect label="Weight" name={place('weight')} w="5rem" value={String(criterion.weight)} error={errorOf(place('weight'))} data={['1', '2', '3', '4', '5']} onChange={(event) => set({ weight: Number(event.currentTarget.value) })} />
        <Checkbox label="Must-have" mt={30} checked={criterion.mustHave} onChange={(event) => set({ mustHave: event.currentTarget.checked })} />
        {onRemove && <Button variant="subtle" color="gray" mt={24} ml="auto" aria-label={`Remove ${title.toLowerCase()}`} onClick={onRemove}>Remove</Button>}
      </div>
      <Text size="xs" c="dimmed" mt={6}>
        {attribute && `Known of ${attribute.known.toLocaleString('en-US')} of ${companies.toLocaleString('en-US')} companies.`}
        {criterion.suggestedFrom !== null && ` Suggested from ${criterion.suggestedFrom.toLocaleString('en-US')} won companies; change it or keep it on purpose.`}
      </Text>
    </fieldset>
  )
}

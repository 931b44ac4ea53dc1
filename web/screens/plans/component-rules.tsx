import { CloseButton, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { WordsInput } from '../../parts/words-input.tsx'
import { at, componentsOf, textAt, wordsAt, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceAmount, PlaceDay, PlaceSelect, PlaceText, PlaceWhole } from './draft-fields.tsx'
import { ConditionFields, isSimpleCondition } from './condition-fields.tsx'
import classes from './builder.module.css'

/** Something that can be said of a component beside what it pays on and how much; shown once it is said. */
export type Rule = { key: string; label: string; /** In the menu, where it says it in other words. */ add?: string; start: (document: Document, index: number) => Json; fields: (props: { place: string }) => ReactNode; knows?: (value: Json | undefined) => boolean; parts?: string[] }

const isObject = (value: Json | undefined) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: Json | undefined) => typeof value === 'string' || typeof value === 'number'

/** In the order in which they are read. `parts` are the keys that the fields show; others in it are kept. */
export const rules: Rule[] = [
  {
    key: 'window', label: 'Time with a customer', add: 'Only for a time', start: () => ({ months: 12 }), knows: isObject, parts: ['months', 'days', 'after'],
    fields: ({ place }) => <><PlaceWhole label="Months" place={`${place}.months`} isOptional="unsaid" /><PlaceWhole label="Days" place={`${place}.days`} isOptional="unsaid" /><PlaceWhole label="After months" place={`${place}.after`} isOptional="unsaid" /></>,
  },
  { key: 'limits.perItem', label: 'Limit for each', start: () => '', knows: isText, fields: ({ place }) => <PlaceAmount label="At most" place={place} /> },
  {
    key: 'limits.perPeriod', label: 'Limit in a period', start: () => ({ amount: '', over: 'quarter' }), knows: isObject, parts: ['amount', 'over', 'per'],
    fields: ({ place }) => <><PlaceAmount label="At most" place={`${place}.amount`} /><PlaceSelect label="In a" place={`${place}.over`} choices={periodChoices} width="s" /><PlaceSelect label="For" place={`${place}.per`} otherwise="partner" choices={[{ value: 'partner', label: 'the partner' }, { value: 'account', label: 'each customer' }]} /></>,
  },
  {
    key: 'limits.items', label: 'First ones only', start: () => ({ count: 1, per: 'account' }), knows: isObject, parts: ['count', 'per'],
    fields: ({ place }) => <><PlaceWhole label="How many" place={`${place}.count`} /><PlaceSelect label="Of" place={`${place}.per`} choices={[{ value: 'account', label: 'each customer' }, { value: 'partner', label: 'the partner' }]} /></>,
  },
  { key: 'where', label: 'Condition', start: () => ({ field: 'product', is: '' }), knows: isSimpleCondition, fields: ConditionFields },
  { key: 'basis.lines', label: 'Kinds of invoice lines', start: () => [], knows: (value) => Array.isArray(value), fields: LinesField },
  { key: 'from', label: 'Start', add: 'First day', start: () => '', knows: isText, fields: ({ place }) => <PlaceDay label="From" place={place} /> },
  { key: 'until', label: 'End', add: 'Last day', start: () => '', knows: isText, fields: ({ place }) => <PlaceDay label="Before" place={place} /> },
  {
    key: 'payable', label: 'Payable', add: 'Paid as the customer pays', start: () => 'as_collected', knows: (value) => value === 'as_collected',
    fields: () => <Text size="sm">As the customer pays: the part that came in so far.</Text>,
  },
  {
    key: 'hold', label: 'Hold', start: () => ({ days: 30 }), knows: isObject, parts: ['days', 'months'],
    fields: ({ place }) => <><PlaceWhole label="Days" place={`${place}.days`} isOptional="unsaid" /><PlaceWhole label="Months" place={`${place}.months`} isOptional="unsaid" /></>,
  },
  {
    key: 'clawback', label: 'Return if they leave', start: () => ({ days: 365, how: 'by_day' }), knows: isObject, parts: ['days', 'months', 'how', 'from'],
    fields: ({ place }) => (
      <>
        <PlaceWhole label="Within days" place={`${place}.days`} isOptional="unsaid" />
        <PlaceWhole label="Within months" place={`${place}.months`} isOptional="unsaid" />
        <PlaceSelect label="Counted from" place={`${place}.from`} otherwise="item" choices={[{ value: 'item', label: 'the purchase' }, { value: 'activation', label: 'activation' }]} />
        <PlaceSelect label="Returned" place={`${place}.how`} otherwise="by_day" choices={[{ value: 'by_day', label: 'pro rata' }, { value: 'by_month', label: 'by months not begun' }, { value: 'full', label: 'in full' }]} />
      </>
    ),
  },
  {
    key: 'to', label: 'To', add: 'To whoever protects the account', start: () => 'protected', knows: (value) => value === 'protected' || value === 'credited',
    fields: () => <Text size="sm">Whoever holds the protection of the account at that moment, instead of the credited partner.</Text>,
  },
  { key: 'replaces', label: 'Instead of', add: 'Instead of another component', start: (document, index) => componentsOf(document).flatMap((one, i) => (i === index ? [] : [textAt(one, 'id')])).slice(0, 1), knows: (value) => Array.isArray(value), fields: ReplacesField },
  {
    key: 'needs', label: 'Pending until', start: () => ({ that: { field: '', is: '' }, period: 'quarter' }), knows: (value) => isObject(value) && isSimpleCondition(at(value, 'that')), parts: ['that', 'period'],
    fields: ({ place }) => <><ConditionFields place={`${place}.that`} /><PlaceSelect label="By the end of the" place={`${place}.period`} otherwise="" choices={[{ value: '', label: 'no period' }, ...periodChoices.filter((one) => one.value !== 'ever')]} /></>,
  },
  { key: 'clause', label: 'Clause', add: 'Clause of the agreement', start: () => '', knows: isText, fields: ({ place }) => <PlaceText label="Of the agreement" place={place} width="l" placeholder="§ 4.2" /> },
]

export const periodChoices = [
  { value: 'week', label: 'week' }, { value: 'half_month', label: 'half month' }, { value: 'month', label: 'month' }, { value: 'quarter', label: 'quarter' }, { value: 'half_year', label: 'half year' }, { value: 'year', label: 'year' }, { value: 'ever', label: 'lifetime' },
]

/** A rule with its fields; what they cannot show is said, and stays. */
export function RuleRow({ rule, index }: { rule: Rule; index: number }) {
  const { document, set } = useDraft()
  const place = `components.${index}.${rule.key}`
  const value = at(document, place)
  const isShown = rule.knows?.(value) ?? true
  return (
    <div className={classes.rule} role="group" aria-label={rule.label}>
      <Text size="sm" c="dimmed">{rule.label}</Text>
      <div className={classes.fields}>{isShown ? <rule.fields place={place} /> : <Text size="sm">As written in the JSON.</Text>}</div>
      <CloseButton size="sm" aria-label={`Take out: ${rule.label.toLowerCase()}`} onClick={() => set(place, undefined)} />
    </div>
  )
}

function LinesField({ place }: { place: string }) {
  const { document, set } = useDraft()
  return <div style={{ flex: '1 1 16rem' }}><WordsInput label="Kinds" placeholder="licence" name={place} value={wordsAt(document, place).join('\n')} onChange={(text) => set(place, text.split('\n').filter(Boolean))} /></div>
}

function ReplacesField({ place }: { place: string }) {
  const { document, set } = useDraft()
  const own = Number(place.split('.')[1])
  const others = componentsOf(document).flatMap((one, i) => (i === own || 'share' in one ? [] : [textAt(one, 'id')]))
  return <div style={{ flex: '1 1 16rem' }}><WordsInput label="Components" description={`On what both are for. There is ${others.join(', ') || 'no other'}.`} data={others} name={place} value={wordsAt(document, place).join('\n')} onChange={(text) => set(place, text.split('\n').filter(Boolean))} /></div>
}


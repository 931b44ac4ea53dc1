import { Text } from '@mantine/core'
import { Section } from '../../parts/page.tsx'
import classes from './builder.module.css'
import { at, put, saysNothing, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceAmount, PlaceSelect, PlaceWhole } from './draft-fields.tsx'

/** When and from which amount on partners are paid. */
export function PayoutFields() {
  const { document } = useDraft()
  const rest = ['every', 'days', 'minimum'].reduce<Document>((left, key) => put(left, key, undefined), (at(document, 'payout') ?? {}) as Record<string, Json>)
  const kept = Object.entries(rest).flatMap(([key, value]) => (saysNothing(key, value) ? [] : [key]))
  return (
    <Section title="Payment">
      <div className={classes.fields}>
        <PlaceSelect label="Paid each" place="payout.every" otherwise="month" choices={[{ value: 'day', label: 'day' }, { value: 'half_month', label: 'half month' }, { value: 'month', label: 'month' }, { value: 'quarter', label: 'quarter' }, { value: 'half_year', label: 'half year' }, { value: 'year', label: 'year' }]} />
        <PlaceWhole label="Days after its end" place="payout.days" width="m" />
        <PlaceAmount label="From" place="payout.minimum" isOptional />
      </div>
      {kept.length > 0 && <Text size="sm" c="dimmed" mt="xs">Kept as written in the JSON: {kept.join(', ')}.</Text>}
    </Section>
  )
}

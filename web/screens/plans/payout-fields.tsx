import { Section } from '../../parts/page.tsx'
import { PlaceAmount } from './amount-field.tsx'
import classes from './builder.module.css'
import { isObject } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceSelect, PlaceWhole } from './draft-fields.tsx'
import { payoutRules } from './plan-rules.tsx'
import { AddRule, Kept, keptBeside, RuleRows } from './rule-row.tsx'

/** When, from which amount on and how partners are paid. */
export function PayoutFields() {
  const payout = useDraft().document['payout']
  return (
    <Section title="Payment">
      <div className={classes.fields}>
        <PlaceSelect label="Paid each" place="payout.every" otherwise="month" choices={[{ value: 'day', label: 'day' }, { value: 'half_month', label: 'half month' }, { value: 'month', label: 'month' }, { value: 'quarter', label: 'quarter' }, { value: 'half_year', label: 'half year' }, { value: 'year', label: 'year' }]} />
        <PlaceWhole label="Days after its end" place="payout.days" width="m" />
        <PlaceAmount label="From" place="payout.minimum" isOptional />
      </div>
      <RuleRows rules={payoutRules} under="payout" />
      <Kept of={isObject(payout) ? keptBeside(payout, ['every', 'days', 'minimum'], payoutRules) : []} />
      <AddRule rules={payoutRules} under="payout" label="Add to payment" />
    </Section>
  )
}

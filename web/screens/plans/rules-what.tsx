import { PlaceAmount } from './amount-field.tsx'
import { itemChoices, periodChoices } from './choices.ts'
import { ConditionFields, isSimpleCondition } from './condition-fields.tsx'
import { at, componentsOf, isObject, textAt } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceDay, PlaceLength, PlaceSelect, PlaceText, PlaceTick, PlaceTicks, PlaceWhole, PlaceWords } from './draft-fields.tsx'
import { isText, isThing, type Rule } from './rule-row.tsx'
import { WhoseField } from './whose-field.tsx'

const group = 'What counts'
const others = (label: string) => periodChoices.map((one) => (one.value === 'ever' ? { ...one, label } : one))

/** On what a component pays, and how much of it, in the order in which it is read. */
export const rulesOfWhat: Rule[] = [
  {
    group, key: 'window', label: 'Time with a customer', add: 'Only for a time', start: () => ({ months: 12 }), knows: isThing, parts: ['months', 'days', 'after', 'from'],
    fields: ({ place }) => <><PlaceLength place={place} /><PlaceWhole label="After months" place={`${place}.after`} isOptional="unsaid" /><PlaceText label="Counted from field" place={`${place}.from`} placeholder="the first one" isOptional="unsaid" /></>,
  },
  {
    group, key: 'limits.items', label: 'First ones only', start: () => ({ count: 1, per: 'account' }), knows: isThing, parts: ['count', 'per', 'over', 'distinct'],
    fields: ({ place }) => (
      <>
        <PlaceWhole label="How many" place={`${place}.count`} />
        <WhoseField label="Of" place={`${place}.per`} />
        <PlaceSelect label="In a" place={`${place}.over`} otherwise="" choices={[{ value: '', label: 'lifetime' }, ...periodChoices.filter((one) => one.value !== 'ever')]} />
        <PlaceText label="Counting values of field" place={`${place}.distinct`} width="l" placeholder="each one" isOptional="unsaid" />
      </>
    ),
  },
  { group, key: 'where', label: 'Condition', start: () => ({ field: 'product', is: '' }), knows: isSimpleCondition, fields: ConditionFields },
  { group, key: 'basis.lines', label: 'Kinds of invoice lines', start: () => [], knows: Array.isArray, fields: ({ place }) => <PlaceWords label="Kinds" placeholder="licence" place={place} /> },
  { group, key: 'basis.discountOver', label: 'Discount over lines', add: 'Discounts shared over lines', start: () => [], knows: Array.isArray, fields: ({ place }) => <PlaceWords label="Kinds that share it" placeholder="licence" place={place} /> },
  { group, key: 'basis.of', label: 'Amount that counts', add: 'Another amount, such as margin', start: () => 'margin', knows: isText, fields: ({ place }) => <PlaceText label="Named" place={place} placeholder="margin" /> },
  { group, key: 'basis.minus', label: 'Does not count', add: 'Amounts that do not count', start: () => [], knows: Array.isArray, fields: ({ place }) => <PlaceWords label="Named" placeholder="services" place={place} /> },
  { group, key: 'basis.firstYear', label: 'First year', add: 'Only the first year of a longer term', start: () => true, knows: (value) => typeof value === 'boolean', fields: ({ place }) => <PlaceTick label="Of a term of more than 12 months only the first 12" place={place} /> },
  { group, key: 'basis.ceiling', label: 'Ceiling', add: 'Never more than the first purchase', start: () => 'first', fields: ({ place }) => <PlaceSelect label="Never more than" place={place} width="l" choices={[{ value: 'first', label: 'the first with the customer' }]} /> },
  { group, key: 'from', label: 'Start', add: 'First day', start: () => '', knows: isText, fields: ({ place }) => <PlaceDay label="From" place={place} /> },
  { group, key: 'until', label: 'End', add: 'Last day', start: () => '', knows: isText, fields: ({ place }) => <PlaceDay label="Before" place={place} /> },
  { group, key: 'announced', label: 'Announced', add: 'Day on which partners were told', start: () => '', knows: isText, fields: ({ place }) => <PlaceDay label="On" place={place} /> },
  { group, key: 'less', label: 'Less others', add: 'Less what others pay on it', start: (document, index) => componentsOf(document).slice(0, index).map((one) => textAt(one, 'id')).slice(-1), knows: Array.isArray, fields: LessField },
  { group, key: 'replaces', label: 'Instead of', add: 'Instead of another component', start: (document, index) => componentsOf(document).flatMap((one, i) => (i === index ? [] : [textAt(one, 'id')])).slice(0, 1), knows: Array.isArray, fields: ReplacesField },
  {
    group, key: 'exclusive', label: 'One of a group', add: 'Only one of a group pays', start: () => ({ group: 'offer', priority: 1 }), knows: isThing, parts: ['group', 'priority', 'per'],
    fields: ({ place }) => <><PlaceText label="Group" place={`${place}.group`} /><PlaceWhole label="Priority" place={`${place}.priority`} /><PlaceSelect label="For each" place={`${place}.per`} otherwise="item" choices={[{ value: 'item', label: 'item' }, { value: 'account', label: 'customer' }]} /></>,
  },
  {
    group, key: 'needs', label: 'Pending until', start: () => ({ that: { field: '', is: '' }, period: 'quarter' }), knows: (value) => isObject(value) && isSimpleCondition(at(value, 'that')), parts: ['that', 'period', 'by', 'within.days', 'within.months'],
    fields: ({ place }) => (
      <>
        <ConditionFields place={`${place}.that`} />
        <PlaceSelect label="By the end of the" place={`${place}.period`} otherwise="" choices={[{ value: '', label: 'no period' }, ...periodChoices.filter((one) => one.value !== 'ever')]} />
        <PlaceDay label="By a day" place={`${place}.by`} isOptional="unsaid" />
        <PlaceLength place={`${place}.within`} months="In months" days="In days" />
      </>
    ),
  },
  {
    group, key: 'keepAlive', label: 'Lost after a silence', start: () => ({ months: 12, on: ['sale'] }), knows: isThing, parts: ['months', 'days', 'on'],
    fields: ({ place }) => <><PlaceLength place={place} /><PlaceTicks label="Without" place={`${place}.on`} choices={itemChoices} /></>,
  },
  {
    group: 'How much', key: 'limits.perPeriod', label: 'Limit in a period', start: () => ({ amount: '', over: 'quarter' }), knows: isThing, parts: ['amount', 'over', 'per'],
    fields: ({ place }) => <><PlaceAmount label="At most" place={`${place}.amount`} isPaid /><PlaceSelect label="In a" place={`${place}.over`} choices={others('lifetime')} width="m" /><WhoseField label="For" place={`${place}.per`} otherwise="partner" /></>,
  },
]

function ReplacesField({ place }: { place: string }) {
  const { document } = useDraft()
  const own = Number(place.split('.')[1])
  const known = componentsOf(document).flatMap((one, i) => (i === own || 'share' in one ? [] : [textAt(one, 'id')]))
  return <PlaceWords label="Components" description={`On what both are for. There is ${known.join(', ') || 'no other'}.`} data={known} place={place} />
}

function LessField({ place }: { place: string }) {
  const { document } = useDraft()
  const before = componentsOf(document).slice(0, Number(place.split('.')[1])).flatMap((one) => ('share' in one ? [] : [textAt(one, 'id')]))
  return <PlaceWords label="Components" description={`What they pay on the same item is taken off. They stand before it: ${before.join(', ') || 'there is none'}.`} data={before} place={place} />
}

import { NativeSelect } from '@mantine/core'
import { PlaceAmount } from './amount-field.tsx'
import { periodChoices } from './choices.ts'
import { at, isObject, textAt } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceDay, PlaceLength, PlaceSelect, PlaceText, PlaceTick, PlaceWhole } from './draft-fields.tsx'
import { isText, isThing, type Rule } from './rule-row.tsx'

const [much, whom, paid] = ['How much', 'To whom', 'When it is paid']

/** How much a component pays, to whom and when, in the order in which it is read. */
export const rulesOfHow: Rule[] = [
  { group: much, key: 'unit', label: 'Pays in', add: 'Points or a credit instead of money', start: () => 'points', knows: (value) => isText(value) || (isObject(value) && isText(value['credit'])), fields: UnitField },
  { group: much, key: 'limits.perItem', label: 'Limit for each', start: () => '', knows: (value) => isText(value) || isObject(value), fields: ({ place }) => <PlaceAmount label="At most" place={place} isPaid /> },
  { group: much, key: 'limits.atLeast', label: 'At least for each', start: () => '', knows: (value) => isText(value) || isObject(value), fields: ({ place }) => <PlaceAmount label="At least" place={place} isPaid /> },
  {
    group: much, key: 'limits.minimum', label: 'Least in a period', start: () => ({ amount: '', over: 'quarter', below: 'nothing' }), knows: isThing, parts: ['amount', 'over', 'below'],
    fields: ({ place }) => (
      <>
        <PlaceAmount label="At least" place={`${place}.amount`} isPaid />
        <PlaceSelect label="In a" place={`${place}.over`} choices={periodChoices} />
        <PlaceSelect label="Less" place={`${place}.below`} width="l" choices={[{ value: 'nothing', label: 'pays nothing' }, { value: 'topped_up', label: 'is topped up' }, { value: 'advanced', label: 'is topped up in advance' }]} />
      </>
    ),
  },
  {
    group: much, key: 'price', label: 'Discount off a list price', start: () => ({ list: 'list' }), knows: isThing, parts: ['list', 'rebate'],
    fields: ({ place }) => <><PlaceText label="List price, named" place={`${place}.list`} placeholder="list" isOptional="unsaid" /><PlaceTick label="Paid back as a rebate" place={`${place}.rebate`} /></>,
  },
  { group: whom, key: 'to', label: 'To', add: 'To somebody else', start: () => 'protected', knows: (value) => isText(value) || (isObject(value) && ('touch' in value || 'above' in value)), fields: ToField },
  { group: whom, key: 'split', label: 'Several partners', add: 'Each of several gets all of it', start: () => 'each_in_full', knows: isText, fields: ({ place }) => <PlaceSelect label="Several partners" place={place} otherwise="weights" width="l" choices={[{ value: 'weights', label: 'share it' }, { value: 'each_in_full', label: 'get all of it each' }]} /> },
  { group: whom, key: 'owes', label: 'Owed', add: 'The partner owes it', start: () => true, knows: (value) => value === true, fields: ({ place }) => <PlaceTick label="The partner owes it, as a fee or a penalty; it is set off against what is paid" place={place} /> },
  {
    group: paid, key: 'payable', label: 'Payable', add: 'Paid as the customer pays', start: () => 'as_collected', knows: isText,
    fields: ({ place }) => <PlaceSelect label="Payable" place={place} otherwise="when_earned" width="l" choices={[{ value: 'when_earned', label: 'when it is earned' }, { value: 'as_collected', label: 'as the customer pays' }, { value: 'when_collected', label: 'once all of it is paid' }, { value: 'when_activated', label: 'once it is activated' }]} />,
  },
  {
    group: paid, key: 'hold', label: 'Hold', start: () => ({ days: 30 }), knows: isThing, parts: ['days', 'months', 'from', 'until'],
    fields: ({ place }) => (
      <>
        <PlaceLength place={place} />
        <PlaceSelect label="Counted from" place={`${place}.from`} otherwise="item" choices={[{ value: 'item', label: 'each one' }, { value: 'first', label: 'the first one' }]} />
        <PlaceDay label="Not before" place={`${place}.until`} isOptional="unsaid" />
      </>
    ),
  },
  {
    group: paid, key: 'instalments', label: 'In parts', start: () => ({ count: 12 }), knows: isThing, parts: ['count', 'everyMonths', 'stops'],
    fields: ({ place }) => <><PlaceWhole label="Parts" place={`${place}.count`} /><PlaceWhole label="Months apart" place={`${place}.everyMonths`} placeholder="1" isOptional="unsaid" /><PlaceTick label="None after they leave" place={`${place}.stops`} otherwise /></>,
  },
  {
    group: paid, key: 'clawback', label: 'Return if they leave', start: () => ({ days: 365, how: 'by_day' }), knows: isThing, parts: ['days', 'months', 'how', 'from'],
    fields: ({ place }) => (
      <>
        <PlaceLength place={place} months="Within months" days="Within days" />
        <PlaceSelect label="Counted from" place={`${place}.from`} otherwise="item" choices={[{ value: 'item', label: 'the purchase' }, { value: 'activation', label: 'activation' }]} />
        <PlaceSelect label="Returned" place={`${place}.how`} otherwise="by_day" choices={[{ value: 'by_day', label: 'pro rata' }, { value: 'by_month', label: 'by months not begun' }, { value: 'full', label: 'in full' }]} />
      </>
    ),
  },
  { group: paid, key: 'refunds', label: 'Refunds', add: 'What a refund takes back', start: () => 'until_paid', knows: isText, fields: ({ place }) => <PlaceSelect label="Take back their part" place={place} otherwise="taken_back" width="l" choices={[{ value: 'taken_back', label: 'always' }, { value: 'until_paid', label: 'only until it is paid' }, { value: 'kept', label: 'never' }, { value: 'as_they_come', label: 'on the day they come back' }]} /> },
  { group: 'Agreement', key: 'clause', label: 'Clause', add: 'Clause of the agreement', start: () => '', knows: isText, fields: ({ place }) => <PlaceText label="Of the agreement" place={place} width="l" placeholder="§ 4.2" /> },
]

function UnitField({ place }: { place: string }) {
  const { document, set } = useDraft()
  const isCredit = isObject(at(document, place))
  const name = textAt(document, isCredit ? `${place}.credit` : place)
  return (
    <>
      <NativeSelect label="Pays in" w="12.5rem" maw="100%" name={`${place}.kind`} value={isCredit ? 'credit' : 'unit'} data={[{ value: 'unit', label: 'a unit such as points' }, { value: 'credit', label: 'a credit, not paid out' }]} onChange={(event) => set(place, event.currentTarget.value === 'credit' ? { credit: name } : name)} />
      <PlaceText label="Named" place={isCredit ? `${place}.credit` : place} placeholder={isCredit ? 'gift card' : 'points'} />
    </>
  )
}

const whoms = [
  { value: 'credited', label: 'the credited partner' }, { value: 'protected', label: 'whoever protects the account' }, { value: 'incumbent', label: 'the partner of the purchase before' }, { value: 'customer', label: 'the customer' },
  { value: 'first', label: 'the partner of the first touch' }, { value: 'last', label: 'the partner of the last touch' }, { value: 'all', label: 'the partners of all touches' }, { value: 'above', label: 'the firm above' },
]
function ToField({ place }: { place: string }) {
  const { document, set } = useDraft()
  const value = at(document, place)
  const touch = textAt(value, 'touch')
  const chosen = typeof value === 'string' ? value : touch || 'above'
  const choose = (next: string) => set(place, next === 'credited' ? undefined : next === 'above' ? { above: 1 } : ['first', 'last', 'all'].includes(next) ? { ...(isObject(value) && touch ? value : { days: 30 }), touch: next } : next)
  return (
    <>
      <NativeSelect label="To" w="17rem" maw="100%" name={place} value={chosen} data={whoms} onChange={(event) => choose(event.currentTarget.value)} />
      {chosen === 'above' && <PlaceWhole label="Levels above" place={`${place}.above`} />}
      {touch && (
        <>
          <PlaceLength place={place} months="Within months" days="Within days" />
          <PlaceWhole label="Within hours" place={`${place}.hours`} isOptional="unsaid" />
          <PlaceText label="Before the day of field" place={`${place}.upTo`} width="l" placeholder="the first purchase" isOptional="unsaid" />
          <PlaceTick label="Each touch starts anew" place={`${place}.restarts`} otherwise />
        </>
      )}
    </>
  )
}

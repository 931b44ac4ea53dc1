import { currencyChoices } from '../../parts/currency-choices.ts'
import { PlaceAmount } from './amount-field.tsx'
import { CapsFields, startOfCaps } from './caps-fields.tsx'
import { ConditionFields, isSimpleCondition } from './condition-fields.tsx'
import { componentsOf, isObject, textAt, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlacePercent, PlaceSelect, PlaceText, PlaceTick, PlaceWhole, PlaceWords } from './draft-fields.tsx'
import { ExpiryFields, startOfExpiry, unitsOf } from './expiry-fields.tsx'
import { LadderFields, startOfLadder } from './ladder-fields.tsx'
import { isText, isThing, type Rule } from './rule-row.tsx'
import { startOfTogether, TogetherFields } from './together-fields.tsx'

const isRows = (value: Json | undefined) => Array.isArray(value) && value.every(isObject)
const zones = typeof Intl.supportedValuesOf === 'function' ? ['UTC', ...Intl.supportedValuesOf('timeZone')] : []

/** What holds for all of the plan. */
export const planRules: Rule[] = [
  { key: 'expiry', label: 'What lapses', add: 'When points or credits lapse', start: startOfExpiry, knows: isRows, fields: ExpiryFields },
  { key: 'tiers', label: 'Tiers', start: startOfLadder, knows: (value) => isObject(value) && isRows(value['rows']), parts: ['review', 'up', 'rows'], fields: LadderFields },
  { key: 'caps', label: 'Limit together', add: 'Limit over several components', start: startOfCaps, knows: isRows, fields: CapsFields },
  { key: 'together', label: 'All partners of an item', add: 'Limit for all partners of an item', start: startOfTogether, knows: isRows, fields: TogetherFields },
  {
    key: 'contract', label: 'Contract years', add: 'Contract years of each partner', start: () => ({ from: 'signed_on' }), knows: isThing, parts: ['from'],
    fields: ({ place }) => <PlaceText label="Counted from the day in field" description="A day that is told of each partner. With first_day they are those of each customer." place={`${place}.from`} width="l" />,
  },
  { key: 'notice', label: 'Notice', add: 'Notice of a change', start: () => ({ days: 30 }), knows: isThing, parts: ['days'], fields: ({ place }) => <PlaceWhole label="Days before a change partners are told" place={`${place}.days`} width="l" /> },
  { key: 'currencies', label: 'Further currencies', start: () => [], knows: Array.isArray, fields: ({ place }) => <PlaceWords label="Worked out and owed as they are" place={place} placeholder="USD" data={currencyChoices('')} /> },
  { key: 'rounding', label: 'Rounding', start: () => 'half_even', knows: isText, fields: ({ place }) => <PlaceSelect label="Each amount is rounded" place={place} otherwise="half_away" width="l" choices={[{ value: 'half_away', label: 'half away from zero' }, { value: 'half_even', label: 'half to even' }, { value: 'down', label: 'towards zero' }]} /> },
  { key: 'timeZone', label: 'Time zone', start: () => 'UTC', knows: isText, fields: TimeZone },
]

/** Those that make sense of this plan: what lapses where something is paid in other than money, limits together where there are several. */
export const fitting = (rules: Rule[], document: Parameters<Rule['start']>[0]): Rule[] =>
  rules.filter((rule) => (rule.key !== 'expiry' || document['expiry'] !== undefined || unitsOf(document).length > 0) && (rule.key !== 'caps' || document['caps'] !== undefined || componentsOf(document).length > 1))

/** How it is paid, beside how often and from which amount on. */
export const payoutRules: Rule[] = [
  { key: 'businessDays', label: 'Business days', add: 'Business days more', start: () => 5, knows: isText, fields: ({ place }) => <PlaceWhole label="More, Monday to Friday" place={place} width="l" /> },
  { key: 'below', label: 'Less than the least', start: () => 'forfeited', knows: isText, fields: ({ place }) => <PlaceSelect label="Less than that" place={place} otherwise="carried" choices={[{ value: 'carried', label: 'is carried on' }, { value: 'forfeited', label: 'is lost' }]} /> },
  { key: 'onRequest', label: 'On request', start: () => true, knows: (value) => typeof value === 'boolean', fields: ({ place }) => <PlaceTick label="Paid only when the partner asks" place={place} /> },
  { key: 'needs', label: 'What must hold', add: 'What must hold on the day', start: () => ({ field: '', is: '' }), knows: isSimpleCondition, fields: ConditionFields },
  { key: 'withholdPercent', label: 'Withheld', start: () => '', knows: isText, fields: ({ place }) => <PlacePercent label="Percent" place={place} /> },
  { key: 'fee', label: 'Fee', start: () => ({ percent: '' }), knows: isThing, parts: ['percent', 'max'], fields: ({ place }) => <><PlacePercent label="Percent" place={`${place}.percent`} /><PlaceAmount label="At most" place={`${place}.max`} isOptional /></> },
  { key: 'currency', label: 'Paid in', add: 'Paid in another currency', start: (document) => textAt(document, 'currency'), knows: isText, fields: (props) => <Currency {...props} label="Currency" /> },
  { key: 'books', label: 'Books', add: 'Books in another currency', start: (document) => textAt(document, 'currency'), knows: isText, fields: (props) => <Currency {...props} label="Currency of the books" /> },
]

function TimeZone({ place }: { place: string }) {
  return zones.length > 0 ? <PlaceSelect label="Days are those of" place={place} width="l" choices={zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))} /> : <PlaceText label="Days are those of" place={place} width="l" />
}

function Currency({ place, label }: { place: string; label: string }) {
  const { document } = useDraft()
  return <PlaceSelect label={label} place={place} width="l" choices={currencyChoices(textAt(document, place)).map((value) => ({ value, label: value }))} />
}

import { NativeSelect } from '@mantine/core'
import { PlaceAmount } from './amount-field.tsx'
import { AwardFields, RankedFields } from './award-fields.tsx'
import { BandsFields } from './bands-fields.tsx'
import { at, isObject, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlacePercent, PlaceText } from './draft-fields.tsx'
import { Kept } from './rule-row.tsx'
import { isTable, TableFields } from './table-fields.tsx'
import { TierFields } from './tier-fields.tsx'

/** `parts` are the keys that the fields show; a form with others is left to the JSON. */
const kinds: { value: string; label: string; start: Document; parts: string[] }[] = [
  { value: 'percent', label: 'A percentage', start: { percent: '' }, parts: ['percent'] },
  { value: 'flat', label: 'A flat amount', start: { flat: '' }, parts: ['flat'] },
  { value: 'bands', label: 'A rate by bands', start: { bands: { over: 'quarter', mode: 'marginal', rows: [{ upTo: '', percent: '' }, { percent: '' }] } }, parts: ['bands'] },
  { value: 'percentByTier', label: 'A rate by tier', start: { percentByTier: { silver: '', gold: '' }, otherwise: '0' }, parts: ['percentByTier', 'otherwise'] },
  { value: 'perUnit', label: 'An amount for each unit', start: { perUnit: '' }, parts: ['perUnit'] },
  { value: 'table', label: 'A rate by product or other fields', start: { table: { rows: [{ when: { product: '' }, percent: '' }] } }, parts: ['table'] },
  { value: 'percentFrom', label: 'A rate that a field says', start: { percentFrom: 'rate' }, parts: ['percentFrom', 'atMost'] },
  { value: 'award', label: 'An amount at a total', start: { award: { over: 'quarter', measure: 'amount', rows: [{ at: '', flat: '' }] } }, parts: ['award'] },
  { value: 'ranked', label: 'Prizes by rank', start: { ranked: { over: 'quarter', prizes: [''] } }, parts: ['ranked'] },
]

function kindOf(pay: Json | undefined) {
  if (!isObject(pay)) return undefined
  const found = kinds.find((one) => one.value in pay && Object.keys(pay).every((key) => one.parts.includes(key)))
  const own = found && pay[found.value]
  const isWhole = found && (found.value === 'table' ? isTable(own) : typeof found.start[found.value] === 'object' ? isObject(own) : found.value === 'flat' || found.value === 'perUnit' ? typeof own === 'string' || isObject(own) : typeof own === 'string')
  return isWhole ? found : undefined
}

/** What a component pays: one of the forms, and its amounts. */
export function PayFields({ index }: { index: number }) {
  const { document, set, errorAt } = useDraft()
  const place = `components.${index}.pay`
  const kind = kindOf(at(document, place))
  const choose = (value: string) => {
    const to = kinds.find((one) => one.value === value)
    if (to && to !== kind) set(place, to.start)
  }
  return (
    <>
      <NativeSelect
        label="Pays" name={place} w="15rem" maw="100%" value={kind?.value ?? ''} error={kind ? undefined : errorAt(place)} onChange={(event) => choose(event.currentTarget.value)}
        data={kind ? kinds.map(({ value, label }) => ({ value, label })) : [{ value: '', label: 'As written in the JSON' }, ...kinds.map(({ value, label }) => ({ value, label }))]}
      />
      {kind?.value === 'percent' && <PlacePercent label="Percent" place={`${place}.percent`} />}
      {kind?.value === 'flat' && <PlaceAmount label="Amount" place={`${place}.flat`} isPaid />}
      {kind?.value === 'perUnit' && <PlaceAmount label="Amount" place={`${place}.perUnit`} isPaid />}
      {kind?.value === 'bands' && <BandsFields place={`${place}.bands`} />}
      {kind?.value === 'percentFrom' && <><PlaceText label="Field" place={`${place}.percentFrom`} /><PlacePercent label="At most" place={`${place}.atMost`} isOptional="unsaid" /></>}
      {kind?.value === 'award' && <AwardFields place={`${place}.award`} />}
      {kind?.value === 'ranked' && <RankedFields place={`${place}.ranked`} />}
      {kind?.value === 'table' && <TableFields place={`${place}.table`} />}
      {!kind && <Kept of={['pay']} />}
      {kind?.value === 'percentByTier' && <TierFields place={place} />}
    </>
  )
}

import { NativeSelect } from '@mantine/core'
import { BandsFields } from './bands-fields.tsx'
import { at, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceAmount, PlacePercent } from './draft-fields.tsx'
import { TierFields } from './tier-fields.tsx'

/** `parts` are the keys that the fields show; a form with others is left to the JSON. */
const kinds: { value: string; label: string; start: Json; parts: string[] }[] = [
  { value: 'percent', label: 'A percentage', start: { percent: '' }, parts: ['percent'] },
  { value: 'flat', label: 'A flat amount', start: { flat: '' }, parts: ['flat'] },
  { value: 'bands', label: 'A rate by bands', start: { bands: { over: 'quarter', mode: 'marginal', rows: [{ upTo: '', percent: '' }, { percent: '' }] } }, parts: ['bands'] },
  { value: 'percentByTier', label: 'A rate by tier', start: { percentByTier: { silver: '', gold: '' }, otherwise: '0' }, parts: ['percentByTier', 'otherwise'] },
  { value: 'perUnit', label: 'An amount for each unit', start: { perUnit: '' }, parts: ['perUnit'] },
]
const isObject = (value: Json | undefined): value is Document => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: Json | undefined) => typeof value === 'string'

function kindOf(pay: Json | undefined) {
  if (!isObject(pay)) return undefined
  const found = kinds.find((one) => one.value in pay && Object.keys(pay).every((key) => one.parts.includes(key)))
  const isWhole = found && (found.value === 'bands' || found.value === 'percentByTier' ? isObject(pay[found.value]) : isText(pay[found.value]))
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
        label="Pays" name={place} w="12rem" maw="100%" value={kind?.value ?? ''} error={kind ? undefined : errorAt(place)} onChange={(event) => choose(event.currentTarget.value)}
        data={kind ? kinds.map(({ value, label }) => ({ value, label })) : [{ value: '', label: 'As written in the JSON' }, ...kinds.map(({ value, label }) => ({ value, label }))]}
      />
      {kind?.value === 'percent' && <PlacePercent label="Percent" place={`${place}.percent`} />}
      {kind?.value === 'flat' && <PlaceAmount label="Amount" place={`${place}.flat`} />}
      {kind?.value === 'perUnit' && <PlaceAmount label="Amount" place={`${place}.perUnit`} />}
      {kind?.value === 'bands' && <BandsFields place={`${place}.bands`} />}
      {kind?.value === 'percentByTier' && <TierFields place={place} />}
    </>
  )
}

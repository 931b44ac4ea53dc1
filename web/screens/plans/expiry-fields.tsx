import { calendarChoices } from './choices.ts'
import { at, componentsOf, isObject, textAt, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceLength, PlacePercent, PlaceSelect } from './draft-fields.tsx'
import { RowFields } from './row-fields.tsx'

/** The names of what is paid in other than money, as components say them. */
export const unitsOf = (document: Document): string[] => [...new Set(componentsOf(document).flatMap((one) => {
  const unit = one['unit']
  return typeof unit === 'string' && unit ? [unit] : isObject(unit) && textAt(unit, 'credit') ? [textAt(unit, 'credit')] : one['to'] === 'customer' && unit === undefined ? ['money'] : []
}))]

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
const freeUnit = (document: Document): string => unitsOf(document).find((unit) => !listOf(document['expiry']).some((one) => textAt(one, 'unit') === unit)) ?? ''

export const startOfExpiry = (document: Document): Json => [{ unit: freeUnit(document), months: 12 }]

/** When what is not used lapses: for each unit a length, the end of a period, a time without activity. What comes first counts. */
export function ExpiryFields({ place }: { place: string }) {
  const { document } = useDraft()
  const units = unitsOf(document)
  const isMore = listOf(at(document, place)).length < units.length
  return (
    <RowFields place={place} nameOf={(row, i) => textAt(row, 'unit') || `Unit ${i + 1}`} next={isMore ? (own) => ({ unit: freeUnit(own), months: 12 }) : undefined} add="Add another unit">
      {(own, row) => (
        <>
          <PlaceSelect label="Of" place={`${own}.unit`} choices={units.map((value) => ({ value, label: value === 'money' ? 'money of customers' : value }))} />
          <PlaceLength place={own} months="Months after" days="Days after" />
          <PlaceSelect label="At the end of the" place={`${own}.end`} otherwise="" choices={[{ value: '', label: 'no period' }, ...calendarChoices]} />
          <PlaceLength place={`${own}.idle`} months="Months of silence" days="Days of silence" />
          {isObject(at(row, 'idle')) && <PlaceSelect label="In which nothing was" place={`${own}.idle.without`} otherwise="either" width="l" choices={[{ value: 'either', label: 'earned or used' }, { value: 'earned', label: 'earned' }, { value: 'used', label: 'used' }]} />}
          <PlacePercent label="Percent that lapses" place={`${own}.percent`} width="m" isOptional="unsaid" />
          {textAt(row, 'percent') !== '' && <PlaceSelect label="The rest" place={`${own}.rest`} otherwise="again" width="l" choices={[{ value: 'again', label: 'lapses like it, each time' }, { value: 'keeps', label: 'keeps for ever' }]} />}
        </>
      )}
    </RowFields>
  )
}

import { PlaceAmount } from './amount-field.tsx'
import { periodChoices } from './choices.ts'
import { componentsOf, textAt, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceSelect, PlaceWords } from './draft-fields.tsx'
import { RowFields } from './row-fields.tsx'
import { WhoseField } from './whose-field.tsx'

const cap = (document: Document): Json => ({ of: componentsOf(document).map((one) => textAt(one, 'id')), amount: '', over: 'quarter' })
export const startOfCaps = (document: Document): Json => [cap(document)]

/** Limits over several components together. */
export function CapsFields({ place }: { place: string }) {
  const { document } = useDraft()
  return (
    <RowFields place={place} nameOf={(_, i) => `Limit ${i + 1}`} next={cap} add="Add another limit">
      {(own) => (
        <>
          <PlaceWords label="Components" place={`${own}.of`} data={componentsOf(document).map((one) => textAt(one, 'id'))} />
          <PlaceAmount label="At most" place={`${own}.amount`} />
          <PlaceSelect label="In a" place={`${own}.over`} choices={periodChoices} />
          <WhoseField label="For" place={`${own}.per`} otherwise="partner" />
        </>
      )}
    </RowFields>
  )
}

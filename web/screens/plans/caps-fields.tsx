import { CloseButton } from '@mantine/core'
import { PlaceAmount } from './amount-field.tsx'
import classes from './builder.module.css'
import { periodChoices } from './choices.ts'
import { at, componentsOf, textAt, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceSelect, PlaceWords, RowButton } from './draft-fields.tsx'
import { WhoseField } from './whose-field.tsx'

const cap = (document: Document): Json => ({ of: componentsOf(document).map((one) => textAt(one, 'id')), amount: '', over: 'quarter' })
export const startOfCaps = (document: Document): Json => [cap(document)]

/** Limits over several components together. */
export function CapsFields({ place }: { place: string }) {
  const { document, set } = useDraft()
  const value = at(document, place)
  const all: Json[] = Array.isArray(value) ? value : []
  return (
    <div className={classes.stack}>
      {all.map((_, i) => {
        const own = `${place}.${i}`
        return (
          <div key={`${i} of ${all.length}`} className={classes.fields} role="group" aria-label={`Limit ${i + 1}`}>
            <PlaceWords label="Components" place={`${own}.of`} data={componentsOf(document).map((one) => textAt(one, 'id'))} />
            <PlaceAmount label="At most" place={`${own}.amount`} />
            <PlaceSelect label="In a" place={`${own}.over`} choices={periodChoices} />
            <WhoseField label="For" place={`${own}.per`} otherwise="partner" />
            {all.length > 1 && <CloseButton size="sm" mt={30} aria-label={`Take out: limit ${i + 1}`} onClick={() => set(own, undefined)} />}
          </div>
        )
      })}
      <RowButton onClick={() => set(place, [...all, cap(document)])}>Add another limit</RowButton>
    </div>
  )
}

import { CloseButton } from '@mantine/core'
import { PlaceAmount } from './amount-field.tsx'
import classes from './builder.module.css'
import { at, componentsOf, textAt, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlacePercent, PlaceSelect, PlaceWords, RowButton } from './draft-fields.tsx'

/** What is paid on an item itself; a share is of another component. */
const onItems = (document: Document): string[] => componentsOf(document).flatMap((one) => ('share' in one ? [] : [textAt(one, 'id')]))
const limit = (document: Document): Json => ({ of: onItems(document), percent: '' })
export const startOfTogether = (document: Document): Json => [limit(document)]

/** What all partners of one item get of it together at most. */
export function TogetherFields({ place }: { place: string }) {
  const { document, set } = useDraft()
  const value = at(document, place)
  const all: Json[] = Array.isArray(value) ? value : []
  return (
    <div className={classes.stack}>
      {all.map((_, i) => {
        const own = `${place}.${i}`
        return (
          <div key={`${i} of ${all.length}`} className={classes.fields} role="group" aria-label={`Limit ${i + 1}`}>
            <PlaceWords label="Components" place={`${own}.of`} data={onItems(document)} />
            <PlacePercent label="Percent of the item" place={`${own}.percent`} isOptional="unsaid" width="m" />
            <PlaceAmount label="At most" place={`${own}.amount`} isOptional="unsaid" />
            <PlaceSelect label="What is above it is cut" place={`${own}.cut`} otherwise="in_proportion" width="l" choices={[{ value: 'in_proportion', label: 'from each in proportion' }, { value: 'in_order', label: 'from the last first' }]} />
            {all.length > 1 && <CloseButton size="sm" mt={30} aria-label={`Take out: limit ${i + 1}`} onClick={() => set(own, undefined)} />}
          </div>
        )
      })}
      <RowButton onClick={() => set(place, [...all, limit(document)])}>Add another limit</RowButton>
    </div>
  )
}

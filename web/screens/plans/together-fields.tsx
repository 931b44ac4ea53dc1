import { PlaceAmount } from './amount-field.tsx'
import { componentsOf, textAt, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlacePercent, PlaceSelect, PlaceWords } from './draft-fields.tsx'
import { RowFields } from './row-fields.tsx'

/** What is paid on an item itself; a share is of another component. */
const onItems = (document: Document): string[] => componentsOf(document).flatMap((one) => ('share' in one ? [] : [textAt(one, 'id')]))
const limit = (document: Document): Json => ({ of: onItems(document), percent: '' })
export const startOfTogether = (document: Document): Json => [limit(document)]

/** What all partners of one item get of it together at most. */
export function TogetherFields({ place }: { place: string }) {
  const { document } = useDraft()
  return (
    <RowFields place={place} nameOf={(_, i) => `Limit ${i + 1}`} next={limit} add="Add another limit">
      {(own) => (
        <>
          <PlaceWords label="Components" place={`${own}.of`} data={onItems(document)} />
          <PlacePercent label="Percent of the item" place={`${own}.percent`} isOptional="unsaid" width="m" />
          <PlaceAmount label="At most" place={`${own}.amount`} isOptional="unsaid" />
          <PlaceSelect label="What is above it is cut" place={`${own}.cut`} otherwise="in_proportion" width="l" choices={[{ value: 'in_proportion', label: 'from each in proportion' }, { value: 'in_order', label: 'from the last first' }]} />
        </>
      )}
    </RowFields>
  )
}

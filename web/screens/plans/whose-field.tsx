import { NativeSelect } from '@mantine/core'
import { at, isObject } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceText } from './draft-fields.tsx'

/** Of whom something is counted: a partner, a customer, or each value of a field such as a subscription. */
export function WhoseField({ label, place, otherwise }: { label: string; place: string; otherwise?: 'partner' }) {
  const { document, set } = useDraft()
  const value = at(document, place)
  const isField = isObject(value)
  return (
    <>
      <NativeSelect
        label={label} w="9rem" maw="100%" name={place} value={isField ? 'field' : typeof value === 'string' ? value : (otherwise ?? 'partner')} data={[{ value: 'partner', label: 'the partner' }, { value: 'account', label: 'each customer' }, { value: 'field', label: 'each value of' }]}
        onChange={(event) => set(place, event.currentTarget.value === 'field' ? { field: '' } : event.currentTarget.value === otherwise ? undefined : event.currentTarget.value)}
      />
      {isField && <PlaceText label="Field" place={`${place}.field`} placeholder="subscription" />}
    </>
  )
}

import { NativeSelect } from '@mantine/core'
import classes from './builder.module.css'
import { at, componentsOf, textAt } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlacePercent, PlaceSelect, PlaceText, PlaceTick, PlaceWhole, PlaceWords } from './draft-fields.tsx'
import { sayComponent } from '../commissions/queries.ts'

/** A share of what another component pays, to somebody else. */
export function ShareFields({ index }: { index: number }) {
  const { document, set } = useDraft()
  const place = `components.${index}.share`
  const before = componentsOf(document).slice(0, index).map((one) => textAt(one, 'id'))
  const to = at(document, `${place}.to.above`) !== undefined ? 'above' : at(document, `${place}.to.earlierProtection`) !== undefined ? 'earlier' : 'field'
  const choose = (value: string) => set(`${place}.to`, value === 'above' ? { above: 1 } : value === 'field' ? { field: '' } : { earlierProtection: { withinDays: 90 } })
  const isList = Array.isArray(at(document, `${place}.of`))
  return (
    <div className={classes.fields}>
      <PlacePercent label="Percent" place={`${place}.percent`} />
      {isList ? <PlaceWords label="Of what is paid for" place={`${place}.of`} data={before} /> : <PlaceSelect label="Of what is paid for" place={`${place}.of`} choices={before.map((id) => ({ value: id, label: sayComponent(id) }))} />}
      <NativeSelect
        label="To" name={`${place}.to`} w="19rem" maw="100%" value={to} onChange={(event) => choose(event.currentTarget.value)}
        data={[{ value: 'above', label: 'the partner above the one who earns it' }, { value: 'earlier', label: 'who protected the account before' }, { value: 'field', label: 'the partner that a field names' }]}
      />
      {to === 'above' && <PlaceWhole label="Levels above" place={`${place}.to.above`} />}
      {to === 'earlier' && <PlaceWhole label="Ended within days" place={`${place}.to.earlierProtection.withinDays`} width="m" />}
      {to === 'field' && <PlaceText label="Field" place={`${place}.to.field`} />}
      <PlaceTick label="Taken from it" place={`${place}.takenFromIt`} />
    </div>
  )
}

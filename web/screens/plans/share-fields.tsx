import { Checkbox, NativeSelect } from '@mantine/core'
import classes from './builder.module.css'
import { at, componentsOf, textAt } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlacePercent, PlaceSelect, PlaceWhole } from './draft-fields.tsx'
import { sayComponent } from '../commissions/queries.ts'

/** A share of what another component pays, to somebody else. */
export function ShareFields({ index }: { index: number }) {
  const { document, set } = useDraft()
  const place = `components.${index}.share`
  const before = componentsOf(document).slice(0, index).map((one) => textAt(one, 'id'))
  const to = at(document, `${place}.to.above`) !== undefined ? 'above' : at(document, `${place}.to.earlierProtection`) !== undefined ? 'earlier' : ''
  const choose = (value: string) => set(`${place}.to`, value === 'above' ? { above: 1 } : { earlierProtection: { withinDays: 90 } })
  return (
    <div className={classes.fields}>
      <PlacePercent label="Percent" place={`${place}.percent`} />
      <PlaceSelect label="Of what is paid for" place={`${place}.of`} choices={before.map((id) => ({ value: id, label: sayComponent(id) }))} />
      <NativeSelect
        label="To" name={`${place}.to`} w="19rem" maw="100%" value={to} onChange={(event) => choose(event.currentTarget.value)}
        data={[...(to ? [] : [{ value: '', label: 'As written in the JSON' }]), { value: 'above', label: 'the partner above the one who earns it' }, { value: 'earlier', label: 'who protected the account before' }]}
      />
      {to === 'above' && <PlaceWhole label="Levels above" place={`${place}.to.above`} />}
      {to === 'earlier' && <PlaceWhole label="Ended within days" place={`${place}.to.earlierProtection.withinDays`} width="m" />}
      <Checkbox label="Taken from it" mt={30} checked={at(document, `${place}.takenFromIt`) === true} onChange={(event) => set(`${place}.takenFromIt`, event.currentTarget.checked || undefined)} />
    </div>
  )
}

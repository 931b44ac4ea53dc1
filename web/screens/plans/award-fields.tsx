import { CloseButton } from '@mantine/core'
import { PlaceAmount } from './amount-field.tsx'
import classes from './builder.module.css'
import { periodChoices } from './choices.ts'
import { at, textAt, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceNumber, PlaceSelect, PlaceTick, RowButton } from './draft-fields.tsx'
import { WhoseField } from './whose-field.tsx'

const measures = [{ value: 'amount', label: 'amounts' }, { value: 'count', label: 'how many' }, { value: 'units', label: 'units' }]
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])

/** An amount when a running total reaches a bound. */
export function AwardFields({ place }: { place: string }) {
  const { document, set } = useDraft()
  const rows = listOf(at(document, `${place}.rows`))
  const isAmount = textAt(document, `${place}.measure`) === 'amount'
  return (
    <div className={classes.stack}>
      <div className={classes.fields}>
        <PlaceSelect label="Total in a" place={`${place}.over`} choices={periodChoices} />
        <PlaceSelect label="Measured in" place={`${place}.measure`} otherwise="count" choices={measures} />
        <WhoseField label="Of" place={`${place}.per`} otherwise="partner" />
        {rows.length === 1 && <PlaceTick label="Again at each multiple" place={`${place}.again`} />}
      </div>
      <ol className={classes.bands}>
        {rows.map((_, i) => {
          const own = `${place}.rows.${i}`
          return (
            <li key={`${i} of ${rows.length}`}>
              {isAmount ? <PlaceAmount label="When it reaches" place={`${own}.at`} hideLabel={i > 0} /> : <PlaceNumber label="When it reaches" place={`${own}.at`} hideLabel={i > 0} />}
              <PlaceAmount label="Pays" place={`${own}.flat`} isPaid hideLabel={i > 0} />
              {rows.length > 1 && <CloseButton size="sm" mb={6} aria-label={`Take out: bound ${i + 1}`} onClick={() => set(own, undefined)} />}
            </li>
          )
        })}
      </ol>
      <RowButton onClick={() => set(`${place}.rows`, [...rows, { at: '', flat: '' }])}>Add bound</RowButton>
    </div>
  )
}

/** Prizes for the partners with the largest totals. */
export function RankedFields({ place }: { place: string }) {
  const { document, set } = useDraft()
  const prizes = listOf(at(document, `${place}.prizes`))
  return (
    <div className={classes.stack}>
      <div className={classes.fields}>
        <PlaceSelect label="Total in a" place={`${place}.over`} choices={periodChoices} />
        <PlaceSelect label="Measured in" place={`${place}.measure`} otherwise="amount" choices={measures} />
      </div>
      <ol className={classes.bands}>
        {prizes.map((_, i) => (
          <li key={`${i} of ${prizes.length}`}>
            <PlaceAmount label={`For number ${i + 1}`} place={`${place}.prizes.${i}`} isPaid />
            {prizes.length > 1 && <CloseButton size="sm" mb={6} aria-label={`Take out: prize ${i + 1}`} onClick={() => set(`${place}.prizes.${i}`, undefined)} />}
          </li>
        ))}
      </ol>
      <RowButton onClick={() => set(`${place}.prizes`, [...prizes, ''])}>Add prize</RowButton>
    </div>
  )
}

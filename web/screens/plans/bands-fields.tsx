import { CloseButton, Text } from '@mantine/core'
import { PlaceAmount } from './amount-field.tsx'
import classes from './builder.module.css'
import { periodChoices } from './choices.ts'
import { at, isObject, keptOf, textAt, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceNumber, PlacePercent, PlaceSelect, PlaceText, PlaceWhole, RowButton } from './draft-fields.tsx'
import { Kept } from './rule-row.tsx'
import { WhoseField } from './whose-field.tsx'

const rowsOf = (value: Json | undefined): Document[] => (Array.isArray(value) ? (value as Document[]) : [])

const shown = ['over', 'measure', 'mode', 'rows', 'per', 'bound', 'quota']

/** Bands of a running total. The last has no upper bound, so that they cover everything. */
export function BandsFields({ place }: { place: string }) {
  const { document, set } = useDraft()
  const rows = rowsOf(at(document, `${place}.rows`))
  const measure = textAt(document, `${place}.measure`)
  const isAmount = measure === '' || measure === 'amount'
  const quota = at(document, `${place}.quota`)
  const bands = at(document, place)
  const write = (next: Json[]) => set(`${place}.rows`, next)
  return (
    <div className={classes.stack}>
      <div className={classes.fields}>
        <PlaceSelect label="Of the total of" width="l" place={`${place}.over`} choices={[{ value: 'item', label: 'each one' }, ...periodChoices.map((one) => (one.value === 'ever' ? one : { ...one, label: `the ${one.label}` }))]} />
        <PlaceSelect label="Measured in" place={`${place}.measure`} otherwise="amount" choices={[{ value: 'amount', label: 'amounts' }, { value: 'count', label: 'how many' }, { value: 'units', label: 'units' }]} />
        <PlaceSelect label="The rate holds for" place={`${place}.mode`} width="l" choices={[{ value: 'marginal', label: 'the part within its band' }, { value: 'whole', label: 'all of the period' }, { value: 'onward', label: 'all from there on' }]} />
        {textAt(document, `${place}.over`) !== 'item' && <WhoseField label="Of" place={`${place}.per`} otherwise="partner" />}
        <PlaceSelect label="Next band begins" place={`${place}.bound`} otherwise="reached" choices={[{ value: 'reached', label: 'at the bound' }, { value: 'passed', label: 'above it' }]} />
        {typeof quota === 'string' && <PlaceText label="Percent of target in field" place={`${place}.quota`} width="l" isOptional="unsaid" />}
        {typeof quota !== 'string' && textAt(document, `${place}.over`) !== 'item' && <PlaceWhole label="Growth over months before" place={`${place}.quota.monthsBefore`} width="l" isOptional="unsaid" />}
      </div>
      <ol className={classes.bands}>
        {rows.map((row, i) => {
          const at = `${place}.rows.${i}`
          const isLast = i === rows.length - 1
          return (
            // A band is known by its place alone.
            <li key={`${i} of ${rows.length}`}>
              {isLast ? <Text size="sm" w="9rem" pb={6}>{rows.length === 1 ? 'All of it' : 'Above that'}</Text> : quota !== undefined ? <PlacePercent label="Up to" place={`${at}.upTo`} width="m" hideLabel={i > 0} /> : isAmount ? <PlaceAmount label="Up to" place={`${at}.upTo`} hideLabel={i > 0} /> : <PlaceNumber label="Up to" place={`${at}.upTo`} hideLabel={i > 0} />}
              <PlacePercent label="Percent" place={`${at}.percent`} isOptional="unsaid" hideLabel={i > 0} />
              {(!isAmount || 'flat' in row) && <PlaceAmount label="For each" place={`${at}.flat`} isPaid isOptional="unsaid" hideLabel={i > 0} />}
              {(measure === 'units' || 'perUnit' in row) && <PlaceAmount label="For each unit" place={`${at}.perUnit`} isPaid isOptional="unsaid" hideLabel={i > 0} />}
              {rows.length > 1 && <CloseButton size="sm" mb={6} aria-label={`Take out: band ${i + 1}`} onClick={() => write(rows.filter((_, n) => n !== i).map((one, n, all) => (n === all.length - 1 ? without(one, 'upTo') : one)))} />}
            </li>
          )
        })}
      </ol>
      <Kept of={isObject(bands) ? keptOf(bands, shown).map((key) => `bands.${key}`) : []} />
      <RowButton onClick={() => write([...rows.slice(0, -1), { upTo: '', percent: '' }, ...rows.slice(-1)])}>Add band</RowButton>
    </div>
  )
}

const without = (row: Document, key: string): Document => Object.fromEntries(Object.entries(row).filter(([name]) => name !== key))

import { Button, CloseButton, Text } from '@mantine/core'
import classes from './builder.module.css'
import { periodChoices } from './component-rules.tsx'
import { at, textAt, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlaceAmount, PlacePercent, PlaceSelect, PlaceWhole } from './draft-fields.tsx'

const rowsOf = (value: Json | undefined): Document[] => (Array.isArray(value) ? (value as Document[]) : [])

/** Bands of a running total. The last has no upper bound, so that they cover everything. */
export function BandsFields({ place }: { place: string }) {
  const { document, set } = useDraft()
  const rows = rowsOf(at(document, `${place}.rows`))
  const isCount = textAt(document, `${place}.measure`) === 'count'
  const quota = at(document, `${place}.quota`)
  const kept = Object.keys((at(document, place) as Document | undefined) ?? {}).filter((key) => !['over', 'measure', 'mode', 'rows', ...(typeof quota === 'string' ? [] : ['quota'])].includes(key))
  const write = (next: Json[]) => set(`${place}.rows`, next)
  return (
    <div className={classes.stack}>
      <div className={classes.fields}>
        <PlaceSelect label="Of the total of" place={`${place}.over`} choices={[{ value: 'item', label: 'each one' }, ...periodChoices.map((one) => (one.value === 'ever' ? one : { ...one, label: `the ${one.label}` }))]} />
        <PlaceSelect label="Measured in" place={`${place}.measure`} otherwise="amount" choices={[{ value: 'amount', label: 'amounts' }, { value: 'count', label: 'how many' }]} />
        <PlaceSelect label="The rate holds for" place={`${place}.mode`} width="l" choices={[{ value: 'marginal', label: 'the part within its band' }, { value: 'whole', label: 'all of the period' }, { value: 'onward', label: 'all from there on' }]} />
        {typeof quota !== 'string' && textAt(document, `${place}.over`) !== 'item' && <PlaceWhole label="Growth over months before" place={`${place}.quota.monthsBefore`} width="l" isOptional="unsaid" />}
      </div>
      <ol className={classes.bands}>
        {rows.map((row, i) => {
          const at = `${place}.rows.${i}`
          const isLast = i === rows.length - 1
          return (
            // A band is known by its place alone.
            <li key={`${i} of ${rows.length}`}>
              {isLast ? <Text size="sm" w="9rem" pb={6}>{rows.length === 1 ? 'All of it' : 'Above that'}</Text> : quota !== undefined ? <PlacePercent label="Up to" place={`${at}.upTo`} width="m" hideLabel={i > 0} /> : isCount ? <PlaceWhole label="Up to" place={`${at}.upTo`} width="m" hideLabel={i > 0} /> : <PlaceAmount label="Up to" place={`${at}.upTo`} hideLabel={i > 0} />}
              <PlacePercent label="Percent" place={`${at}.percent`} hideLabel={i > 0} />
              {(isCount || 'flat' in row) && <PlaceAmount label="For each" place={`${at}.flat`} isOptional hideLabel={i > 0} />}
              {'perUnit' in row && <PlaceAmount label="For each unit" place={`${at}.perUnit`} isOptional hideLabel={i > 0} />}
              {rows.length > 1 && <CloseButton size="sm" mb={6} aria-label={`Take out: band ${i + 1}`} onClick={() => write(rows.filter((_, n) => n !== i).map((one, n, all) => (n === all.length - 1 ? without(one, 'upTo') : one)))} />}
            </li>
          )
        })}
      </ol>
      {kept.length > 0 && <Text size="sm" c="dimmed">Kept as written in the JSON: {kept.map((key) => `bands.${key}`).join(', ')}.</Text>}
      <div><Button variant="subtle" color="gray" onClick={() => write([...rows.slice(0, -1), { upTo: '', percent: '' }, ...rows.slice(-1)])}>Add band</Button></div>
    </div>
  )
}

const without = (row: Document, key: string): Document => Object.fromEntries(Object.entries(row).filter(([name]) => name !== key))

import { CloseButton, TextInput } from '@mantine/core'
import { useState } from 'react'
import { PlaceAmount } from './amount-field.tsx'
import classes from './builder.module.css'
import { at, isObject, put, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { PlacePercent, RowButton } from './draft-fields.tsx'

const rowsOf = (table: Json | undefined): Document[] => (isObject(table) && Array.isArray(table['rows']) ? table['rows'].filter(isObject) : [])
const whenOf = (row: Document): Document => (isObject(row['when']) ? row['when'] : {})
const isWord = (value: Json) => typeof value === 'string' && !value.includes(',')

/** Whether the fields can show it: words by field, without commas of their own. */
export const isTable = (table: Json | undefined): boolean => rowsOf(table).length > 0 && rowsOf(table).every((row) => Object.values(whenOf(row)).every((value) => (Array.isArray(value) ? value.every(isWord) : isWord(value))))

/** A rate for each row whose fields all fit, the first that does; an empty field does not matter there. */
export function TableFields({ place }: { place: string }) {
  const { document, set } = useDraft()
  const rows = rowsOf(at(document, place))
  const [more, setMore] = useState<string[]>([])
  const fields = [...new Set([...rows.flatMap((row) => Object.keys(whenOf(row))), ...more])]
  const [added, setAdded] = useState('')
  const write = (i: number, field: string, text: string) => set(`${place}.rows`, rows.map((row, n) => {
    if (n !== i) return row
    const words = text.split(',').map((word) => word.trimStart())
    const { [field]: _, ...others } = whenOf(row)
    return { ...row, when: text === '' ? others : { ...whenOf(row), [field]: words.length > 1 ? words : text } }
  }))
  const add = () => {
    const name = added.trim()
    if (name && !fields.includes(name)) setMore([...more, name])
    setAdded('')
  }
  return (
    <div className={classes.stack}>
      <ol className={classes.bands}>
        {rows.map((row, i) => {
          const own = `${place}.rows.${i}`
          return (
            <li key={`${i} of ${rows.length}`}>
              {fields.map((field) => {
                const value = whenOf(row)[field]
                return <TextInput key={field} {...(i === 0 ? { label: field } : { 'aria-label': field })} w="9rem" placeholder="any" name={`${own}.when.${field}`} value={Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : ''} onChange={(event) => write(i, field, event.currentTarget.value)} />
              })}
              <PlacePercent label="Percent" place={`${own}.percent`} isOptional="unsaid" hideLabel={i > 0} />
              {rows.some((one) => 'flat' in one) && <PlaceAmount label="For each" place={`${own}.flat`} isPaid isOptional="unsaid" hideLabel={i > 0} />}
              {rows.some((one) => 'perUnit' in one) && <PlaceAmount label="For each unit" place={`${own}.perUnit`} isPaid isOptional="unsaid" hideLabel={i > 0} />}
              {rows.length > 1 && <CloseButton size="sm" mb={6} aria-label={`Take out: row ${i + 1}`} onClick={() => set(`${place}.rows`, rows.filter((_, n) => n !== i))} />}
            </li>
          )
        })}
      </ol>
      <div className={classes.fields}>
        <RowButton onClick={() => set(`${place}.rows`, [...rows, put(rows.at(-1) ?? { when: {} }, 'percent', '')])}>Add row</RowButton>
        <TextInput aria-label="Another field" placeholder="Another field" w="9rem" value={added} onChange={(event) => setAdded(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); add() } }} onBlur={add} />
      </div>
      <PlacePercent label="Otherwise" place={`${place}.otherwise`} isOptional width="m" />
    </div>
  )
}

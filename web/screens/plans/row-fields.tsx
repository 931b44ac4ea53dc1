import { CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './builder.module.css'
import { at, type Document, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { RowButton } from './draft-fields.tsx'

type Props = {
  place: string
  /** What one row is called, such as "Limit 1". */
  nameOf: (row: Json, i: number) => string
  /** A further row, and what adding it is called; none where there can be no more. */
  next: ((document: Document) => Json) | undefined
  add: string
  children: (own: string, row: Json) => ReactNode
}

/** A list at a place, each row with its fields; the last one is taken out with the rule that it is of. */
export function RowFields({ place, nameOf, next, add, children }: Props) {
  const { document, set } = useDraft()
  const value = at(document, place)
  const all: Json[] = Array.isArray(value) ? value : []
  return (
    <div className={classes.stack}>
      {all.map((row, i) => (
        // A row is known by its place alone.
        <div key={`${i} of ${all.length}`} className={classes.fields} role="group" aria-label={nameOf(row, i)}>
          {children(`${place}.${i}`, row)}
          {all.length > 1 && <CloseButton size="sm" mt={30} aria-label={`Take out: ${nameOf(row, i)}`} onClick={() => set(`${place}.${i}`, undefined)} />}
        </div>
      ))}
      {next && <RowButton onClick={() => set(place, [...all, next(document)])}>{add}</RowButton>}
    </div>
  )
}

import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import { at, textAt, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import classes from './builder.module.css'

const ops = [{ value: 'is', label: 'be' }, { value: 'in', label: 'be one of' }, { value: 'atLeast', label: 'be at least' }, { value: 'below', label: 'be below' }]
type Leaf = { [name: string]: Json }

const isLeaf = (value: Json | undefined): value is Leaf =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 2 && typeof value['field'] === 'string' && ops.some((op) => op.value in value)
const leavesOf = (value: Json | undefined): Leaf[] | undefined => {
  if (isLeaf(value)) return [value]
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length !== 1) return undefined
  const all: Json[] = Array.isArray(value['all']) ? value['all'] : []
  return all.length > 0 && all.every(isLeaf) ? all : undefined
}

/** Comparisons of fields, all of which hold; anything deeper is written as JSON. */
export const isSimpleCondition = (value: Json | undefined): boolean => leavesOf(value) !== undefined

export function ConditionFields({ place }: { place: string }) {
  const { document, set, errorAt } = useDraft()
  const leaves = leavesOf(at(document, place)) ?? []
  const write = (next: Leaf[]) => set(place, next.length === 0 ? undefined : next.length === 1 ? next[0] : { all: next })
  const change = (i: number, leaf: Leaf) => write(leaves.map((one, n) => (n === i ? leaf : one)))
  return (
    <div className={classes.stack}>
      {leaves.map((leaf, i) => {
        const op = ops.find((one) => one.value in leaf)?.value ?? 'is'
        const value = Array.isArray(leaf[op]) ? leaf[op].join(', ') : textAt(leaf, op)
        const valueAs = (text: string, as: string): Json => (as === 'in' ? text.split(',').map((word) => word.trimStart()) : text)
        return (
          <div key={i} className={classes.fields}>
            <TextInput label={i === 0 ? 'Field' : undefined} aria-label="Field" placeholder="product" w="9rem" name={i === 0 ? place : `${place}.all.${i}.field`} value={textAt(leaf, 'field')} onChange={(event) => change(i, { ...leaf, field: event.currentTarget.value })} />
            <NativeSelect label={i === 0 ? 'Must' : undefined} aria-label="Must" w="7.5rem" data={ops} value={op} onChange={(event) => change(i, { field: textAt(leaf, 'field'), [event.currentTarget.value]: valueAs(value, event.currentTarget.value) })} />
            <TextInput label={i === 0 ? 'Value' : undefined} aria-label="Value" w="9rem" value={value} error={i === 0 ? errorAt(place) : undefined} onChange={(event) => change(i, { field: textAt(leaf, 'field'), [op]: valueAs(event.currentTarget.value, op) })} />
            {leaves.length > 1 && <CloseButton size="sm" mt={i === 0 ? 26 : 4} aria-label={`Take out: condition ${i + 1}`} onClick={() => write(leaves.filter((_, n) => n !== i))} />}
          </div>
        )
      })}
      <div><Button variant="subtle" color="gray" onClick={() => write([...leaves, { field: '', is: '' }])}>And where</Button></div>
    </div>
  )
}

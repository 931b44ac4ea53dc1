import { CloseButton, NativeSelect, TextInput } from '@mantine/core'
import classes from './builder.module.css'
import { ofSimple, ops, simpleOf, type Leaf, type Simple } from './condition.ts'
import { at, type Json } from './document.ts'
import { useDraft } from './draft-context.ts'
import { RowButton } from './draft-fields.tsx'

export const isSimpleCondition = (value: Json | undefined): boolean => simpleOf(value) !== undefined
const none: Simple = { leaves: [], join: 'all' }

/** Comparisons of fields, all of which hold or one of which does. */
export function ConditionFields({ place }: { place: string }) {
  const { document, set, errorAt } = useDraft()
  const { leaves, join } = simpleOf(at(document, place)) ?? none
  const write = (next: Leaf[], how = join) => set(place, ofSimple({ leaves: next, join: how }))
  const change = (i: number, more: Partial<Leaf>) => write(leaves.map((one, n) => (n === i ? { ...one, ...more } : one)))
  return (
    <div className={classes.stack}>
      {leaves.length > 1 && <NativeSelect label="Must hold" w="9rem" data={[{ value: 'all', label: 'all of these' }, { value: 'any', label: 'one of these' }]} value={join} onChange={(event) => write(leaves, event.currentTarget.value as Simple['join'])} />}
      {leaves.map(({ field, op, value }, i) => (
        <div key={i} className={classes.fields}>
          <TextInput label={i === 0 ? 'Field' : undefined} aria-label="Field" placeholder="product" w="9rem" name={i === 0 ? place : `${place}.${join}.${i}.field`} value={field} onChange={(event) => change(i, { field: event.currentTarget.value })} />
          <NativeSelect label={i === 0 ? 'Must' : undefined} aria-label="Must" w="9rem" data={ops} value={op} onChange={(event) => change(i, { op: event.currentTarget.value })} />
          <TextInput label={i === 0 ? 'Value' : undefined} aria-label="Value" w="9rem" value={value} error={i === 0 ? errorAt(place) : undefined} onChange={(event) => change(i, { value: event.currentTarget.value })} />
          {leaves.length > 1 && <CloseButton size="sm" mt={i === 0 ? 26 : 4} aria-label={`Take out: condition ${i + 1}`} onClick={() => write(leaves.filter((_, n) => n !== i))} />}
        </div>
      ))}
      <RowButton onClick={() => write([...leaves, { field: '', op: 'is', value: '' }])}>{leaves.length === 0 ? 'Add condition' : join === 'any' ? 'Or where' : 'And where'}</RowButton>
    </div>
  )
}

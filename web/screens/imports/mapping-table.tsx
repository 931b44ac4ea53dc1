import { Checkbox, Group, NativeSelect, Text } from '@mantine/core'
import { useState } from 'react'
import type { Column } from '../../parts/data-table.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import classes from './imports.module.css'
import type { Preview, Said } from './queries.ts'

type Props = { preview: Preview; said: Said['mapping']; onChange: (mapping: Said['mapping']) => void }
type Field = Preview['fields'][number]
/** In front of the name of a column that is kept as it is. */
const keptColumn = 'column:'

/** Which column of the file holds which of our fields, as guessed, to be changed. Fields without a column stand apart. */
export function MappingTable({ preview, said, onChange }: Props) {
  const { mapping, columns, fields, questions } = preview
  // Decided once, so that no field jumps away while somebody works on it.
  const [shown] = useState(() => new Set(fields.filter((f) => f.required || mapping[f.name]).map((f) => f.name)))
  const unused = columns.filter((c) => !Object.values(mapping).includes(c.name)).map((c) => c.name)
  const [isOpen] = useState(unused.length > 0)
  const kept = Object.keys(mapping).filter((field) => field.startsWith(keptColumn)).map((field) => field.slice(keptColumn.length))
  const keep = (names: string[]) => onChange({ ...Object.fromEntries(Object.entries(said).filter(([field]) => !field.startsWith(keptColumn))), ...Object.fromEntries(names.map((name) => [`${keptColumn}${name}`, name])) })
  const others = fields.filter((f) => !shown.has(f.name))
  const choose = (field: string, column: string) => {
    const taken = Object.keys(mapping).find((other) => other !== field && mapping[other] === column)
    onChange({ ...said, ...(taken && column ? { [taken]: null } : {}), [field]: column || null })
  }
  const cells: Column<Field>[] = [
    { key: 'field', header: 'Field', width: '30%', cell: (f) => <><label htmlFor={`column-${f.name}`}>{f.label}</label>{f.required && <Text span c="dimmed" size="sm">, needed</Text>}{f.help && <Text size="xs" c="dimmed">{f.help}</Text>}</> },
    {
      key: 'column', header: 'Column of the file', width: '18rem', cell: (f) => (
        <NativeSelect
          required={f.required} id={`column-${f.name}`} name={`mapping.${f.name}`} size="xs" className={classes.select} value={mapping[f.name] ?? ''} error={questions.some((q) => q.option === `mapping.${f.name}`) && 'Choose the column.'}
          data={[{ value: '', label: 'not in the file' }, ...columns.map((c) => c.name)]} onChange={(event) => choose(f.name, event.currentTarget.value)}
        />
      ),
    },
    { key: 'examples', header: 'Examples', minor: true, cell: (f) => <span className={classes.samples}>{columns.find((c) => c.name === mapping[f.name])?.samples.slice(0, 3).join(', ')}</span> },
  ]
  return (
    <>
      <SmallTable caption="Fields and the columns that hold them" rows={fields.filter((f) => shown.has(f.name))} keyOf={(f) => f.name} columns={cells} />
      {preview.keepsColumns && (unused.length > 0 || kept.length > 0) ? (
        <Checkbox.Group mt="md" label="Keep further columns" description="They stand with the company as they are, and the ideal customer profile can ask for them." value={kept} onChange={(names) => keep(names)}>
          <Group gap="md" mt="xs">{columns.filter((c) => kept.includes(c.name) || unused.includes(c.name)).map((c) => <Checkbox key={c.name} value={c.name} label={c.name} size="sm" />)}</Group>
        </Checkbox.Group>
      ) : unused.length > 0 && <Text size="sm" c="dimmed" mt="xs">Columns that are not used: {unused.join(', ')}.</Text>}
      {others.length > 0 && (
        <details className={classes.more} open={isOpen}>
          <summary>{sayCount(others.length, 'more field')} that the file could hold</summary>
          <SmallTable caption="Further fields" rows={others} keyOf={(f) => f.name} columns={cells} />
        </details>
      )}
    </>
  )
}

import { NativeSelect, Text } from '@mantine/core'
import { SmallTable } from '../../parts/small-table.tsx'
import classes from './imports.module.css'
import type { Preview, Said } from './queries.ts'

type Props = { preview: Preview; said: Said['mapping']; onChange: (mapping: Said['mapping']) => void }

/** Which column of the file holds which of our fields, as guessed, to be changed. */
export function MappingTable({ preview, said, onChange }: Props) {
  const { mapping, columns, fields, questions } = preview
  const unused = columns.filter((c) => !Object.values(mapping).includes(c.name)).map((c) => c.name)
  const choose = (field: string, column: string) => {
    const taken = Object.keys(mapping).find((other) => other !== field && mapping[other] === column)
    onChange({ ...said, ...(taken && column ? { [taken]: null } : {}), [field]: column || null })
  }
  return (
    <>
      <SmallTable
        caption="Fields and the columns that hold them" rows={fields} keyOf={(f) => f.name}
        columns={[
          { key: 'field', header: 'Field', width: '26%', cell: (f) => <label htmlFor={`column-${f.name}`}>{f.label}{f.required && <Text span c="dimmed" size="sm">, needed</Text>}{f.help && <Text size="xs" c="dimmed">{f.help}</Text>}</label> },
          {
            key: 'column', header: 'Column of the file', width: '34%', cell: (f) => (
              <NativeSelect
                id={`column-${f.name}`} name={`mapping.${f.name}`} size="xs" className={classes.select} value={mapping[f.name] ?? ''} error={questions.some((q) => q.option === `mapping.${f.name}`) && 'Choose the column.'}
                data={[{ value: '', label: 'not in the file' }, ...columns.map((c) => c.name)]} onChange={(event) => choose(f.name, event.currentTarget.value)}
              />
            ),
          },
          { key: 'examples', header: 'Examples', minor: true, cell: (f) => <span className={classes.samples}>{columns.find((c) => c.name === mapping[f.name])?.samples.slice(0, 3).join(', ')}</span> },
        ]}
      />
      {unused.length > 0 && <Text size="sm" c="dimmed" mt="xs">Not used: {unused.join(', ')}.</Text>}
    </>
  )
}

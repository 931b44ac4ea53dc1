import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { sayNumber } from '../../parts/numbers.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import classes from './imports.module.css'
import type { Preview } from './queries.ts'

type Choices = NonNullable<Preview['choices']>

/** What the words of the file mean to us, such as a CRM's stages: open, won or lost. Kept for later imports. */
export function MeaningsTable({ choices, onChange }: { choices: Choices; onChange: (meanings: Record<string, string>) => void }) {
  const open = choices.values.filter((v) => v.meaning === null)
  const counts = choices.meanings.map((m) => `${m.label} ${sayNumber(choices.values.reduce((sum, v) => sum + (v.meaning === m.value ? v.count : 0), 0))}`)
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">Say what each means. It is remembered for the next import.</Text>
      <SmallTable
        caption="Words of the file and what they mean" rows={choices.values} keyOf={(v) => v.value}
        columns={[
          { key: 'value', header: 'In the file', width: '40%', cell: (v) => <label htmlFor={`meaning-${v.value}`}>{v.value}</label> },
          { key: 'count', header: 'Rows', numeric: true, width: '15%', cell: (v) => sayNumber(v.count) },
          {
            key: 'meaning', header: 'Means', cell: (v) => (
              <Group gap="xs" wrap="nowrap">
                <NativeSelect
                  id={`meaning-${v.value}`} name={`options.choices.${choices.field}.${v.value}`} size="xs" className={classes.select} value={v.meaning ?? ''} error={v.meaning === null && 'Say what it means.'}
                  data={[...(v.meaning === null ? [{ value: '', label: 'not decided' }] : []), ...choices.meanings]} onChange={(event) => event.currentTarget.value && onChange({ [v.value]: event.currentTarget.value })}
                />
                {v.source === 'guessed' && <Text span size="xs" c="dimmed">guessed by its name</Text>}
              </Group>
            ),
          },
        ]}
      />
      <Group gap="md" mt="xs">
        <Text size="sm" c="dimmed" className="numbers">{counts.join(', ')}{open.length > 0 ? `, not decided ${sayNumber(open.reduce((sum, v) => sum + v.count, 0))}` : ''}</Text>
        {open.length > 1 && choices.meanings.map((m) => <Button key={m.value} variant="subtle" onClick={() => onChange(Object.fromEntries(open.map((v) => [v.value, m.value])))}>All undecided: {m.label.toLowerCase()}</Button>)}
      </Group>
    </>
  )
}

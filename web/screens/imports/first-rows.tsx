import { Table, Text, VisuallyHidden } from '@mantine/core'
import { sayNumber } from '../../parts/numbers.ts'
import { SmallTable } from '../../parts/small-table.tsx'
import classes from './imports.module.css'
import type { Preview } from './queries.ts'

/** The first rows of the file in our words; a row that cannot be taken says why in its place. */
export function FirstRows({ preview }: { preview: Preview }) {
  const understood = preview.rows.find((row) => row.understood)?.understood
  const names = Object.keys(understood ?? {}).filter((name) => preview.rows.some((row) => row.understood?.[name]))
  return (
    <div className={classes.wide} tabIndex={0} role="region" aria-label="First rows">
      <Table className={classes.rows} verticalSpacing={6} horizontalSpacing="sm">
        <caption><VisuallyHidden>First rows as they are understood</VisuallyHidden></caption>
        <Table.Thead>
          <Table.Tr><Table.Th scope="col" className={classes.rowNo} w="3.5rem">Row</Table.Th>{names.map((name) => <Table.Th key={name} scope="col">{name}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.rows.map((row) => (
            <Table.Tr key={row.rowNo}>
              <Table.Td className={classes.rowNo}>{sayNumber(row.rowNo)}</Table.Td>
              {row.problem
                ? <Table.Td colSpan={Math.max(1, names.length)} className={classes.problem}>Not imported. {row.problem.column && `${row.problem.column}: `}{row.problem.reason}</Table.Td>
                : names.map((name) => <Table.Td key={name} dir="auto">{row.understood?.[name]}</Table.Td>)}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** Problems of the rows that were looked at, alike ones counted together. */
export function RowProblems({ preview }: { preview: Preview }) {
  return (
    <>
      <SmallTable
        caption="Problems by number of rows" rows={preview.problems} keyOf={(p) => `${p.column} ${p.reason}`}
        columns={[
          { key: 'reason', header: 'Problem', cell: (p) => p.reason },
          { key: 'column', header: 'Column', cell: (p) => p.column ?? '–', minor: true },
          { key: 'first', header: 'First in row', numeric: true, cell: (p) => sayNumber(p.firstRow) },
          { key: 'count', header: 'Rows', numeric: true, cell: (p) => sayNumber(p.count) },
        ]}
      />
      <Text size="sm" c="dimmed" mt="xs">The other rows are imported. After the import you can take these as CSV, mend them and import them again.</Text>
    </>
  )
}

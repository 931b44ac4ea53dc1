import { Table, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './data-table.module.css'
import type { Column } from './data-table.tsx'
import { A } from './link.tsx'

type Props<Row> = {
  /** What the table holds, for those who do not see it. */
  caption: string
  columns: Column<Row>[]
  rows: Row[]
  keyOf: (row: Row, index: number) => string
  /** The page of a row; the first column becomes the link. */
  to?: (row: Row) => string | undefined
  /** A last row, such as a sum: one cell for each column. */
  foot?: ReactNode[]
}

/** A table that is there as a whole: no pages, no filters. */
export function SmallTable<Row>({ caption, columns, rows, keyOf, to, foot }: Props<Row>) {
  const classOf = (column: Column<Row> | undefined) => [column?.numeric && classes.numeric, column?.nowrap && classes.nowrap, column?.minor && classes.minor].filter(Boolean).join(' ') || undefined
  return (
    <div className={classes.scroll}>
      <Table className={classes.table} verticalSpacing={7} horizontalSpacing="sm">
        <caption className={classes.caption}><VisuallyHidden>{caption}</VisuallyHidden></caption>
        <Table.Thead>
          <Table.Tr>{columns.map((column) => <Table.Th key={column.key} scope="col" className={classOf(column)} style={{ width: column.width }}>{column.header || <VisuallyHidden>{column.key}</VisuallyHidden>}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, index) => {
            const address = to?.(row)
            return (
              <Table.Tr key={keyOf(row, index)} className={address && classes.row}>
                {columns.map((column, i) => (
                  <Table.Td key={column.key} className={classOf(column)} data-label={column.header} dir={column.numeric ? undefined : 'auto'}>
                    {i === 0 && address ? <A to={address} className={classes.link}>{column.cell(row)}</A> : column.cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            )
          })}
        </Table.Tbody>
        {foot && (
          <Table.Tfoot>
            <Table.Tr>{foot.map((cell, i) => <Table.Td key={columns[i]?.key ?? i} className={classOf(columns[i])} data-label={columns[i]?.header} fw={600}>{cell}</Table.Td>)}</Table.Tr>
          </Table.Tfoot>
        )}
      </Table>
    </div>
  )
}

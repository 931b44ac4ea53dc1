import { Anchor, Button, Table, Text, VisuallyHidden } from '@mantine/core'
import { useRef, type ReactNode } from 'react'
import type { Pages } from '../api/pages.ts'
import classes from './data-table.module.css'
import { A } from './link.tsx'
import { ErrorState, Loading } from './states.tsx'
import type { Sorting } from './use-filters.ts'
import { useListKeys } from './use-keys.ts'

export type Column<Row> = {
  key: string
  header: string
  cell: (row: Row) => ReactNode
  /** Right-aligned, digits of one width. */
  numeric?: boolean
  /** Short words that stay on one line. */
  nowrap?: boolean
  /** Left out on narrow screens; the first column never is. */
  minor?: boolean
  /** The name by which the API sorts it; without one the header is plain. */
  sort?: string
  width?: string
}

type Props<Row> = {
  /** What the table holds, for those who do not see it: "Introductions". */
  caption: string
  /** One of them, and many when that is not one with an s: "company", "companies". */
  noun: [one: string, many?: string]
  columns: Column<Row>[]
  pages: Pages<Row>
  keyOf: (row: Row) => string
  /** The page of a row; the first column becomes the link. */
  to?: ((row: Row) => string) | undefined
  empty: ReactNode
  /** Address of the same rows as CSV. */
  csv?: string | undefined
  sort?: Sorting
}

/** A list of one noun: j, k and Enter walk it, "Show more" fetches the next page. */
export function DataTable<Row>({ caption, noun, columns, pages, keyOf, to, empty, csv, sort }: Props<Row>) {
  const body = useRef<HTMLTableSectionElement>(null)
  useListKeys(body, 'a[data-row]')
  if (pages.error && pages.rows.length === 0) return <ErrorState error={pages.error} retry={pages.retry} what={caption} />
  if (pages.isLoading) return <Loading />
  if (pages.rows.length === 0) return empty
  return (
    <>
      <div className={classes.scroll} tabIndex={-1}>
        <Table className={classes.table} verticalSpacing={9} horizontalSpacing="sm">
          <caption className={classes.caption}><VisuallyHidden>{caption}</VisuallyHidden></caption>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column.key} scope="col" className={classOf(column)} style={{ width: column.width }} aria-sort={sortOf(column, sort)}>
                  {column.sort && sort
                    ? <button type="button" className={classes.sort} onClick={() => sort.change(column.sort ?? '')}>{column.header}<span aria-hidden>{sort.by === column.sort ? (sort.descending ? ' ↓' : ' ↑') : ''}</span></button>
                    : column.header}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody ref={body}>
            {pages.rows.map((row) => (
              <Table.Tr key={keyOf(row)} className={to && classes.row}>
                {columns.map((column, i) => (
                  <Table.Td key={column.key} className={classOf(column)} data-label={column.header} dir={column.numeric ? undefined : 'auto'}>
                    {i === 0 && to ? <A to={to(row)} data-row className={classes.link}>{column.cell(row)}</A> : column.cell(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <footer className={classes.foot}>
        <Text size="sm" c="dimmed" role="status">{countOf(pages, noun)}</Text>
        {pages.more && <Button onClick={pages.more} loading={pages.isLoadingMore}>Show more</Button>}
        {csv && <Anchor href={csv} size="sm" ml="auto" download>Export CSV</Anchor>}
      </footer>
    </>
  )
}

const classOf = <Row,>(column: Column<Row>) => [column.numeric && classes.numeric, column.nowrap && classes.nowrap, column.minor && classes.minor].filter(Boolean).join(' ') || undefined

function sortOf<Row>(column: Column<Row>, sort: Props<Row>['sort']): 'ascending' | 'descending' | undefined {
  return sort && column.sort && sort.by === column.sort ? (sort.descending ? 'descending' : 'ascending') : undefined
}

function countOf(pages: Pages<unknown>, [one, many = `${one}s`]: Props<unknown>['noun']): string {
  const shown = pages.rows.length.toLocaleString('en-US')
  if (pages.total !== null && pages.total > pages.rows.length) return `${shown} of ${pages.total.toLocaleString('en-US')} ${many}`
  if (pages.more) return `The first ${shown} ${many}`
  return `${shown} ${pages.rows.length === 1 ? one : many}`
}

import { Table, VisuallyHidden } from '@mantine/core'
import { formatMoney } from '../../parts/money.tsx'
import { sayNumber } from '../../parts/numbers.ts'
import classes from './mapping.module.css'
import type { Cell, Figures } from './queries.ts'
import { gradeWords, relationWords } from './words.tsx'

const relations: Cell['relation'][] = ['open', 'prospect', 'customer', 'unknown']
const grades: Cell['grade'][] = ['A', 'B', 'C', 'none', 'ungraded']

type Chosen = { relation?: string | undefined; grade?: string | undefined }

/** How we stand with the partner's customers against how well they fit. Each number is in a tint of its share and opens its customers. */
export function Matrix({ figures, chosen, choose }: { figures: Figures; chosen: Chosen; choose: ((cell: Chosen) => void) | null }) {
  const shown = grades.filter((grade) => grade !== 'ungraded' || figures.cells.some((cell) => cell.grade === grade))
  const at = (relation: string, grade: string) => figures.cells.find((cell) => cell.relation === relation && cell.grade === grade)
  const most = Math.max(1, ...figures.cells.map((cell) => cell.companies))
  const sum = (cells: Cell[]) => cells.reduce((n, cell) => n + cell.companies, 0)
  const number = (n: number, cell: Chosen, label: string) => {
    if (n === 0) return <span className={classes.zero}>0</span>
    if (!choose) return sayNumber(n)
    const isChosen = chosen.relation === cell.relation && chosen.grade === cell.grade
    return <button type="button" className={classes.open} aria-pressed={isChosen} aria-label={`${sayNumber(n)}, ${label}`} onClick={() => choose(isChosen ? { relation: undefined, grade: undefined } : cell)}>{sayNumber(n)}</button>
  }
  return (
    <div className={classes.scroll}>
      <Table className={classes.matrix} withRowBorders={false}>
        <caption><VisuallyHidden>Customers of the partner by how we stand with them and how well they fit</VisuallyHidden></caption>
        <Table.Thead>
          <Table.Tr><Table.Th scope="col">We are</Table.Th>{shown.map((grade) => <Table.Th key={grade} scope="col" className={classes.n}>{gradeWords[grade]}</Table.Th>)}<Table.Th scope="col" className={classes.n}>All</Table.Th><Table.Th scope="col" className={classes.n}>Open</Table.Th><Table.Th scope="col" className={classes.n}>Won</Table.Th></Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {relations.map((relation) => {
            const row = figures.cells.filter((cell) => cell.relation === relation)
            return (
              <Table.Tr key={relation}>
                <Table.Th scope="row">{relationWords[relation]}</Table.Th>
                {shown.map((grade) => {
                  const n = at(relation, grade)?.companies ?? 0
                  return <Table.Td key={grade} className={classes.n} style={{ '--share': `${Math.round((28 * n) / most)}%` } as React.CSSProperties} data-tint={n > 0 || undefined}>{number(n, { relation, grade }, `${relationWords[relation]}, ${gradeWords[grade]}`)}</Table.Td>
                })}
                <Table.Td className={classes.n}>{number(sum(row), { relation, grade: undefined }, relationWords[relation])}</Table.Td>
                <Table.Td className={classes.n}><Sums of={row.flatMap((cell) => cell.openValue)} /></Table.Td>
                <Table.Td className={classes.n}><Sums of={row.flatMap((cell) => cell.wonValue)} /></Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr><Table.Th scope="row">All</Table.Th>{shown.map((grade) => <Table.Td key={grade} className={classes.n}>{number(sum(figures.cells.filter((cell) => cell.grade === grade)), { relation: undefined, grade }, gradeWords[grade])}</Table.Td>)}<Table.Td className={classes.n}>{sayNumber(figures.customers)}</Table.Td><Table.Td className={classes.n}><Sums of={figures.cells.flatMap((cell) => cell.openValue)} /></Table.Td><Table.Td className={classes.n}><Sums of={figures.cells.flatMap((cell) => cell.wonValue)} /></Table.Td></Table.Tr>
        </Table.Tfoot>
      </Table>
    </div>
  )
}

/** Amounts by currency; they are never added up across currencies. */
export function Sums({ of }: { of: Cell['openValue'] }) {
  const byCurrency = new Map<string, bigint>()
  for (const { amountMinor, currency } of of) byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + BigInt(amountMinor))
  if (byCurrency.size === 0) return <span className={classes.zero}>–</span>
  return <>{[...byCurrency].map(([currency, minor]) => <div key={currency} className="numbers">{formatMoney({ amountMinor: minor.toString(), currency }, true)}</div>)}</>
}

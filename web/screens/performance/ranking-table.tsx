import { Group, NativeSelect, Text } from '@mantine/core'
import type { Column } from '../../parts/data-table.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { A } from '../../parts/link.tsx'
import { paths } from '../../paths.ts'
import { FigureLink } from './figure-link.tsx'
import classes from './performance.module.css'
import type { Program, Rank } from './queries.ts'

type Row = Program['table']['rows'][number]
const rankable: Rank[] = ['became_opportunity', 'referrals_submitted', 'met_icp', 'won', 'revenue']

/** Partners in order of one measure; a rate stands with the range in which the true one is likely to lie. */
export function RankingTable({ program, rank, onRank, why, period }: { program: Program; rank: Rank; onRank: (rank: string | undefined) => void; why: string | undefined; period: string | undefined }) {
  const named = new Map(program.measures.map((m) => [m.definition.key, m.definition]))
  const shown = program.measures.map((m) => m.definition).filter((d) => d.key !== 'promises_kept')
  const columns: Column<Row>[] = [
    { key: 'partner', header: 'Rank and partner', cell: (row) => <><span className={classes.rank}>{row.rank ?? '–'}</span><A to={paths.partnerPerformance(row.partner.id)} search={(period ? { period } : {}) as never} className={classes.strong}><bdi>{row.partner.name}</bdi></A></> },
    ...shown.map((definition): Column<Row> => ({
      key: definition.key, header: definition.key === 'revenue' ? 'Revenue closed' : definition.name, numeric: true, minor: definition.key !== rank,
      cell: (row) => {
        const cell = row.cells.find((c) => c.key === definition.key)
        if (!cell) return null
        const isRate = definition.unit === 'rate'
        return (
          <>
            <FigureLink figure={cell} rows={{ measure: definition.key, period, partner: row.partner.id }} name={`${definition.name}, ${row.partner.name}`} isStrong={definition.key === rank} />
            {isRate && cell.cases > 0 && <span className={classes.range}>{cell.saidCases}{cell.likely && `, ${cell.likely.said}`}</span>}
          </>
        )
      },
    })),
  ]
  return (
    <>
      <Group gap="xs" mb="xs">
        <Text size="sm" component="label" htmlFor="ranked-by">Ranked by</Text>
        <NativeSelect id="ranked-by" size="xs" w="17rem" value={rank} data={rankable.map((key) => ({ value: key, label: named.get(key)?.name ?? key }))} onChange={(event) => onRank(event.currentTarget.value === rankable[0] ? undefined : event.currentTarget.value)} />
      </Group>
      {program.table.rows.length === 0 ? <Text size="sm" c="dimmed">No partner has a case in this period.</Text> : (
        <div className={classes.table}><SmallTable caption="Partners in order" rows={program.table.rows} keyOf={(row) => row.partner.id} columns={columns} /></div>
      )}
      {program.table.total > program.table.rows.length && <Text size="sm" c="dimmed" mt="xs">The first {program.table.rows.length} of {program.table.total}. The CSV holds all.</Text>}
      {why && <Text size="sm" c="dimmed" mt="sm" maw="46rem">{why}</Text>}
    </>
  )
}

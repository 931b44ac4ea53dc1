import { Behind } from '../../parts/behind.tsx'
import { Text, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { A } from '../../parts/link.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import type { Column } from '../../parts/data-table.tsx'
import { paths } from '../../paths.ts'
import { FigureLink, SaidFigure, type RowsOf } from './figure-link.tsx'
import classes from './performance.module.css'
import { periodWish, sayPeriod, type Figure, type Measure, type Period } from './queries.ts'

type Props = { measures: Measure[]; period: Period; hidden: { key: string; why: string }[]; partner?: string; likely: string | undefined; program: string | undefined; /** Where the figures were kept: those that read otherwise now. Rows are always those of now. */ nowReads?: (Pick<Figure, 'said' | 'cases' | 'amounts'> & { key: string })[] }

/** Every measure with its definition at hand; each figure opens to its rows. */
export function MeasuresTable({ measures, period, hidden, partner, likely, program, nowReads = [] }: Props) {
  const now = { ...periodWish(period), partner }
  const before = period.previous && { ...periodWish({ ...period, ...period.previous }), partner }
  const columns: Column<Measure>[] = [
    {
      key: 'measure', header: 'Measure', width: '34%', cell: ({ definition }) => (
        <Tooltip label={`${definition.definition} Cases: ${definition.cases}`} position="bottom-start"><A to={paths.performanceRows()} search={{ ...now, measure: definition.key } as never} className={classes.name}>{definition.name}</A></Tooltip>
      ),
    },
    { key: 'now', header: sayPeriod(period), numeric: true, cell: (m) => <Kept measure={m} reads={nowReads.find((one) => one.key === m.definition.key)} rows={{ ...now, measure: m.definition.key }} /> },
    ...(before ? [{ key: 'before', header: sayPeriod(period.previous ?? period), numeric: true, minor: true, cell: (m: Measure) => m.before && <FigureLink figure={m.before} rows={{ ...before, measure: m.definition.key }} name={`${m.definition.name}, the period before`} /> }] : []),
    ...(partner ? [
      { key: 'likely', header: 'Likely true value', numeric: true, cell: (m: Measure) => m.likely?.said },
      { key: 'program', header: 'Program', numeric: true, minor: true, cell: (m: Measure) => <SaidFigure figure={m.program} /> },
    ] : [{ key: 'each', header: 'For each partner', numeric: true, minor: true, cell: (m: Measure) => (m.definition.unit === 'rate' ? '' : <SaidFigure figure={m.program} />) }]),
    { key: 'cases', header: 'Cases', numeric: true, cell: (m) => m.now.saidCases },
  ]
  return (
    <div className={classes.table}>
      <SmallTable caption="Measures" rows={measures} keyOf={(m) => m.definition.key} columns={columns} />
      {hidden.map((h) => <Text key={h.key} size="sm" c="dimmed" mt="xs">{h.why}</Text>)}
      {(likely ?? program) && (
        <Behind title="How to read this">
          {partner && likely && <Text size="sm" c="dimmed" mb="xs"><b>Likely true value.</b> {likely}</Text>}
          {program && <Text size="sm" c="dimmed">{partner ? <b>Program. </b> : <b>For each partner. </b>}{program}</Text>}
        </Behind>
      )}
    </div>
  )
}

/** A figure, and what it reads now where it was kept and has changed: that one opens to its rows. */
function Kept({ measure: { now, definition }, reads, rows }: { measure: Measure; reads: NonNullable<Props['nowReads']>[number] | undefined; rows: RowsOf }) {
  if (!reads) return <FigureLink figure={now} rows={rows} name={definition.name} isStrong />
  return <><span className={classes.strong}><SaidFigure figure={now} /></span><NowReads><FigureLink figure={reads} rows={rows} name={`${definition.name}, now`} /></NowReads></>
}

/** What a figure that was kept reads today, below it. */
export const NowReads = ({ children }: { children: ReactNode }) => <span className={classes.range}>now reads {children}</span>

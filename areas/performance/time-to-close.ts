import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { partnerById } from '../partners/index.ts'
import type { Period } from './period.ts'
import { timed, type Timed } from './populations.ts'
import { askedPeriod } from './program.ts'
import { sayTimeToClose, type Finding, type Group } from './say-time-to-close.ts'
import { kaplanMeier, logRank, quantile, type DayCount, type LogRank, type Step } from './survival.ts'

export type Curve = Group & { leftOut: number; steps: Step[] }
export type TimeToClose = Finding & { period: Period; own: Curve; direct: Curve; test: LogRank | null }

const mostSteps = 300

/** How long winning takes, sourced by one partner or by all, against direct; over all opportunities up to today. */
export async function timeToClose(r: Reading, partnerId?: Id): Promise<TimeToClose> {
  const name = partnerId ? (await partnerById(r, partnerId)).name : 'Partners'
  const { period, today } = await askedPeriod(r, { period: 'all' })
  const own = await counted(r, name, { attribution: 'sourced', partnerId, today })
  const direct = await counted(r, 'Direct', { attribution: 'direct', today })
  const test = logRank(own.days, direct.days)
  return { ...sayTimeToClose(own.curve, direct.curve, test), period, test, own: own.curve, direct: direct.curve }
}

async function counted(r: Reading, name: string, which: Timed): Promise<{ days: DayCount[]; curve: Curve }> {
  const { rows } = await sql<{ days: number | null; won: number; lost: number; open: number }>`
    select case when days >= 0 then days end as days, count(*) filter (where state = 'won')::int as won, count(*) filter (where state = 'lost')::int as lost, count(*) filter (where state = 'open')::int as open
    from (${timed(r, which)}) as timed group by 1`.execute(r.q)
  const usable = rows.flatMap(({ days, ...n }) => (days === null ? [] : [{ ...n, days }]))
  const total = (of: (row: { won: number; lost: number; open: number }) => number, list: { won: number; lost: number; open: number }[] = usable) => list.reduce((n, row) => n + of(row), 0)
  const days = usable.map((row) => ({ days: row.days, events: row.won, censored: row.lost + row.open }))
  const steps = kaplanMeier(days)
  const all = (row: { won: number; lost: number; open: number }) => row.won + row.lost + row.open
  return {
    days,
    curve: {
      name, cases: total(all), won: total((row) => row.won), lost: total((row) => row.lost), open: total((row) => row.open), median: quantile(steps),
      leftOut: total(all, rows.filter((row) => row.days === null)), steps: thinned(steps),
    },
  }
}

/** As many steps as a chart can show: of a long run, the last of each stretch. The figures are worked out before. */
function thinned(steps: Step[]): Step[] {
  const drops = steps.filter((step, i) => i === steps.length - 1 || step.share !== (steps[i - 1]?.share ?? 1))
  const stretch = Math.ceil(drops.length / mostSteps)
  return drops.filter((_, i) => (i + 1) % stretch === 0 || i === drops.length - 1)
}

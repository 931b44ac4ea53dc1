// Guards: one company per unknown buyer, whoever asks at the same moment, and every company graded by the profile in force.
import { sql } from 'kysely'
import type { Tx } from '../../platform/db/context.ts'
import { sendingTogether } from '../../platform/db/together.ts'
import { hashKey } from './keys.ts'

const keyOf = (tx: Tx, ...what: string[]): string => hashKey([tx.workspace, ...what].join('\n')).toString()
const shared = (key: string) => sql`pg_advisory_xact_lock_shared(${key}::bigint)`
const alone = (key: string) => sql`pg_advisory_xact_lock(${key}::bigint)`

/**
 * Until the transaction ends nobody else makes a company that goes by one of these keys, nor changes the profile; makers of others run
 * beside. Look again after it: somebody may have been first; what is asked next is answered once the lock is held.
 */
export const lockNames = sendingTogether((tx, all: string[][]) => {
  // In one order, so that two who lock several never wait for each other in a circle.
  const own = [...new Set(all.flat())].map((key) => keyOf(tx, 'company', key)).sort()
  return [sql`select ${shared(keyOf(tx, 'companies'))}, ${shared(keyOf(tx, 'icp'))}, array(select pg_advisory_xact_lock(key)::text from unnest(${own}::bigint[]) as key)`]
})

/** For a batch of many: until the transaction ends nobody else makes any company. */
export async function lockAllNames(tx: Tx): Promise<void> {
  await sql`select ${sql.join([alone(keyOf(tx, 'companies')), shared(keyOf(tx, 'icp'))])}`.execute(tx.q)
}

/** Whoever grades keeps the profile as it is; whoever changes it waits for them, and what they wrote is then graded again. */
export async function lockIcp(tx: Tx, use: 'grade' | 'change'): Promise<void> {
  await sql`select ${use === 'grade' ? shared(keyOf(tx, 'icp')) : alone(keyOf(tx, 'icp'))}`.execute(tx.q)
}

/** Whoever writes opportunities holds up merges, and whoever merges companies waits for them; the database sees to it. Held first, nobody waits in a circle. */
export async function lockMerges(tx: Tx, use: 'hold' | 'merge'): Promise<void> {
  const key = sql`house.merges_of(${tx.workspace}::uuid)`
  await sql`select ${use === 'hold' ? sql`pg_advisory_xact_lock_shared(${key})` : sql`pg_advisory_xact_lock(${key})`}`.execute(tx.q)
}

// Guards law 2 when a worker is killed: its jobs go on with another one in seconds, not after the queue's four hours. Each worker pool
// holds an advisory lock as long as its process lives; jobs held by a pool whose lock nobody holds are given back.
import { Client } from 'pg'
import type { Database } from '../db/pool.ts'

const lockClass = 730_581
/** A pool takes its lock a moment after it starts; a job taken just now is not an orphan. */
const youngSeconds = 3

/** Holds the lock of a pool until `stop`, also across restarts of the database. */
export function holdPool(db: Database, poolId: string): { stop: () => Promise<void> } {
  let stopped = false
  let client: Client | undefined
  const hold = async (): Promise<void> => {
    while (!stopped) {
      const next = new Client({ connectionString: db.url, application_name: 'alongside worker', keepAlive: true })
      try {
        const ended = new Promise<void>((resolve) => void next.once('end', resolve))
        next.on('error', () => {})
        await next.connect()
        client = next
        await next.query('select pg_advisory_lock_shared($1, hashtext($2))', [lockClass, poolId])
        await ended
      } catch {
        await next.end().catch(() => {})
      }
      if (!stopped) await new Promise((resolve) => setTimeout(resolve, 300).unref())
    }
  }
  void hold()
  return {
    async stop() {
      stopped = true
      await client?.end().catch(() => {})
    },
  }
}

/** Gives back the jobs of pools that live no more. Returns how many pools those were. */
export async function freeOrphans(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ id: string }>(
    `select distinct j.locked_by as id from graphile_worker._private_jobs j
     where j.locked_at < now() - make_interval(secs => $2) and not exists (
       select from pg_locks l where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
         and l.classid = $1::int::oid and l.objid = (hashtext(j.locked_by)::bigint & 4294967295)::oid and l.objsubid = 2 and l.granted)`,
    [lockClass, youngSeconds])
  if (rows.length > 0) await db.pool.query('select graphile_worker.force_unlock_workers($1)', [rows.map((row) => row.id)])
  return rows.length
}

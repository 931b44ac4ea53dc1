import type { Database } from '../db/pool.ts'

const gatherMs = 15
const gathering = new WeakMap<Database, { jobs: number }>()

/**
 * Tells the workers that so many committed jobs can run now, at most once in a few milliseconds. Only a hint: should the process end
 * before it is given, they find the jobs by themselves within two seconds.
 */
export function wakeWorkers(db: Database, jobs: number): void {
  if (jobs === 0) return
  const gathered = gathering.get(db)
  if (gathered) {
    gathered.jobs += jobs
    return
  }
  const hint = { jobs }
  gathering.set(db, hint)
  setTimeout(() => {
    gathering.delete(db)
    db.pool.query("select pg_notify('jobs:insert', json_build_object('r', random(), 'count', $1::integer)::text)", [hint.jobs]).catch(() => {})
  }, gatherMs).unref()
}

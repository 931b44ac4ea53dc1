import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '../../platform/db/embedded.ts'
import { openDatabase, type Database } from '../../platform/db/pool.ts'
import { systemCtx } from '../../platform/jobs/worker.ts'
import type { MailSink } from '../setup/mail-sink.ts'
import { uuidOf } from '../setup/story.ts'
import type { AppProcess } from './app-process.ts'
import type { Office } from './clients.ts'
import { deedFaults, factFaults, ledgerFaults, mailFaults, submissionFaults } from './verify.ts'

/** Waits until no job is left to do; what is not done after all. */
export async function jobsLeft(db: Database): Promise<string[]> {
  const waiting = async () => {
    const jobs = await db.pool.query<{ task: string; error: string | null }>(`select task_identifier as task, last_error as error from graphile_worker.jobs where attempts < max_attempts and (locked_at is not null or run_at <= now() + interval '1 minute') and task_identifier not like 'promises.%'`)
    return jobs.rows.map((row) => `a job was not done: ${row.task}: ${row.error}`)
  }
  // Another attempt after a failure waits a little longer each time; a killed worker's jobs are given back after some seconds.
  for (const since = Date.now(); Date.now() - since < 90_000 && (await waiting()).length > 0; ) await sleep(250)
  return waiting()
}

/** Waits until nothing is left to do, then looks at everything. */
export async function settled(dataDir: string, running: AppProcess, office: Office, sink: MailSink) {
  const server = await startEmbedded({ dataDir: join(dataDir, 'postgres'), log: () => {} })
  const db = openDatabase(server.url, 4)
  try {
    const ctx = systemCtx(db, uuidOf(office.workspace))
    const left = await jobsLeft(db)
    const ledger = await ledgerFaults(ctx)
    const mails = await mailFaults(ctx, sink)
    const faults = [...left, ...(await submissionFaults(ctx, office)), ...(await deedFaults(ctx, office)), ...(await factFaults(ctx, office)), ...ledger.faults, ...mails.faults]
    return { faults: running.isRunning() ? faults : [...faults, 'the app ended by itself'], mails: mails.counts, lines: ledger.lines }
  } finally {
    await db.close()
    await server.stop()
  }
}

// A database of its own for each test file: a clone of the migrated template, about 45 ms.
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { inject } from 'vitest'

const OBJECT_IN_USE = '55006'
let clones = 0

/** The same server and login with another database. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

export type Clone = { url: string; drop: () => Promise<void> }

/** Empty but migrated, unless another template is named. Forgotten clones are dropped at the end of the run. */
export async function cloneDatabase(template: string = inject('templateName')): Promise<Clone> {
  const serverUrl = inject('serverUrl')
  clones += 1
  const name = `${inject('runName')}_${process.pid}_${process.env['VITEST_WORKER_ID'] ?? 0}_${clones}`
  await onServer(serverUrl, async (client) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query(`create database ${name} template ${template}`)
        return
      } catch (error) {
        if (!(error instanceof DatabaseError && error.code === OBJECT_IN_USE) || attempt === 50) throw error
        await sleep(50 + Math.random() * 100)
      }
    }
  })
  return {
    url: databaseUrl(serverUrl, name),
    drop: () => onServer(serverUrl, (client) => dropDatabase(client, name)),
  }
}

/**
 * Ends the sessions that our login may end, then drops. `with (force)` would also try to end an autovacuum worker, which is
 * refused to a login that is no superuser; a plain drop sends that worker away by itself.
 */
export async function dropDatabase(client: Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pg_has_role(usesysid, 'usage')`, [name])
    try {
      await client.query(`drop database if exists "${name}"`)
      return
    } catch (error) {
      if (!(error instanceof DatabaseError && error.code === OBJECT_IN_USE) || attempt === 5) throw error
    }
  }
}

async function onServer(url: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await use(client)
  } finally {
    await client.end()
  }
}

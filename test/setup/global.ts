// Once per run: a server, and on it a migrated template that every test file clones. Nothing starts for the walls alone.
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { discardEmbedded, startEmbedded } from '../../platform/db/embedded.ts'
import { migrate, migrationFiles } from '../../platform/db/migrate.ts'
import { databaseUrl, dropDatabase } from './database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Reaches the server for `create database`. */
    serverUrl: string
    templateName: string
    /** Leads the names of this run's databases. */
    runName: string
  }
}

const FOLDER_PREFIX = 'alongside-test-'

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (project.vitest.projects.every(({ name }) => name === 'walls' || name === '')) return undefined
  const server = await openServer()
  try {
    const runName = `alongside_test_${process.pid}_${Date.now().toString(36)}`
    const keeper = await connect(server.url, runName)
    await dropLeftovers(keeper)
    const templateName = await makeTemplate(keeper, server.url)
    project.provide('serverUrl', server.url)
    project.provide('templateName', templateName)
    project.provide('runName', runName)
    return async () => {
      await dropDatabases(keeper, runName)
      await keeper.end()
      await server.close()
    }
  } catch (error) {
    await server.close()
    throw error
  }
}

type Server = { url: string; close: () => Promise<void> }

async function openServer(): Promise<Server> {
  const given = process.env['TEST_DATABASE_URL']
  if (given) return { url: given, close: async () => {} }
  await discardLeftoverFolders()
  const dataDir = join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-${randomUUID().slice(0, 8)}`)
  // The folder is thrown away after the run, so nothing needs to survive a power cut.
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200' }
  const server = await startEmbedded({ dataDir, log: (line) => console.error(line), settings })
  return {
    url: server.url,
    close: async () => {
      await discardEmbedded(dataDir)
    },
  }
}

async function connect(url: string, name: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: name })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Made under another name first: a template with the right name is a whole one, also after a killed run. */
async function makeTemplate(keeper: Client, serverUrl: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of migrationFiles()) hash.update(`${file.name} ${file.sha256}\n`)
  const name = `alongside_template_${hash.digest('hex').slice(0, 16)}`
  const { rowCount } = await keeper.query('select from pg_database where datname = $1', [name])
  if (rowCount) return name
  const unfinished = `${name}_${process.pid}`
  await keeper.query(`create database ${unfinished}`)
  try {
    await migrate(databaseUrl(serverUrl, unfinished), { log: () => {} })
    // Nobody may connect: a template in use cannot be cloned.
    await keeper.query(`alter database ${unfinished} allow_connections false`)
    await renamed(keeper, unfinished, name)
  } catch (error) {
    await dropDatabase(keeper, unfinished)
    throw error
  }
  return name
}

async function renamed(keeper: Client, unfinished: string, name: string): Promise<void> {
  try {
    await keeper.query(`alter database ${unfinished} rename to ${name}`)
  } catch (error) {
    const { rowCount } = await keeper.query('select from pg_database where datname = $1', [name])
    if (!rowCount) throw error
    await keeper.query(`drop database ${unfinished}`) // another run was first
  }
}

async function dropDatabases(keeper: Client, prefix: string): Promise<void> {
  const { rows } = await keeper.query<{ name: string }>(`select datname as name from pg_database where starts_with(datname, $1)`, [prefix])
  for (const { name } of rows) await dropDatabase(keeper, name)
}

/** A run holds a connection under its name as long as it lives; databases of other names are left behind. */
async function dropLeftovers(keeper: Client): Promise<void> {
  const { rows } = await keeper.query<{ run: string }>(`
    select distinct substring(datname from '^alongside_test_\\d+_[0-9a-z]+') as run from pg_database
    where datname ~ '^alongside_test_\\d+_[0-9a-z]+_'
    except select application_name from pg_stat_activity`)
  for (const { run } of rows) await dropDatabases(keeper, `${run}_`)
}

async function discardLeftoverFolders(): Promise<void> {
  for (const folder of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${FOLDER_PREFIX}(\\d+)-`).exec(folder)?.[1]
    if (pid && !runs(Number(pid))) await discardEmbedded(join(tmpdir(), folder)).catch(() => {})
  }
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

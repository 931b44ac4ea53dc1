import { openSecret, setSecret } from '../../platform/auth/index.ts'
import { startEmbedded } from '../../platform/db/embedded.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { openDatabase, type Database } from '../../platform/db/pool.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { setPublicUrl } from '../../platform/http/public-url.ts'
import { addressOf } from '../address.ts'
import { readConfig, type Config } from '../config.ts'

export type Call = { words: string[]; options: Record<string, string | boolean | undefined>; say(line: string): void; isJson: boolean }
export type Command = {
  name: string
  summary: string
  usage: string
  options: Record<string, { type: 'string' | 'boolean'; says: string }>
  examples?: string[]
  run(call: Call): Promise<{ json: unknown; ok?: boolean }>
}

/** A command that could not be carried out; with `wrongUse` because of how it was called. */
export class CliProblem extends Error {
  readonly wrongUse: boolean
  constructor(message: string, wrongUse = false) {
    super(message)
    this.wrongUse = wrongUse
  }
}

export const workspaceOption = { workspace: { type: 'string', says: 'slug of the workspace; not needed when there is one' } } as const

/**
 * Runs with the database that the configuration names: DATABASE_URL, or the embedded one, started here when no app runs it and left
 * as it was found.
 */
export async function withDatabase<T>(work: (db: Database, config: Config) => Promise<T>, options: { migrate: boolean } = { migrate: true }): Promise<T> {
  const config = readConfig(process.env)
  setPublicUrl(addressOf(config, process.env))
  setSecret(openSecret(config.dataDir, config.secret))
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ dataDir: `${config.dataDir}/postgres`, log: () => {} })
  const url = config.databaseUrl ?? embedded!.url
  try {
    if (options.migrate) await migrate(url, { log: () => {} })
    const db = openDatabase(url, 6)
    try {
      return await work(db, config)
    } finally {
      await db.close()
    }
  } finally {
    if (embedded && !embedded.adopted) await embedded.stop()
  }
}

/** The workspace named, or the only one there is. */
export async function chosenWorkspace(db: Database, slug: string | boolean | undefined): Promise<{ id: Id; slug: string; name: string }> {
  const rows = await db.sql.selectFrom('identity.workspace').select(['id', 'slug', 'name']).$if(typeof slug === 'string', (q) => q.where('slug', '=', String(slug))).orderBy('created_at').execute()
  if (rows.length === 0) throw new CliProblem(slug ? `There is no workspace “${slug}”.` : 'There is no workspace yet. Open the app to make the first one, or run alongside seed.')
  if (rows.length > 1) throw new CliProblem(`There are several workspaces; name one with --workspace: ${rows.map((row) => row.slug).join(', ')}`, true)
  return rows[0]!
}

/** The operator at the terminal, acting on a workspace. */
export function operatorCtx(db: Database, workspace: Id): Ctx {
  return { db, workspace, actor: { kind: 'system', name: 'Operator' }, now: Temporal.Now.instant() }
}

/** A line that is written over in a terminal and once per step elsewhere. */
export function progressBar(label: string): (fraction: number, rest: string) => void {
  let last = -1
  return (fraction, rest) => {
    const percent = Math.floor(Math.min(1, fraction) * 100)
    if (!process.stderr.isTTY) {
      if (Math.floor(percent / 10) > Math.floor(last / 10)) process.stderr.write(`${label} ${percent} % ${rest}\n`)
    } else {
      const filled = Math.round(percent / 4)
      process.stderr.write(`\r${label} ${'█'.repeat(filled)}${'░'.repeat(25 - filled)} ${String(percent).padStart(3)} % ${rest}\u001b[K${percent === 100 ? '\n' : ''}`)
    }
    last = percent
  }
}

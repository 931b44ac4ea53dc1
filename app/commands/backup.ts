import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { count } from '../../kernel/text.ts'
import { derived } from '../../platform/auth/index.ts'
import { restoreBackup, writeBackup } from '../../platform/db/backup/index.ts'
import type { Config } from '../config.ts'
import { CliProblem, progressBar, withDatabase, type Call, type Command } from './command.ts'

/** The same for the same secret, which it does not give away. */
const secretTold = () => derived('backup', 'secret').toString('hex').slice(0, 32)
const secretPlace = (config: Config) => (config.secret ? 'ALONGSIDE_SECRET' : `the file ${config.dataDir}/secret`)

export const backup: Command = {
  name: 'backup', summary: 'write everything in the database to one file, while the app runs or not', usage: 'FILE',
  options: {},
  examples: ['alongside backup monday.alongside'],
  run: (call) => {
    const file = fileOf(call, 'Say which file to write.')
    if (!existsSync(dirname(file))) throw new CliProblem(`There is no folder ${dirname(file)}.`)
    return withDatabase(async (db, config) => {
      const bar = progressBar('Writing')
      const done = await writeBackup(db.url, file, { secret: secretTold(), onProgress: (rows, expected) => bar(Math.min(0.99, rows / Math.max(1, expected)), `${rows.toLocaleString('en-US')} rows`) })
      bar(1, `${done.rows.toLocaleString('en-US')} rows`)
      call.say(`Wrote ${count(done.workspaces, 'workspace')}, ${done.rows.toLocaleString('en-US')} rows, to ${file}: ${done.bytes.toLocaleString('en-US')} bytes.`)
      call.say(`The secret is not in it. Keep ${secretPlace(config)} as well, in another place: without it links, bank details and seals are lost.`)
      return { json: { file, ...done } }
    }, { migrate: false })
  },
}

export const restore: Command = {
  name: 'restore', summary: 'fill an empty database from such a file', usage: 'FILE [--any-secret]',
  options: { 'any-secret': { type: 'boolean', says: 'also where the secret is not the one that the backup was made under' } },
  examples: ['ALONGSIDE_DATA=/srv/alongside alongside restore monday.alongside', 'DATABASE_URL=postgresql://… alongside restore monday.alongside'],
  run: (call) => {
    const file = fileOf(call, 'Say which file to restore.')
    if (!existsSync(file)) throw new CliProblem(`There is no file ${file}.`)
    return withDatabase(async (db) => {
      const bar = progressBar('Restoring')
      const { size } = statSync(file)
      const done = await restoreBackup(db.url, file, { secret: secretTold(), anySecret: call.options['any-secret'] === true, log: () => {}, onProgress: (bytes) => bar(Math.min(0.99, bytes / size), '') })
      bar(1, `${done.rows.toLocaleString('en-US')} rows`)
      call.say(`Restored ${count(done.workspaces, 'workspace')}, ${done.rows.toLocaleString('en-US')} rows, as they were at ${done.madeAt}${done.migrated.length > 0 ? `, and brought them to this release (${count(done.migrated.length, 'migration')})` : ''}.`)
      call.say('Run alongside doctor now: it proves the ledger, the seals and the secret.')
      return { json: { file, ...done } }
    }, { migrate: false })
  },
}

function fileOf(call: Call, otherwise: string): string {
  const [file, more] = call.words
  if (!file || more) throw new CliProblem(otherwise, true)
  return file
}

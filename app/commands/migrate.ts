import { migrate, pending } from '../../platform/db/migrate.ts'
import type { Command } from './command.ts'
import { withDatabase } from './command.ts'

export const migrateCommand: Command = {
  name: 'migrate', summary: 'bring the database to the schema of this release', usage: '[--check]',
  options: { check: { type: 'boolean', says: 'only say what is waiting; exit code 1 if anything is' } },
  run: (call) =>
    withDatabase(async (db) => {
      const waiting = await pending(db.url)
      if (call.options['check']) {
        call.say(waiting.length === 0 ? 'The schema is current.' : `Waiting: ${waiting.join(', ')}`)
        return { json: { waiting }, ok: waiting.length === 0 }
      }
      const applied = await migrate(db.url, { log: call.say })
      call.say(applied.length === 0 ? 'The schema was current.' : `Applied ${applied.length}: ${applied.join(', ')}`)
      return { json: { applied } }
    }, { migrate: false }),
}

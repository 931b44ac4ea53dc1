import { seedDemo } from '../../db/world/index.ts'
import type { Command } from './command.ts'
import { withDatabase } from './command.ts'

export const seed: Command = {
  name: 'seed', summary: 'add the named demo world, a workspace of its own', usage: '',
  options: {},
  run: (call) =>
    withDatabase(async (db) => {
      const made = await seedDemo(db, call.say)
      if (!made) call.say('The demo world is there already.')
      return { json: { seeded: made } }
    }),
}

import { roles, type Role } from '../../kernel/actor.ts'
import { mintKey } from '../../platform/workspaces/index.ts'
import { chosenWorkspace, CliProblem, operatorCtx, withDatabase, workspaceOption, type Command } from './command.ts'

export const key: Command = {
  name: 'key', summary: 'mint an API key; it is shown once', usage: 'mint NAME --role ROLE',
  options: { ...workspaceOption, role: { type: 'string', says: roles.join(', ') } },
  examples: ['alongside key mint "CRM sync" --role manager'],
  run: (call) =>
    withDatabase(async (db) => {
      const role = call.options['role'] ?? 'viewer'
      if (call.words[0] !== 'mint' || !call.words[1]) throw new CliProblem('Say mint and a name for the key.', true)
      if (!roles.includes(role as Role)) throw new CliProblem(`--role is one of ${roles.join(', ')}.`, true)
      const workspace = await chosenWorkspace(db, call.options['workspace'])
      const { token } = await mintKey(operatorCtx(db, workspace.id), { name: call.words[1], role: role as Role })
      call.say(token)
      return { json: { workspace: workspace.slug, name: call.words[1], role, token } }
    }),
}

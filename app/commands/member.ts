import { roles, type Role } from '../../kernel/actor.ts'
import { parseEmail } from '../../kernel/text.ts'
import { makeSignInLink } from '../../platform/auth/index.ts'
import { read } from '../../platform/db/transact.ts'
import { publicUrl } from '../../platform/http/public-url.ts'
import { inviteMember, listMembers } from '../../platform/workspaces/index.ts'
import { chosenWorkspace, CliProblem, operatorCtx, withDatabase, workspaceOption, type Command } from './command.ts'

export const member: Command = {
  name: 'member', summary: 'list members, or add one', usage: 'list | add E-MAIL --name NAME --role ROLE',
  options: { ...workspaceOption, name: { type: 'string', says: 'the name of the new member' }, role: { type: 'string', says: roles.join(', ') } },
  examples: ['alongside member add ana@example.com --name "Ana Sousa" --role finance'],
  run: (call) =>
    withDatabase(async (db) => {
      const workspace = await chosenWorkspace(db, call.options['workspace'])
      const ctx = operatorCtx(db, workspace.id)
      if (call.words[0] === 'list') {
        const members = await read(ctx, (r) => listMembers(r))
        for (const m of members) call.say(`${m.name.padEnd(28)} ${m.role.padEnd(8)} ${m.state.padEnd(8)} ${m.email}`)
        return { json: members.map((m) => ({ name: m.name, email: m.email, role: m.role, state: m.state })) }
      }
      if (call.words[0] !== 'add') throw new CliProblem('Say list or add.', true)
      const email = parseEmail(call.words[1] ?? '')
      const role = call.options['role'] ?? 'viewer'
      if (!email) throw new CliProblem('Say the e-mail address of the new member.', true)
      if (!roles.includes(role as Role)) throw new CliProblem(`--role is one of ${roles.join(', ')}.`, true)
      await inviteMember(ctx, { email, name: String(call.options['name'] ?? email.split('@')[0]), role: role as Role })
      const url = await makeSignInLink(db, email, publicUrl(), Temporal.Now.instant())
      call.say(`Invited ${email} as ${role}. Sign-in link: ${url}`)
      return { json: { email, role, signIn: url } }
    }),
}

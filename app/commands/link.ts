import { mintPartnerLink } from '../../areas/partners/index.ts'
import { parseEmail } from '../../kernel/text.ts'
import { makeSignInLink } from '../../platform/auth/index.ts'
import { read } from '../../platform/db/transact.ts'
import { publicUrl } from '../../platform/http/public-url.ts'
import { chosenWorkspace, CliProblem, operatorCtx, withDatabase, workspaceOption, type Command } from './command.ts'

export const link: Command = {
  name: 'link', summary: 'make a sign-in link for a member, or a personal link for a partner', usage: 'sign-in E-MAIL | partner NAME [--contact E-MAIL]',
  options: { ...workspaceOption, contact: { type: 'string', says: 'e-mail of the contact; the primary one when left out' } },
  examples: ['alongside link sign-in nora@harbourlight.example', 'alongside link partner "Brightline Consulting"'],
  run: (call) =>
    withDatabase(async (db) => {
      const [what, who] = call.words
      if (what === 'sign-in') {
        const url = await makeSignInLink(db, parseEmail(who ?? '') ?? '', publicUrl(), Temporal.Now.instant())
        if (!url) throw new CliProblem('There is no member with this e-mail address.')
        call.say(url)
        return { json: { url } }
      }
      if (what !== 'partner' || !who) throw new CliProblem('Say sign-in and an e-mail address, or partner and a name.', true)
      const workspace = await chosenWorkspace(db, call.options['workspace'])
      const ctx = operatorCtx(db, workspace.id)
      const found = await read(ctx, (r) =>
        r.q.selectFrom('partner as p').innerJoin('contact as c', (j) => j.onRef('c.workspace_id', '=', 'p.workspace_id').onRef('c.partner_id', '=', 'p.id'))
          .select(['p.id', 'p.name', 'c.id as contact_id', 'c.email']).where('p.workspace_id', '=', r.workspace).where('p.name', '=', who).where('c.removed_at', 'is', null).orderBy('c.is_primary', 'desc').execute())
      const contact = call.options['contact'] ? found.find((row) => row.email === call.options['contact']) : found[0]
      if (!contact) throw new CliProblem(found.length === 0 ? `There is no partner “${who}”.` : 'This partner has no contact with that e-mail address.')
      const minted = await mintPartnerLink(ctx, contact.id, { contactId: contact.contact_id, send: false })
      call.say(minted.url)
      return { json: { url: minted.url, partner: contact.name, contact: contact.email } }
    }),
}

import { may } from '../../kernel/actor.ts'
import { no, yes } from '../../kernel/refusal.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { accountCodes, saveAccountCodes } from './account-codes.ts'
import { journalCsv } from './journal-csv.ts'
import { accountCodesIn, accountCodesOut, journalQuery } from './journal-contract.ts'
import { accountNames } from './queries.ts'

const tag = 'Money'

export const journalRoutes = [
  route({
    method: 'GET', path: '/ledger/journal.csv', tag, summary: 'The journal of a period as CSV for an accounting system: an entry a line, with ids that never change', access: 'ledger:read', query: journalQuery, produces: 'text/csv',
    handler: async (ctx, { query }) => ({ fileName: `journal-${query.from}-${query.to}.csv`, contentType: 'text/csv; charset=utf-8', content: await journalCsv(ctx, query) }),
  }),
  route({
    method: 'GET', path: '/ledger/account-codes', tag, summary: 'Under which codes the accounting system has our accounts', access: 'ledger:read', response: accountCodesOut,
    handler: async (ctx) => ({
      codes: [...(await read(ctx, accountCodes))].map(([kind, code]) => ({ kind, name: accountNames[kind], code })),
      can: { change: may(ctx.actor, 'statements:write') ? yes : no('An admin or finance can change them.') },
    }),
  }),
  route({
    method: 'PUT', path: '/ledger/account-codes', tag, summary: 'Say the codes, for all exports from now on', access: 'statements:write', status: 204, body: accountCodesIn,
    handler: (ctx, { body }) => saveAccountCodes(ctx, body.codes),
  }),
]

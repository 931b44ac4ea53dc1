import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { shown, showMoney } from '../../platform/http/shapes.ts'
import { accountOut, accountParams, accountQuery, verificationOut } from './account-contract.ts'
import { accountView } from './account-queries.ts'
import { accountNames } from './queries.ts'
import { checkSeals } from './seal.ts'
import { showNamed, sides } from './show.ts'
import { verifyLedger } from './verify.ts'

const tag = 'Money'
const access = 'ledger:read'

export const accountRoutes = [
  route({
    method: 'GET', path: '/ledger/accounts/{id}', tag, summary: 'One account and its entries up to the end of a day, newest first', access, params: accountParams, query: accountQuery, response: accountOut,
    handler: (ctx, { params, query }) =>
      read(ctx, async (r) => {
        const { entries, currency, balanceMinor, kind, ...account } = await accountView(r, params.id, query)
        return {
          ...account, id: shown('account', account.id), kind, name: accountNames[kind], partner: showNamed(account.partner), ...sides(balanceMinor, currency),
          items: entries.map(({ amountMinor, ...entry }) => ({
            journalId: shown('journal', entry.journalId), line: entry.line, on: entry.on, recordedAt: entry.recordedAt.toString(), memo: entry.memo,
            commissionId: entry.commissionId ? shown('commission', entry.commissionId) : null, ...sides(amountMinor, currency), balance: showMoney(entry.balanceMinor, currency),
          })),
        }
      }),
  }),
  route({
    method: 'GET', path: '/ledger/verification', tag, summary: 'Prove the ledger from its rows: journals balance, lines compute again, what is booked is due, seals hold. Reads everything', access, response: verificationOut,
    handler: (ctx) =>
      read(ctx, async (r) => {
        const books = await verifyLedger(r)
        const { problems, ...seals } = await checkSeals(r)
        return { ...books, ok: books.ok && problems.length === 0, problems: [...books.problems, ...problems], seals }
      }),
  }),
]

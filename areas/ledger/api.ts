import { z } from 'zod'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { dateIn, idIn, pageOf, shown, showMoney } from '../../platform/http/shapes.ts'
import { partnerById } from '../partners/index.ts'
import { showCorrections } from './correction-api.ts'
import { showItem } from './correction-show.ts'
import { commissionDetail, commissionRow, earnings, exportQuery, lineQuery, statement, statementQuery, trialBalance } from './contract.ts'
import { earningsOf } from './earnings.ts'
import { commissionsCsv } from './export.ts'
import { linePayments, type LinePayment } from './line-payments.ts'
import { namesOf } from './names.ts'
import { accountNames, commissionsPage, commissionView, trialBalanceOf } from './queries.ts'
import { showReward, showRewardSum } from './reward-api.ts'
import { showLine, showNamed, showSaid, sides } from './show.ts'
import { statementOf } from './statement.ts'

const tag = 'Money'
const access = 'ledger:read'
const params = z.object({ id: idIn('commission') })
const ofPartner = z.object({ id: idIn('partner') })

export const moneyRoutes = [
  route({
    method: 'GET', path: '/commissions', tag, summary: 'Commission lines, newest first', access, query: lineQuery, response: pageOf(commissionRow),
    handler: (ctx, { query: { partner, referral, ...query } }) =>
      read(ctx, async (r) => {
        const page = await commissionsPage(r, { ...query, partnerId: partner, referralId: referral })
        const [names, payments] = [await namesOf(r, page.lines), await linePayments(r, page.lines.map((line) => line.id))]
        return { items: page.lines.map((line) => ({ ...showLine(line, names), payment: showPayment(payments.get(line.id)) })), next: page.next, total: page.total }
      }),
  }),
  route({
    method: 'GET', path: '/commissions.csv', tag, summary: 'The same lines as CSV', access, query: exportQuery, produces: 'text/csv',
    handler: async (ctx, { query: { partner, referral, ...query } }) =>
      ({ fileName: 'commissions.csv', contentType: 'text/csv; charset=utf-8', content: commissionsCsv(ctx, { ...query, partnerId: partner, referralId: referral }) }),
  }),
  route({
    method: 'GET', path: '/commissions/{id}', tag, summary: 'One line with event, plan version, working and journal', access, params, response: commissionDetail,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        const view = await commissionView(r, input.params.id)
        const payments = await linePayments(r, [view.line.id])
        return {
          ...showLine(view.line, await namesOf(r, [view.line])), ...(await showCorrections(r, view.line)), ...(await showItem(r, view.line.id)), plan: { ...view.plan, id: shown('plan', view.plan.id) }, computesAgain: view.computesAgain,
          payment: showPayment(payments.get(view.line.id)),
          event: view.event && { ...view.event, id: shown('event', view.event.id), at: view.event.at.toString() },
          journal: {
            id: shown('journal', view.journal.id), effectiveOn: view.journal.effectiveOn, recordedAt: view.journal.recordedAt.toString(), memo: view.journal.memo,
            entries: view.journal.entries.map((e) => ({ line: e.line, account: accountNames[e.kind], partner: showNamed(e.partner), ...sides(e.amountMinor, e.currency) })),
          },
        }
      }),
  }),
  route({
    method: 'GET', path: '/partners/{id}/earnings', tag, summary: 'What a partner earned, what is unpaid, and when the next payment is', access, params: ofPartner, response: earnings,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        await partnerById(r, input.params.id)
        const found = await earningsOf(r, input.params.id)
        const names = await namesOf(r, found.lines)
        return {
          lines: found.lines.map((line) => showLine(line, names)), more: found.more,
          currencies: found.currencies.map((c) => ({
            currency: c.currency, earned: showSaid(c.earned), unpaid: showSaid(c.unpaid), pastDue: showSaid(c.pastDue), next: c.next && { on: c.next.on, amount: showSaid(c.next.amount) },
          })),
        }
      }),
  }),
  route({
    method: 'GET', path: '/partners/{id}/statement', tag, summary: "A partner's account between two days", access, params: ofPartner, query: statementQuery, response: statement,
    handler: (ctx, input) =>
      read(ctx, async (r) => {
        const found = await statementOf(r, input.params.id, input.query)
        const names = await namesOf(r, found.currencies.flatMap((c) => c.lines))
        const own = new Map([[found.partnerId, found.partnerName]])
        return {
          partner: { id: shown('partner', found.partnerId), name: found.partnerName }, from: found.from, to: found.to, rewards: { lines: found.rewards.lines.map((line) => showReward(line, own)), closing: found.rewards.closing.map(showRewardSum) },
          currencies: found.currencies.map((c) => ({
            currency: c.currency, opening: showSaid(c.opening), accrued: showSaid(c.accrued), reversed: showSaid(c.reversed), paid: showSaid(c.paid), closing: showSaid(c.closing),
            lines: c.lines.map((line) => showLine(line, names)),
          })),
        }
      }),
  }),
  route({
    method: 'GET', path: '/ledger/trial-balance', tag, summary: 'Every account at the end of a day; debits equal credits', access, query: z.object({ at: dateIn.optional() }), response: trialBalance,
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const balance = await trialBalanceOf(r, query.at)
        return {
          at: balance.at,
          currencies: balance.currencies.map((c) => ({
            currency: c.currency, debits: showMoney(c.debitsMinor, c.currency), credits: showMoney(c.creditsMinor, c.currency), isBalanced: c.isBalanced,
            accounts: c.accounts.map((a) => ({ id: shown('account', a.id), kind: a.kind, name: accountNames[a.kind], partner: showNamed(a.partner), ...sides(a.balanceMinor, a.currency) })),
          })),
        }
      }),
  }),
]

const showPayment = (payment: LinePayment | undefined) => (payment ? { payout: payment.payoutId && shown('payout', payment.payoutId), reference: payment.reference, state: payment.state, on: payment.on } : null)

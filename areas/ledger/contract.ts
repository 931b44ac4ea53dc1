import { z } from 'zod'
import { can, currencyIn, dateIn, idIn, idOut, instantOut, money, named, pageIn } from '../../platform/http/shapes.ts'
import { correctionOut } from './correction-contract.ts'
import { reward, rewardSum } from './reward-api.ts'
import { paymentStandings } from './line-payments.ts'
import { lineStates } from './line-views.ts'

/** Which commission lines; days are those on which they were booked. */
export const lineQuery = pageIn.extend({
  partner: idIn('partner').optional(), referral: idIn('referral').optional(), item: z.string().max(400).optional(), component: z.string().max(40).optional(), currency: currencyIn.optional(),
  state: z.enum(lineStates).optional(), from: dateIn.optional(), to: dateIn.optional(),
  payment: z.enum(paymentStandings).optional().meta({ description: 'none: in no payment, or in one that came back; in_transit: on its way; paid: it arrived.' }),
})
export const exportQuery = lineQuery.omit({ limit: true, after: true })
export const statementQuery = z.object({ currency: currencyIn.optional(), from: dateIn, to: dateIn })

export const commission = z.object({
  id: idOut('commission'), state: z.enum(lineStates).meta({ description: 'earned: stands; reversed: was taken back later; reversal: takes a line back; adjustment: brings an earlier one to what is due now.' }),
  partner: named('partner'), company: named('company').nullable(), referralId: idOut('referral').nullable(), opportunityId: idOut('opportunity').nullable(),
  component: z.string(), clause: z.string(), amount: money, basis: money.nullable(), rate: z.object({ num: z.string(), den: z.string() }).nullable(),
  planVersionId: idOut('planVersion'), earnedOn: z.string(), payableOn: z.string(), bookedOn: z.string(),
  working: z.array(z.string()).meta({ description: 'How it was computed, as sentences.' }),
  corrects: idOut('commission').nullable(), correctedBy: idOut('commission').nullable(), createdAt: instantOut,
  payable: money.meta({ description: 'What of it may be paid by `payableOn`; the rest waits for the customer to pay.' }),
  item: z.string().nullable().meta({ description: 'The fact that it is about, with the line of an invoice after a slash; for plans in language 2.' }),
  fact: z.string().nullable().meta({ description: 'The fact that made this line necessary, where one was told by itself.' }),
  statement: z.string().nullable().meta({ description: 'The period in which it is told, such as 2026-Q3.' }), isPrior: z.boolean().meta({ description: 'Whether it belongs to an earlier period that was closed.' }),
  adjusts: idOut('commission').nullable().meta({ description: 'The line before it on the same item and component: this one is what is due now less what was booked.' }),
}).meta({ id: 'Commission' })

const ledgerEntry = z.object({ line: z.number().int(), account: z.string(), partner: named('partner').nullable(), debit: money.nullable(), credit: money.nullable() })
/** A line with the payment that it left with. */
export const commissionRow = commission.extend({
  payment: z.object({ payout: idOut('payout').nullable(), reference: z.string().nullable(), state: z.enum(['in_transit', 'paid']), on: z.string().nullable().meta({ description: 'The day on which it arrived; null while it is on its way.' }) })
    .nullable().meta({ description: 'The payment that it left with; null while it is in none, and once that came back.' }),
}).meta({ id: 'CommissionRow' })
export const commissionDetail = commissionRow.extend({
  plan: z.object({ id: idOut('plan'), name: z.string(), version: z.number().int(), sentences: z.array(z.string()) }),
  event: z.object({ id: idOut('event'), type: z.string(), at: instantOut, why: z.string().nullable() }).nullable().meta({ description: 'The fact that made this posting necessary.' }),
  journal: z.object({ id: idOut('journal'), effectiveOn: z.string(), recordedAt: instantOut, memo: z.string(), entries: z.array(ledgerEntry) }),
  about: z.object({ kind: z.string(), at: z.string(), amount: z.string().nullable(), currency: z.string().nullable(), account: z.string().nullable(), product: z.string().nullable(), partner: z.string().nullable() }).nullable().meta({ description: 'The fact of the item as it stands now; null for language 1 and where it was withdrawn.' }),
  corrections: z.array(correctionOut).meta({ description: 'What was said to be wrong about it, oldest first.' }), correction: correctionOut.nullable().meta({ description: 'The correction of an earlier line that booked this one.' }), can: z.object({ correct: can }),
  computesAgain: z.boolean().meta({ description: 'Whether plan version, basis and rate, computed just now, give this amount; for plans in language 2, whether what is booked on the item is what all facts known now make due.' }),
}).meta({ id: 'CommissionDetail' })

export const statement = z.object({
  partner: named('partner'), from: z.string(), to: z.string(),
  currencies: z.array(z.object({ currency: z.string(), opening: money, accrued: money, reversed: money, paid: money, closing: money, lines: z.array(commission) })),
  rewards: z.object({ lines: z.array(reward), closing: z.array(rewardSum) }).meta({ description: 'Points, credits and what customers get; no money, and in none of the balances.' }),
}).meta({ id: 'Statement' })

export const earnings = z.object({
  currencies: z.array(z.object({ currency: z.string(), earned: money, unpaid: money, pastDue: money, next: z.object({ on: z.string(), amount: money }).nullable() })),
  lines: z.array(commission), more: z.boolean(),
}).meta({ id: 'Earnings' })

export const trialBalance = z.object({
  at: z.string(),
  currencies: z.array(z.object({
    currency: z.string(), debits: money, credits: money, isBalanced: z.boolean(),
    accounts: z.array(z.object({ id: idOut('account'), kind: z.string(), name: z.string(), partner: named('partner').nullable(), debit: money.nullable(), credit: money.nullable() })),
  })),
}).meta({ id: 'TrialBalance' })

import { z } from 'zod'
import { can, currencyIn, dateIn, idIn, idOut, instantOut, money, named, optionalTextIn, pageIn, textIn } from '../../platform/http/shapes.ts'
import { methods } from './bank-file.ts'
import { outcomes } from './bank-result.ts'
import { notPaidReasons, paymentStates, payoutStates, type NotPaidReason } from './rules.ts'

const reason = z.enum(Object.keys(notPaidReasons) as [NotPaidReason, ...NotPaidReason[]])
const withholding = z.string().nullable().meta({ description: 'Why something is withheld, as a sentence.' })
export const payoutQuery = pageIn.extend({ state: z.enum(payoutStates).optional() })
export const previewQuery = z.object({ upTo: dateIn.optional().meta({ description: 'What was payable by this day; today unless said.' }) })
export const paymentQuery = pageIn.extend({ payout: idIn('payout').optional(), partner: idIn('partner').optional(), state: z.enum(paymentStates).optional(), currency: currencyIn.optional() })

const one = z.object({ partnerId: idIn('partner'), currency: currencyIn })
export const payoutIn = z.object({
  upTo: dateIn.optional(), executionOn: dateIn.optional(), note: optionalTextIn(500),
  leaveOut: z.array(one).max(5000).default([]), include: z.array(one.extend({ why: textIn(300, 'Say why it is paid all the same.') })).max(500).default([]),
  fingerprint: z.string().max(40).optional().meta({ description: 'From the preview: refused when something else would be made by now.' }),
})
export const noteIn = z.object({ note: optionalTextIn(500) })
export const whyIn = z.object({ why: textIn(500, 'Say why.') })
export const againIn = z.object({ paymentIds: z.array(idIn('payment')).min(1, 'Name at least one payment.').max(500), note: optionalTextIn(500) })
export const outcomeIn = z.object({ outcome: z.enum(outcomes), on: dateIn, reason: optionalTextIn(200) })

const payTerms = {
  group: z.string().nullable().meta({ description: 'The group of components that the plan pays apart; empty for the rest.' }), fee: money.nullable(),
  vat: money.nullable().meta({ description: 'VAT of invoices that is paid with it, each whole; below zero of a credit note. amount = gross − withheld − fee + VAT, where nothing is exchanged.' }),
  exchange: z.string().nullable().meta({ description: 'Where it leaves in another currency than it is owed in: the rate, for which day it was said, and by which fact. `gross`, `withheld`, `fee`, `vat` and `disputed` are what is owed, `amount` is what leaves.' }),
}

export const payoutPreview = z.object({
  upTo: z.string(), executionOn: z.string(), fingerprint: z.string(), totals: z.array(z.object({ amount: money, payments: z.number().int() })),
  payments: z.array(z.object({ partner: named('partner'), ...payTerms, gross: money, withheld: money, amount: money, withholding, method: z.enum(methods), account: z.string(), lines: z.number().int(), disputed: money.nullable() })),
  notPaid: z.array(z.object({ partner: named('partner'), group: payTerms.group, amount: money, reasons: z.array(z.object({ code: reason, said: z.string() })), mayOverrule: z.boolean(), heldUntil: z.string().nullable(), minimum: money.nullable() })),
  can: z.object({ make: can }),
}).meta({ id: 'PayoutPreview' })

const states = z.record(z.enum(paymentStates), z.number().int().optional()).meta({ description: 'How many payments are in each state.' })
export const payoutRow = z.object({
  id: idOut('payout'), state: z.enum(payoutStates), upTo: z.string(), executionOn: z.string(), totals: z.array(z.object({ amount: money, payments: z.number().int() })), payments: states,
  madeBy: named('member'), madeAt: instantOut, approvedBy: named('member').nullable(), approvedAt: instantOut.nullable(), sentAt: instantOut.nullable(),
}).meta({ id: 'PayoutRow' })
const file = z.object({ id: idOut('paymentFile'), method: z.enum(methods), fileName: z.string(), reference: z.string(), payments: z.number().int(), total: money, madeAt: instantOut })
export const payoutOut = payoutRow.extend({
  note: z.string().nullable(), approvalNote: z.string().nullable(), cancelledBy: named('member').nullable(), cancelledAt: instantOut.nullable(), cancelledWhy: z.string().nullable(), files: z.array(file),
  can: z.object({ approve: can, send: can, cancel: can }),
}).meta({ id: 'Payout' })
export const payment = z.object({
  id: idOut('payment'), reference: z.string().meta({ description: 'Stands in the file and on the bank statement.' }), state: z.enum(paymentStates), partner: named('partner'), payoutId: idOut('payout'), payoutState: z.enum(payoutStates), ...payTerms,
  gross: money, withheld: money, amount: money, withholding, disputed: money.nullable(), method: z.enum(methods), account: z.string(), lines: z.number().int(), overruled: z.array(z.string()), overruledWhy: z.string().nullable(),
  executionOn: z.string(), sentAt: instantOut.nullable(), paidOn: z.string().nullable(), returnedOn: z.string().nullable(), reason: z.string().nullable(), againOf: idOut('payment').nullable(), againAs: idOut('payment').nullable(),
  can: z.object({ withdraw: can, settle: can, sendAgain: can }),
}).meta({ id: 'Payment' })
export const imported = z.object({
  id: idOut('resultFile'), isRepeat: z.boolean().meta({ description: 'The same file was read before; these are its numbers, and nothing was changed.' }), applied: z.number().int(), repeated: z.number().int(), unknown: z.number().int(),
  problems: z.array(z.object({ row: z.number().int(), problem: z.string() })),
}).meta({ id: 'PaymentResults' })
export const yearQuery = z.object({ year: z.coerce.number().int().min(2000).max(2999), workspace: z.string().optional() })

import { z } from 'zod'
import { can, greatestWhole, idIn, idOut, instantOut, money, named, pageIn } from '../../platform/http/shapes.ts'
import { periodShape } from './statement-rules.ts'

export const periodIn = z.string().regex(periodShape, 'A period is a month such as 2026-09 or a quarter such as 2026-Q3.').meta({ examples: ['2026-Q3'] })
export const periodParams = z.object({ period: periodIn })
export const statementParams = z.object({ id: idIn('statement') })
export const statementsQuery = pageIn.extend({ period: periodIn.optional(), partner: idIn('partner').optional() })
export const linesQuery = z.object({ after: z.coerce.number().int().min(0).max(greatestWhole).default(0), limit: z.coerce.number().int().min(1).max(1000).default(200) })

export const periodOut = z.object({
  period: z.string(), name: z.string(), every: z.enum(['month', 'quarter']), from: z.string(), to: z.string(),
  state: z.enum(['open', 'issuing', 'issued']).meta({ description: 'open: nothing is issued; issuing: closed, and a job writes its statements; issued: all are written.' }),
  closedAt: instantOut.nullable(), closedBy: z.string().nullable(), finishedAt: instantOut.nullable(), partners: z.number().int().nullable(), partnersDone: z.number().int(), can: z.object({ issue: can }),
}).meta({ id: 'StatementPeriod' })

export const draftsOut = z.object({
  partners: z.number().int(), zero: z.number().int().meta({ description: 'Statements with nothing on them.' }),
  currencies: z.array(z.object({ currency: z.string(), statements: z.number().int(), lines: z.number().int(), earned: money, takenBack: money, paid: money, closing: money })),
  statements: z.array(z.object({ partner: named('partner'), currency: z.string(), lines: z.number().int(), opening: money, earned: money, takenBack: money, paid: money, closing: money })).meta({ description: 'The first 200.' }),
}).meta({ id: 'StatementDrafts' })

export const statementRow = z.object({
  id: idOut('statement'), period: z.string(), number: z.number().int().meta({ description: 'Counts a partner\'s statements in a currency.' }), partner: named('partner'), currency: z.string(),
  opening: money, earned: money, takenBack: money, paid: money, closing: money, lineCount: z.number().int(), issuedAt: instantOut,
}).meta({ id: 'IssuedStatement' })

export const toldLineOut = z.object({
  position: z.number().int(), commissionId: idOut('commission'), about: z.string(), kind: z.enum(['earned', 'adjustment', 'reversal']), component: z.string(), clause: z.string(), amount: money, payable: money,
  earnedOn: z.string(), bookedOn: z.string(), payableOn: z.string(), isPrior: z.boolean(), working: z.array(z.string()), dispute: z.object({ id: idOut('dispute'), state: z.string() }).nullable(),
}).meta({ id: 'StatementLine' })
export const linesOut = z.object({ items: z.array(toldLineOut), next: z.number().int().nullable() })

export const statementOut = statementRow.extend({
  from: z.string(), to: z.string(), waiting: money.meta({ description: 'What of the closing balance waits for customers to pay.' }),
  schedule: z.array(z.object({ on: z.string(), amount: money })).meta({ description: 'What of the closing balance may be paid by which day; negative amounts are set off.' }),
  payments: z.array(z.object({ on: z.string(), amount: money, memo: z.string() })), disputableUntil: z.string(), lines: linesOut,
}).meta({ id: 'IssuedStatementDetail' })

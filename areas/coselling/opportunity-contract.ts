import { z } from 'zod'
import { can, currencyIn, dateIn, idIn, idOut, instantOut, lineIn, minorIn, money, named, optionalLineIn, optionalTextIn, pageIn, pageOf, sortIn, textIn } from '../../platform/http/shapes.ts'
import { opportunityOrders } from './opportunity-queries.ts'
import { attributions, opportunityStates } from './opportunity-rules.ts'

const name = lineIn(300, 'Say what the opportunity is called.')
const stage = lineIn(200, 'Say which stage.')

export const opportunityFilter = pageIn.extend({
  state: z.enum(opportunityStates).optional(), q: z.string().max(100).optional(), partner: idIn('partner').optional(), company: idIn('company').optional(),
  attribution: z.enum(attributions).optional(), sort: sortIn(opportunityOrders),
})
export const opportunityIn = z.object({
  name, companyId: idIn('company').nullish(), amountMinor: minorIn.nullish(), currency: currencyIn.optional().meta({ description: 'The currency of the workspace when left out.' }),
  product: optionalLineIn(200), repName: optionalLineIn(200), openedOn: dateIn.nullish(), crmId: optionalLineIn(200), stage: stage.optional(),
})
export const opportunityChange = z.object({
  name: name.optional(), companyId: idIn('company').optional(), amountMinor: minorIn.nullable().optional(), currency: currencyIn.optional(), closedOn: dateIn.optional(), stage: stage.optional(),
  product: lineIn(200, 'Say which product.').nullable().optional(), repName: lineIn(200, 'Say who.').nullable().optional(), openedOn: dateIn.nullable().optional(), why: optionalTextIn(2000),
})
export const closingIn = z.object({ state: z.enum(['won', 'lost']), closedOn: dateIn, amountMinor: minorIn.nullish(), why: optionalTextIn(2000) })
export const reopeningIn = z.object({ why: textIn(2000, 'Say why it is opened again.') })

export const opportunityRow = z.object({
  id: idOut('opportunity'), name: z.string(), company: named('company').nullable(), state: z.enum(opportunityStates), stage: z.string().nullable(), amount: money.nullable(),
  currency: z.string(), product: z.string().nullable(), repName: z.string().nullable(), openedOn: z.string().nullable(), closedOn: z.string().nullable(),
  attribution: z.enum(attributions), partner: named('partner').nullable(), referralId: idOut('referral').nullable(), crmId: z.string().nullable(), createdAt: instantOut, changedAt: instantOut,
}).meta({ id: 'Opportunity' })
export const opportunityPage = pageOf(opportunityRow)
export const opportunityOut = opportunityRow.extend({ can: z.object({ change: can, close: can, reopen: can }) }).meta({ id: 'OpportunityDetail' })

export const stagesOut = z.object({
  items: z.array(z.object({ stage: z.string(), state: z.enum(opportunityStates).nullable(), guess: z.enum(opportunityStates).nullable(), opportunities: z.number().int() })),
})
export const stagesIn = z.object({ stages: z.array(z.object({ stage, state: z.enum(opportunityStates) })).min(1, 'Name at least one stage.').max(500) })

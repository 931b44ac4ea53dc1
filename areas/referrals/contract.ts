import { z } from 'zod'
import { can, currencyIn, dateIn, idIn, idOut, instantOut, lineIn, minorIn, money, named, optionalLineIn, optionalTextIn, textIn } from '../../platform/http/shapes.ts'
import { hypothesisTypes } from '../hypotheses/index.ts'
import { promiseKindShape } from '../promises/index.ts'
import { declineReasons, progressSteps, referralStates, type DeclineReason } from './rules.ts'

const grade = z.enum(['A', 'B', 'C', 'none'])
const turn = z.enum(['ours', 'partner', 'nobody'])
const standing = z.enum(['held', 'waiting', 'released'])

export const referralIn = z.object({
  partnerId: idIn('partner'), contactId: idIn('contact').nullish(),
  buyer: lineIn(300, 'Who is it? A company, website or work e-mail.'),
  person: lineIn(300, 'Who should we talk to? A name, and how to reach them.'),
  reason: textIn(4000, 'Why them, why now? One line is enough.'),
  consent: z.boolean().default(false).meta({ description: 'The buyer agreed to hear from us.' }),
})
export const submitted = z.object({ id: idOut('referral'), isNew: z.boolean().meta({ description: 'False when this partner introduced the same buyer before; the new words were added to that introduction.' }) })

export const answerIn = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('accept'), ownerId: idIn('member').optional(), why: optionalTextIn(2000) }),
  z.object({ answer: z.literal('ask'), question: textIn(2000, 'Write the question.') }),
  z.object({ answer: z.literal('decline'), reason: z.enum(Object.keys(declineReasons) as [DeclineReason, ...DeclineReason[]]), why: optionalTextIn(2000) }),
])
export const progressIn = z.object({ step: z.enum(progressSteps), why: optionalTextIn(2000) })
const deal = z.object({ name: optionalLineIn(200), amountMinor: minorIn.nullable().default(null), currency: currencyIn, product: optionalLineIn(200) })
export const opportunityLinkIn = z.union([z.object({ opportunityId: idIn('opportunity') }), z.object({ create: deal })])
export const closingIn = z.object({ outcome: z.enum(['won', 'lost']), closedOn: dateIn, deal: deal.optional(), why: optionalTextIn(2000) })
export const whyIn = z.object({ why: textIn(2000, 'Say why.') })
export const messageIn = z.object({ body: textIn(4000, 'Write something.') })
export const appealIn = z.object({ why: textIn(4000, 'Say what we should look at again.') })
export const conflictDecisionIn = z.object({ outcome: z.enum(['credited', 'not_credited']), why: textIn(2000, 'Say why; the partner reads it.'), ownerId: idIn('member').optional() })

export const referralRow = z.object({
  id: idOut('referral'), state: z.enum(referralStates), turn, company: named('company'), partner: named('partner'), owner: named('member').nullable(), grade: grade.nullable(),
  source: z.string(), submittedAt: instantOut, changedAt: instantOut, dueAt: instantOut.nullable(), isContested: z.boolean(),
}).meta({ id: 'ReferralRow' })

const suggestion = z.object({ company: named('company'), score: z.number(), probability: z.number().nullable().meta({ description: 'How likely it is this company, from 0 to 1. Null for introductions from before this was told.' }), reasons: z.array(z.string()),
  speaksAgainst: z.array(z.string()).meta({ description: 'What would speak against the partner if it is this company: ours already, or another claim.' }) })
const message = z.object({ id: idOut('message'), kind: z.enum(['question', 'reply', 'note', 'answer']), fromPartner: z.boolean(), author: z.string(), body: z.string(), at: instantOut })
const decidedBy = z.string().nullable().meta({ description: 'The member who decided it.' })
const rule = z.string().meta({ description: 'By which rule it is decided, unless whoever decides says why not.' })
const isAppeal = z.boolean().meta({ description: 'The partner asks to look at an earlier decision again; somebody else decides.' })
const conflict = z.object({
  id: idOut('conflict'), kind: z.enum(['partner_partner', 'direct_partner']), reasons: z.array(z.string()), openedAt: instantOut, decidedAt: instantOut.nullable(),
  outcome: z.enum(['credited', 'not_credited']).nullable(), why: z.string().nullable(), decidedBy, rule, isAppeal, can: z.object({ credit: can, refuse: can }),
})
export const referralOut = z.object({
  id: idOut('referral'), state: z.enum(referralStates), turn,
  company: z.object({
    id: idOut('company'), name: z.string(), domain: z.string().nullable(), industry: z.string().nullable(), employees: z.number().int().nullable(), country: z.string().nullable(),
    grade: grade.nullable(), gradeReasons: z.array(z.string()), gradeUnknown: z.array(z.string()), isCustomer: z.boolean(), lastContactAt: instantOut.nullable(),
  }),
  partner: named('partner'), contact: named('contact').nullable(), owner: named('member').nullable(),
  buyerText: z.string(), personName: z.string(), personReach: z.string(), reason: z.string(), consent: z.enum(['given', 'not_yet']), source: z.string(),
  submittedAt: instantOut, answeredAt: instantOut.nullable(), contactedAt: instantOut.nullable(), metAt: instantOut.nullable(), qualifiedAt: instantOut.nullable(),
  qualifiedGrade: grade.nullable(), closedAt: instantOut.nullable(), closingReason: z.string().nullable(),
  standing, heldUntil: instantOut.nullable(), heldBy: z.string().nullable().meta({ description: 'The partner who holds the buyer by now, where the protection of this introduction has ended.' }), conflict: conflict.nullable(), maybeSameAs: z.array(suggestion),
  promise: z.object({ kind: promiseKindShape, dueAt: instantOut, isLate: z.boolean() }).nullable(),
  earns: z.string().nullable().meta({ description: 'What the plan in force promises for it, in one sentence; null when the partner has no plan.' }),
  opportunity: z.object({ id: idOut('opportunity'), name: z.string(), state: z.enum(['open', 'won', 'lost']), amount: money.nullable() }).nullable(),
  hypothesis: z.object({ id: idOut('hypothesis'), type: z.enum(hypothesisTypes), segment: z.string() }).nullable().meta({ description: 'The hypothesis that it counts for: that of its partner on the day it reached us.' }),
  messages: z.array(message),
  can: z.object({ accept: can, ask: can, decline: can, contacted: can, met: can, qualified: can, unqualify: can, link: can, close: can, reopen: can, appeal: can, write: can, consent: can }),
}).meta({ id: 'Referral' })

export const conflictRow = z.object({
  id: idOut('conflict'), kind: z.enum(['partner_partner', 'direct_partner']), company: named('company'), partner: named('partner'), referralId: idOut('referral'), reasons: z.array(z.string()),
  openedAt: instantOut, dueAt: instantOut.nullable().meta({ description: 'By when we promised to decide; null once decided.' }), decidedAt: instantOut.nullable(), outcome: z.enum(['credited', 'not_credited']).nullable(), why: z.string().nullable(), decidedBy, rule, isAppeal, can: z.object({ credit: can, refuse: can }),
}).meta({ id: 'ConflictRow' })

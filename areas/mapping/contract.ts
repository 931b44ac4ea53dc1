import { z } from 'zod'
import { can, dateIn, idIn, idOut, instantOut, lineIn, money, named, optionalTextIn, pageIn, sortIn, textIn } from '../../platform/http/shapes.ts'
import { sizeBands } from '../../kernel/sizes.ts'
import { dimensions } from './mix-rules.ts'
import { listStates, mostCounted, relations, sharings, standings } from './rules.ts'

const sharing = z.enum(sharings)
const relation = z.enum(relations)
const standing = z.enum(standings)
const band = z.enum(['same', 'maybe', 'none'])

export const listIn = z.object({
  fileId: idIn('file'), sharing: sharing.meta({ description: 'all: every customer is kept and shown; overlap: those we know too; counts: figures only; hidden: kept, and shown to nobody until the partner opens it.' }),
  consentBy: lineIn(160, 'Say who at the partner agreed to it.'), consentContactId: idIn('contact').nullish(),
  consentHow: lineIn(300, 'Say how they agreed: by mail of which day, on the phone, in the agreement.'), expiresOn: dateIn.meta({ description: 'The last day on which it is kept, at most two years ahead.' }),
})
export const sharingIn = z.object({ sharing, why: optionalTextIn(500) })
export const whyIn = z.object({ why: textIn(500, 'Say why.') })
export const maybeWhyIn = z.object({ why: optionalTextIn(500) })
export const requestIn = z.object({ contactId: idIn('contact').nullish(), note: optionalTextIn(1000) })
export const askIn = z.object({ contactId: idIn('contact').nullish(), message: textIn(1000, 'Write a line the partner can use: why you would like to meet them.') })
export const judgeIn = z.object({ companyId: idIn('company').nullable().meta({ description: 'null: it is none of ours.' }) })

const cell = z.object({ relation, grade: standing, companies: z.number().int(), openValue: z.array(money), wonValue: z.array(money) })
export const figures = z.object({
  customers: z.number().int().meta({ description: 'Customers of the partner, each once.' }), known: z.number().int().meta({ description: 'Of these, companies that we know.' }),
  review: z.number().int().meta({ description: 'May be one of ours; a person has to look.' }), inIcp: z.number().int().meta({ description: 'Grade A or B.' }), graded: z.number().int().meta({ description: 'Those of which enough is known to grade them.' }), cells: z.array(cell),
}).meta({ id: 'MappingFigures' })
const changes = z.object({
  since: instantOut, comparable: z.boolean().meta({ description: 'False when only counts were kept of one of the two; came, went and moved are then 0.' }), came: z.number().int(), went: z.number().int(), moved: z.number().int(), wentNames: z.array(z.string()),
  before: z.object({ customers: z.number().int(), known: z.number().int() }),
})
export const listOut = z.object({
  id: idOut('customerList'), partner: named('partner'), source: z.enum(['staff', 'link', 'private']), sharing, name: z.string(), state: z.enum(listStates),
  consent: z.object({ by: z.string(), how: z.string(), at: instantOut }), expiresOn: z.string(), createdAt: instantOut, createdBy: z.string().nullable(),
  rows: z.number().int(), rejected: z.number().int(), percent: z.number(), secondsLeft: z.number().int().nullable(), isMatching: z.boolean(), problem: z.string().nullable(),
  figures: figures.nullable(), matchedAt: instantOut.nullable(), changes: changes.nullable(),
  outdated: z.object({ companies: z.number().int(), opportunities: z.number().int(), profile: z.boolean() }).nullable().meta({ description: `What happened since it was matched: how often a company or an opportunity was added or changed, each up to ${mostCounted}, and whether the ideal customer profile has a new version. Null where nothing did.` }),
  sameFileAs: z.array(named('partner')).meta({ description: 'Other partners of whom the very same file is in use.' }),
  deleted: z.object({ at: instantOut, by: z.string().nullable(), why: z.string(), rows: z.number().int(), problems: z.number().int(), files: z.number().int(), left: z.number().int() }).nullable(),
  can: z.object({ cancel: can, delete: can, matchAgain: can, narrow: can, judge: can, seeCustomers: can }),
}).meta({ id: 'CustomerList' })

export const mixOut = z.object({
  customers: z.number().int(), matchedAt: instantOut,
  fewestAlike: z.number().int().nullable().meta({ description: 'Of customers that are not kept, what fewer have in common is not told and counts as unknown. Null where every customer is kept.' }),
  dimensions: z.array(z.object({
    dimension: z.enum(dimensions), unknown: z.number().int().meta({ description: 'Customers of which it is not known or not told.' }), others: z.number().int().meta({ description: 'Customers of values that are not listed.' }),
    fromUs: z.number().int().nullable().meta({ description: 'Of how many known ones our company said it, the others being said by the list; null where that is not told.' }),
    values: z.array(z.object({ value: z.string(), name: z.string(), customers: z.number().int(), fromUs: z.number().int().nullable() })),
  })),
  can: z.object({ seeCustomers: can }),
}).meta({ id: 'CustomerMix' })

export const customerOrders = ['name', 'relation', 'grade'] as const
export const customerQuery = pageIn.extend({ relation: relation.optional(), grade: standing.optional(), band: band.optional(), new: z.stringbool().optional(), industry: z.string().max(120).optional(), size: z.enum(sizeBands).optional(), country: z.string().regex(/^[A-Z]{2}$/, 'A country is its two letters.').optional(), q: z.string().max(100).optional(), sort: sortIn(customerOrders) })
export const customerOut = z.object({
  n: z.number().int().meta({ description: 'The row of the file that named it first.' }), name: z.string(), domain: z.string().nullable(), country: z.string().nullable(), industry: z.string().nullable(), employees: z.number().int().nullable(),
  kind: z.object({ industry: z.string().nullable(), employees: z.number().int().nullable(), country: z.string().nullable() }).meta({ description: 'As it is counted: what our company says, else what the list does.' }), times: z.number().int(),
  band, company: named('company').nullable(), score: z.number().nullable(), probability: z.number().nullable().meta({ description: 'How likely it is this company, from 0 to 1. Null where a person said so.' }), reasons: z.array(z.string()), relation, grade: standing, openValue: z.array(money), wonValue: z.array(money), isNew: z.boolean(), isJudged: z.boolean(),
  ask: z.object({ id: idOut('introductionAsk'), state: z.enum(['open', 'introduced', 'declined', 'withdrawn']) }).nullable(), can: z.object({ ask: can }),
}).meta({ id: 'MappedCustomer' })

export const askOut = z.object({
  id: idOut('introductionAsk'), partner: named('partner'), contact: named('contact'), company: named('company'), buyer: z.string(), message: z.string(), state: z.enum(['open', 'introduced', 'declined', 'withdrawn']),
  askedAt: instantOut, askedBy: z.string().nullable(), answeredAt: instantOut.nullable(), why: z.string().nullable(), referralId: idOut('referral').nullable(), can: z.object({ withdraw: can }),
}).meta({ id: 'IntroductionAsk' })
export const askQuery = pageIn.extend({ partner: idIn('partner').optional(), company: idIn('company').optional(), open: z.stringbool().optional() })

export const privateIn = z.object({ contactId: idIn('contact').nullish(), wish: z.enum(['overlap', 'size']).meta({ description: 'Which websites both have, or only how many.' }), note: optionalTextIn(1000) })
export const privateOut = z.object({
  id: idOut('privateMapping'), contact: named('contact'), wish: z.enum(['overlap', 'size']), state: z.enum(['preparing', 'open', 'computing', 'done', 'failed', 'withdrawn', 'declined', 'expired']), ours: z.number().int().nullable(), theirs: z.number().int().nullable(),
  found: z.number().int().nullable(), askedAt: instantOut, askedBy: z.string().nullable(), expiresAt: instantOut, answeredAt: instantOut.nullable(), finishedAt: instantOut.nullable(), problem: z.string().nullable(), can: z.object({ withdraw: can }),
}).meta({ id: 'PrivateMapping' })

export const partnerMapping = z.object({
  inUse: listOut.nullable(), underWay: listOut.nullable(), earlier: z.array(listOut),
  request: z.object({ id: idOut('listRequest'), contact: named('contact'), askedAt: instantOut, state: z.enum(['open', 'given', 'declined', 'withdrawn']), answeredAt: instantOut.nullable(), why: z.string().nullable() }).nullable(),
  privately: privateOut.nullable(), can: z.object({ give: can, ask: can, withdraw: can, askPrivately: can }),
}).meta({ id: 'PartnerMapping' })

export const knownBy = z.object({ items: z.array(z.object({ partner: named('partner'), listId: idOut('customerList'), n: z.number().int(), called: z.string(), since: instantOut, ask: z.object({ id: idOut('introductionAsk'), state: z.enum(['open', 'introduced', 'declined', 'withdrawn']) }).nullable(), can: z.object({ ask: can }) })) })

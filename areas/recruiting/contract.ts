import { z } from 'zod'
import { sizeBands } from '../../kernel/sizes.ts'
import { can, dateIn, greatestWhole, idIn, idOut, instantOut, lineIn, named, optionalLineIn, optionalTextIn, textIn } from '../../platform/http/shapes.ts'
import { readCountry, readRegion } from '../companies/index.ts'
import { contactShape, partnerTypes } from '../partners/index.ts'
import { stages } from './rules.ts'
import { criterionKinds, measures } from './score-rules.ts'

export const typeShape = z.enum(partnerTypes, { error: `A type is one of ${partnerTypes.join(', ')}.` })
export const stageShape = z.enum(stages, { error: `A stage is one of ${stages.join(', ')}.` })

export const candidateIn = z.object({
  name: lineIn(160, 'The candidate needs a name.'), type: typeShape, website: optionalLineIn(300), contact: contactShape.nullish().transform((v) => v ?? null), ownerId: idIn('member').optional(),
  sourceNote: optionalLineIn(300).meta({ description: 'Where we know them from.' }), hypothesisNote: optionalTextIn(2000).meta({ description: 'Why they would recommend us.' }),
})
export const sameAsOut = z.object({ partner: named('partner'), score: z.number(), reasons: z.array(z.string()) }).meta({ id: 'MaybeSamePartner' })
export const candidateAdded = z.object({ id: idOut('partner'), maybeSameAs: z.array(sameAsOut) })
export const matchesOut = z.object({ items: z.array(sameAsOut) })

export const moveIn = z.object({ to: stageShape, expected: stageShape.meta({ description: 'Where the card stood when it was looked at; a card that stands elsewhere is not moved.' }), why: optionalTextIn(1000) })
export const planIn = z.object({
  nextStep: z.object({ text: lineIn(300, 'Say what is done next.'), on: dateIn, by: idIn('member').nullable().default(null) }).nullable(), hypothesisNote: optionalTextIn(2000), sourceNote: optionalLineIn(300),
}).partial()
export const assessmentIn = z.object({
  version: z.number().int().min(0).max(greatestWhole), note: optionalTextIn(2000),
  answers: z.array(z.object({ criterionId: z.string().max(60), step: z.number().int().min(0).max(20), evidence: optionalTextIn(1000) })).max(40, 'At most 40 answers.'),
})

const amongIn = z.object({
  industries: z.array(lineIn(120, 'An industry is not empty.')).max(50, 'At most 50 industries.').default([]).meta({ description: 'By their words, as in the ideal customer profile.' }),
  sizes: z.array(z.enum(sizeBands)).max(sizeBands.length).default([]), places: z.array(lineIn(60, 'A place is not empty.')).max(100, 'At most 100 places.').default([]).meta({ description: 'Countries, by name or ISO code, or regions such as DACH.' }),
}).transform((among, ctx) => {
  const places = [...new Set(among.places.map((place) => readRegion(place) ?? readCountry(place)))]
  if (places.includes(undefined)) ctx.addIssue({ code: 'custom', path: ['places'], message: 'One of these is neither a country nor a region of ours. Write its name or its ISO code, such as DE.' })
  return { industries: [...new Set(among.industries)], sizes: sizeBands.filter((band) => among.sizes.includes(band)), places: places.filter((place) => place !== undefined) }
})
const stepIn = z.object({
  words: lineIn(120, 'A step needs words.'), points: z.number().int('Whole points.').min(0, 'At least 0 points.').max(100, 'At most 100 points.'),
  from: z.number().int('A whole number.').min(0).max(1_000_000_000).nullable().default(null).meta({ description: 'The least figure of a computed step: companies, or percent.' }), knocksOut: z.boolean().default(false),
})
export const scorecardIn = z.object({
  criteria: z.array(z.object({
    id: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'An id is lower-case letters, digits and _.'), name: lineIn(60, 'A criterion needs a name.'), question: lineIn(200, 'A criterion asks something.'),
    weight: z.number().int('A whole number.').min(1, 'A weight is 1 to 10.').max(10, 'A weight is 1 to 10.'), kind: z.enum(criterionKinds), measure: z.enum(measures).nullable().default(null),
    needsEvidence: z.boolean().default(false), among: amongIn.nullish().transform((among) => among ?? undefined).meta({ description: 'Which customers base_kind counts: one of the values in each respect that names any.' }), steps: z.array(stepIn).min(2, 'A scale has at least two steps.').max(10, 'A scale has at most ten steps.'),
  })).min(1, 'A scorecard asks for at least one thing.').max(30, 'At most 30 criteria.'),
  expected: z.number().int().min(0).max(greatestWhole).meta({ description: 'The version that was looked at; 0 for the one to start from.' }), why: textIn(500, 'Say why it is changed.'),
})

const stepOut = z.object({ words: z.string(), points: z.number(), from: z.number().nullable(), knocksOut: z.boolean() })
export const criterionOut = z.object({
  id: z.string(), name: z.string(), question: z.string(), weight: z.number(), kind: z.enum(criterionKinds), measure: z.enum(measures).nullable(), needsEvidence: z.boolean(), among: z.object({ industries: z.array(z.string()), sizes: z.array(z.enum(sizeBands)), places: z.array(z.string()) }).optional(), steps: z.array(stepOut),
}).meta({ id: 'ScorecardCriterion' })
const version = { version: z.number().int().meta({ description: '0 is the one to start from, which nobody wrote.' }), criteria: z.array(criterionOut), why: z.string().nullable(), setAt: instantOut.nullable(), setBy: named('member').nullable() }
export const scorecardOut = z.object({ type: typeShape, ...version, can: z.object({ set: can }) }).meta({ id: 'Scorecard' })
export const scorecardsOut = z.object({ items: z.array(scorecardOut) })
export const scorecardVersionsOut = z.object({ items: z.array(z.object(version).meta({ id: 'ScorecardVersion' })) })

export const scoreOut = z.object({
  low: z.number().meta({ description: 'From 0 to 100, rounded; what is unknown taken at its worst.' }), high: z.number().meta({ description: 'What is unknown taken at its best.' }),
  unknown: z.number().meta({ description: 'The share of the weight of which nothing is known, in percent.' }), knockOuts: z.array(z.string()),
}).meta({ id: 'CandidateScore' })
const nextStep = z.object({ text: z.string(), on: z.string(), by: named('member'), isOverdue: z.boolean() })
const application = z.object({ receivedAt: instantOut, isEmailConfirmed: z.boolean() })
export const cardOut = z.object({
  id: idOut('partner'), name: z.string(), type: typeShape, stage: stageShape, stageSince: instantOut, days: z.number().int(), owner: named('member'), contact: z.string().nullable(), score: scoreOut,
  nextStep: nextStep.nullable(), maybeSameAs: z.number().int(), application: application.nullable(), dueAt: instantOut.nullable(), can: z.object({ move: can }),
}).meta({ id: 'CandidateCard' })
export const boardOut = z.object({
  stages: z.array(z.object({ stage: stageShape, name: z.string(), count: z.number().int().meta({ description: 'How many there are, also where fewer are shown.' }) })), items: z.array(cardOut), warnings: z.array(z.string()), isCut: z.boolean().meta({ description: 'There are more cards than are shown; filter.' }), can: z.object({ add: can }),
}).meta({ id: 'RecruitingBoard' })

export const criterionKnown = criterionOut.extend({
  from: z.enum(['assessors', 'applicant', 'figures', 'nobody']), said: z.string().nullable(), figure: z.string().nullable(), low: z.number(), high: z.number(), most: z.number(),
}).meta({ id: 'CriterionKnown' })
const reasons = z.object({ strong: z.array(z.string()), weak: z.array(z.string()), unknown: z.array(z.string()), knockOuts: z.array(z.string()) })
const answersOut = z.array(z.object({ criterionId: z.string(), name: z.string(), words: z.string(), step: z.number().int(), evidence: z.string().nullable(), counts: z.boolean().meta({ description: 'Whether today\'s scale still says the same.' }) }))
export const candidateOut = z.object({
  id: idOut('partner'), name: z.string(), type: typeShape, stage: stageShape, stageSince: instantOut, days: z.number().int(), source: z.string(), sourceNote: z.string().nullable(), hypothesisNote: z.string().nullable(),
  nextStep: nextStep.nullable(), dueAt: instantOut.nullable(), maybeSameAs: z.array(sameAsOut), score: scoreOut, reasons, scorecardVersion: z.number().int(), criteria: z.array(criterionKnown),
  customersAsOf: instantOut.nullable().meta({ description: 'As of when its customers are known; null while there is no list of them.' }),
  assessments: z.array(z.object({ id: idOut('assessment'), by: named('member'), at: instantOut, version: z.number().int(), type: typeShape, note: z.string().nullable(), isYours: z.boolean(), answers: answersOut })),
  differences: z.array(z.string()).meta({ description: 'Ids of criteria on which assessors said different steps.' }),
  applications: z.array(z.object({ id: idOut('application'), person: z.string(), email: z.string(), company: z.string(), website: z.string().nullable(), type: typeShape, words: z.string().nullable(), receivedAt: instantOut, isEmailConfirmed: z.boolean(), answeredAt: instantOut.nullable(), isRepeat: z.boolean(), answers: answersOut })),
  moves: z.array(z.object({ id: idOut('move'), from: stageShape, to: stageShape, why: z.string().nullable(), at: instantOut, by: named('member').nullable() })),
  can: z.object({ move: can, makePartner: can, plan: can, assess: can, erase: can, moveTo: z.record(stageShape, can) }),
}).meta({ id: 'Candidate' })
export const shortlistOut = z.object({
  items: z.array(z.object({ rank: z.number().int(), card: cardOut, reasons, criteria: z.array(z.object({ id: z.string(), name: z.string(), weight: z.number(), said: z.string().nullable(), figure: z.string().nullable(), low: z.number(), high: z.number(), most: z.number() })) })),
  of: z.number().int().meta({ description: 'How many candidates on the way there are.' }), warnings: z.array(z.string()),
}).meta({ id: 'Shortlist' })

const amounts = z.array(z.object({ what: z.string().meta({ description: 'In the singular.' }), count: z.number().int() }))
export const erasureIn = z.object({ why: textIn(500, 'Say why. It is kept, so name nobody.') })
export const erasureOut = z.object({ erased: amounts, left: z.number().int().meta({ description: 'What was found when it was counted again afterwards: 0.' }) }).meta({ id: 'Erasure' })
export const erasurePreviewOut = z.object({ there: amounts, fromFile: z.boolean().meta({ description: 'It came by an import, whose file is kept as it was.' }), can: z.object({ erase: can }) }).meta({ id: 'ErasurePreview' })

export const applicationPageIn = z.object({ isOpen: z.boolean(), ownerId: idIn('member'), newAddress: z.boolean().default(false).meta({ description: 'Ends the address that there is.' }) })
export const applicationPageOut = z.object({ isOpen: z.boolean(), address: z.string().nullable(), owner: named('member').nullable(), answerBusinessDays: z.number().int(), can: z.object({ set: can }) }).meta({ id: 'ApplicationPage' })

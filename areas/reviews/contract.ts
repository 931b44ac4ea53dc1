import { z } from 'zod'
import { quarterShape } from '../../kernel/quarter.ts'
import { cleanText } from '../../kernel/text.ts'
import { can, dateIn, idIn, idOut, instantOut, named, optionalLineIn, optionalTextIn, textIn } from '../../platform/http/shapes.ts'
import { hypothesisTypes } from '../hypotheses/index.ts'
import { partnerStates } from '../partners/index.ts'
import { figureShape, findingShape, hiddenShape, measureKeys, measureShape, periodShape } from '../performance/index.ts'
import { actionOutcomes, actionStates, conclusions, reviewStates } from './rules.ts'

export const quarterIn = z.string().regex(quarterShape, 'A quarter looks like 2026-Q3.').refine((text) => text >= '1900', 'There is no such quarter.')
const quarter = z.string().meta({ examples: ['2026-Q3'] })

export const reviewIn = z.object({ partnerId: idIn('partner'), quarter: quarterIn })
export const opened = z.object({ id: idOut('review'), isNew: z.boolean().meta({ description: 'False when there is a review of this partner and quarter already: this is it.' }) })
export const heldIn = z.object({
  heldOn: dateIn, attendees: textIn(1000, 'Say who was there.'), conclusion: z.enum(conclusions).meta({ description: 'What follows: invest more, go on, put something right, or talk about whether it fits.' }), why: textIn(2000, 'Say why; it is what the next review is read against.'),
})
export const notesIn = z.object({
  notes: z.string().transform(cleanText).pipe(z.string().max(20_000, 'At most 20,000 characters.')), version: z.number().int().min(0).max(1_000_000).meta({ description: 'The version that was read, 0 for none: refused when somebody else wrote since.' }),
  why: optionalTextIn(2000).meta({ description: 'Needed once the review was held.' }),
})
export const actionIn = z.object({
  words: textIn(500, 'Say what is to be done.'), ownerId: idIn('member').nullish().transform((id) => id ?? null), ownerWords: optionalLineIn(120).meta({ description: 'Who does it at the partner, when it is none of us.' }), dueOn: dateIn,
})
export const actionChangeIn = z.object({ words: textIn(500, 'Say what is to be done.').optional(), ownerId: idIn('member').nullable().optional(), ownerWords: optionalLineIn(120).optional(), dueOn: dateIn.optional(), why: optionalTextIn(2000) })
export const outcomeIn = z.object({ outcome: z.enum(actionOutcomes), why: optionalTextIn(2000).meta({ description: 'What came of it; needed when it is dropped.' }) })
export const whyIn = z.object({ why: textIn(2000, 'Say why.') })

const who = named('member').nullable().meta({ description: 'Null for a key or the system.' })
const predicted = z.object({ key: z.enum(['introductions', 'opportunity_rate', 'won_rate', 'first_year_value']), name: z.string(), definition: z.string(), saidPredicted: z.string(), saidRange: z.string().nullable().meta({ description: 'Where it lies eight times out of ten; null where nobody said.' }), said: z.string(), cases: z.number().int() })
export const numbersShape = z.object({
  period: periodShape, measures: z.array(measureShape), timeToClose: findingShape,
  hypothesis: z.object({
    id: idOut('hypothesis'), type: z.enum(hypothesisTypes), segment: z.string(), state: z.string(), version: z.number().int().meta({ description: 'Of its predictions.' }), from: z.string().nullable().meta({ description: 'The first day of its test.' }),
    ramp: z.string().nullable().meta({ description: 'Where the partner has introduced nobody yet and is within the time predicted for that.' }), lines: z.array(predicted),
  }).nullable().meta({ description: 'The hypothesis that the partner belongs to at the end of the quarter, or today while it runs.' }),
}).meta({ id: 'ReviewNumbers' })
export const nowReadsShape = z.array(figureShape.extend({ key: z.enum(measureKeys) }))
export const predictedNowReadsShape = z.array(predicted.pick({ key: true, said: true, cases: true }))

export const actionOut = z.object({
  id: idOut('reviewAction'), reviewId: idOut('review'), partner: named('partner'), quarter, n: z.number().int(), words: z.string(), owner: named('member').nullable(), ownerWords: z.string().nullable(), dueOn: z.string(), isOverdue: z.boolean(), state: z.enum(actionStates),
  settledAt: instantOut.nullable(), settledBy: who, settledWhy: z.string().nullable(), can: z.object({ change: can, settle: can, reopen: can }),
}).meta({ id: 'ReviewAction' })
const note = z.object({ version: z.number().int(), notes: z.string(), at: instantOut, by: who })
export const reviewRow = z.object({
  id: idOut('review'), partner: named('partner'), quarter, state: z.enum(reviewStates), heldOn: z.string().nullable(), conclusion: z.enum(conclusions).nullable(), openActions: z.number().int(),
  nextDueOn: z.string().nullable().meta({ description: 'Of its open actions.' }), openedAt: instantOut,
}).meta({ id: 'ReviewRow' })
export const reviewOut = z.object({
  id: idOut('review'), partner: named('partner').extend({ state: z.enum(partnerStates), owner: named('member') }), quarter, state: z.enum(reviewStates), openedAt: instantOut, openedBy: who,
  held: z.object({ on: z.string(), at: instantOut, by: who, attendees: z.string(), conclusion: z.enum(conclusions), why: z.string() }).nullable(),
  numbers: numbersShape.meta({ description: 'Live while it is open; as they were at `held.at` once it was held.' }), hidden: hiddenShape,
  nowReads: nowReadsShape.meta({ description: 'Figures that read otherwise now than when they were frozen.' }), predictedNowReads: predictedNowReadsShape.meta({ description: 'The same of what the partner brought to its hypothesis.' }),
  notes: note.nullable(), notesBefore: z.array(note.extend({ replacedWhy: z.string().nullable() })).meta({ description: 'As they were before they were corrected.' }),
  actions: z.array(actionOut), carried: z.array(actionOut).meta({ description: 'Still open from reviews before, while this one is prepared.' }),
  before: z.object({ id: idOut('review'), quarter, conclusion: z.enum(conclusions).nullable(), why: z.string().nullable() }).nullable(),
  can: z.object({ writeNotes: can, addAction: can, hold: can }),
}).meta({ id: 'Review' })
export const dueOut = z.object({
  quarter, active: z.number().int().meta({ description: 'Active partners that had started by the end of the quarter.' }), held: z.number().int(), open: z.number().int(), total: z.number().int().meta({ description: 'Without a review; the first 200 are listed.' }),
  items: z.array(z.object({ partner: named('partner'), owner: named('member'), lastHeld: z.object({ id: idOut('review'), quarter }).nullable() })), can: z.object({ open: can }),
}).meta({ id: 'ReviewsDue' })

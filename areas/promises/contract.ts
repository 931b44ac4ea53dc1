import { z } from 'zod'
import { idOut, instantOut, named } from '../../platform/http/shapes.ts'
import { promiseKinds } from './rules.ts'

export const promiseKindShape = z.enum(promiseKinds)

export const todayItem = z.object({
  id: idOut('promise'), kind: promiseKindShape, action: z.string(), dueAt: instantOut, madeAt: instantOut, isLate: z.boolean(),
  subjectId: z.string().meta({ examples: ['ref_0192f3c4a5b67c8d9e0f1a2b3c4d5e6f'], description: 'What it is about: an introduction, a dispute, a candidate, or an action of a review.' }), headline: z.string(), detail: z.string(), partner: named('partner'), owner: named('member').nullable(),
}).meta({ id: 'TodayItem' })

export const today = z.object({
  now: instantOut, timeZone: z.string(), items: z.array(todayItem), total: z.number().int(),
  kept: z.object({ kept: z.number().int(), decided: z.number().int(), days: z.number().int() }),
}).meta({ id: 'Today' })

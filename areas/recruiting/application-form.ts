// What an applicant types, read and checked. Its words are for somebody who has never heard of us.
import { z } from 'zod'
import { emailIn, lineIn, optionalTextIn } from '../../platform/http/shapes.ts'
import { readDomain } from '../companies/index.ts'
import type { Answers, Criterion } from './score-rules.ts'

export const applicationIn = z.object({
  company: lineIn(160, 'Write the name of your company, or your own if you work alone.'),
  website: z.string().max(300, 'At most 300 characters.'),
  person: lineIn(120, 'Write your name.'),
  email: emailIn.pipe(z.string().max(200, 'At most 200 characters.')),
  words: optionalTextIn(2000),
  consent: z.literal('yes', { error: 'Without this we may not write to you.' }),
}).superRefine((form, ctx) => {
  const website = form.website.trim()
  if (website) {
    const read = readDomain(website)
    if ('problem' in read && read.problem === 'not_a_domain') ctx.addIssue({ code: 'custom', path: ['website'], message: `${read.shown} is not an address on the internet.` })
  }
})
export type ApplicationForm = z.output<typeof applicationIn>

export const selfStatedOf = (criteria: Criterion[]): Criterion[] => criteria.filter((criterion) => criterion.kind === 'self_stated')

/** The steps that were chosen, by criterion; what was left open or does not exist is unknown. */
export function answersIn(criteria: Criterion[], form: Record<string, string>): Answers {
  return Object.fromEntries(selfStatedOf(criteria).flatMap((criterion) => {
    const chosen = form[`q_${criterion.id}`] ?? ''
    const step = /^\d{1,2}$/.test(chosen) ? Number(chosen) : -1
    const words = criterion.steps[step]?.words
    return words === undefined ? [] : [[criterion.id, { step, words, evidence: null }]]
  }))
}

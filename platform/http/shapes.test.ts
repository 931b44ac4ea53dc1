import { expect, test } from 'vitest'
import { z } from 'zod'
import { idIn, lineIn, pageIn } from './shapes.ts'

const shape = z.object({
  text: z.string(), short: z.string().max(3), code: z.string().regex(/^x/), count: z.number().int().min(3).max(1_000_000), yes: z.boolean(), pick: z.enum(['a', 'b']), only: z.literal('k'), list: z.array(z.string()).min(2),
  map: z.record(z.string(), z.string()), strict: z.strictObject({ m: z.string() }), either: z.union([z.string(), z.number()]), line: lineIn(5, 'Say which.'), partner: idIn('partner'), limit: pageIn.shape.limit,
})
const said = (value: object) => Object.fromEntries((shape.safeParse(value).error?.issues ?? []).map((issue) => [issue.path.join('.'), issue.message]))

test('what is missing is said to be missing, and what there is to choose from', () => {
  const missing = 'This is missing.'
  expect(said({})).toEqual({ text: missing, short: missing, code: missing, count: missing, yes: missing, pick: `${missing} It must be one of a, b.`, only: `${missing} It must be k.`, list: missing, map: missing, strict: missing, either: missing, line: 'Say which.', partner: missing })
})

test('what is wrong is said in words of the field, and a shape that says it better keeps its own', () => {
  expect(said({ text: 5, short: 'long', code: 'y', count: 1.5, yes: 'yes', pick: 'c', only: 'l', list: ['a'], map: [], strict: { m: 'x', n: 1 }, either: true, line: 'longer', partner: 'par_1', limit: 'abc' })).toEqual({
    text: 'This must be text.', short: 'At most 3 characters.', code: 'This does not have the right form.', count: 'This must be a whole number.', yes: 'This must be true or false.', pick: 'It must be one of a, b.', only: 'It must be k.',
    list: 'At least 2 entries.', map: 'This must be an object with named fields.', strict: 'There is no field called “n” here.', either: 'This fits none of the forms that it may have.', line: 'At most 5 characters.', partner: 'This is not the id of a partner.', limit: 'This must be a number.',
  })
  expect(said({ count: 2_000_000, limit: 500, text: '' })).toMatchObject({ count: 'At most 1,000,000.', limit: 'At most 200.' })
})

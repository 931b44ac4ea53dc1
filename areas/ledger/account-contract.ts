import { z } from 'zod'
import { dateIn, idIn, idOut, instantOut, money, named, pageIn } from '../../platform/http/shapes.ts'

export const accountParams = z.object({ id: idIn('account') })
export const accountQuery = pageIn.extend({ at: dateIn.optional().meta({ description: 'As it stood at the end of this day; today when left out.' }) })

const accountEntry = z.object({
  journalId: idOut('journal'), line: z.number().int(), on: z.string(), recordedAt: instantOut, memo: z.string(), commissionId: idOut('commission').nullable(),
  debit: money.nullable(), credit: money.nullable(), balance: money.meta({ description: 'Of the account after this entry; a credit is negative.' }),
})
export const accountOut = z.object({
  id: idOut('account'), kind: z.string(), name: z.string(), partner: named('partner').nullable(), at: z.string(), debit: money.nullable(), credit: money.nullable(),
  items: z.array(accountEntry).meta({ description: 'Newest first.' }), next: z.string().nullable(), total: z.number().int().nullable(),
}).meta({ id: 'LedgerAccount' })

export const verificationOut = z.object({
  ok: z.boolean(), problems: z.array(z.string()).meta({ description: 'At most 100 of the books and 20 of the seals.' }), journals: z.number().int(), entries: z.number().int(), lines: z.number().int(),
  seals: z.object({ blocks: z.number().int(), sealed: z.number().int(), unsealed: z.number().int(), head: z.string().meta({ description: 'Keep it elsewhere: a later check with it shows that nothing was taken away.' }) }),
}).meta({ id: 'LedgerVerification' })

// What may be done with a dispute and when; pure.
import { no, yes, type Can } from '../../kernel/refusal.ts'
import { sayDate } from '../../kernel/time.ts'
import { disputeDays } from './statement-rules.ts'

/** open: ours to answer. answered: we said what we think. settled: how, says the outcome. */
export const disputeStates = ['open', 'answered', 'settled'] as const
export type DisputeState = (typeof disputeStates)[number]
/** upheld: the line stands. adjusted: it is corrected by facts. withdrawn: the partner took it back. */
export const disputeOutcomes = ['upheld', 'adjusted', 'withdrawn'] as const
export type DisputeOutcome = (typeof disputeOutcomes)[number]
export const disputeReasons = ['amount', 'rate', 'taken_back', 'date', 'other'] as const
export type DisputeReason = (typeof disputeReasons)[number]
export const reasonWords: Record<DisputeReason, string> = {
  amount: 'The amount is wrong', rate: 'We agreed on something else', taken_back: 'It should not have been taken back', date: 'A date is wrong', other: 'Something else',
}

/** The last day on which a line can be disputed; null while no statement tells it. */
export const disputableUntil = (issuedOn: Temporal.PlainDate | null): Temporal.PlainDate | null => issuedOn && issuedOn.add({ days: disputeDays })

type Before = { state: DisputeState; outcome: DisputeOutcome | null }
/** `last` is the newest dispute about the line. One that was withdrawn is as if there had been none. */
export function mayDispute({ until, today, last }: { until: Temporal.PlainDate | null; today: Temporal.PlainDate; last: Before | null }): Can {
  if (last && last.state !== 'settled') return no('It is in question already; it is held until that is settled.')
  if (last && last.outcome !== 'withdrawn') return no('This was settled already. Write to us if something about it is still open.')
  if (until && Temporal.PlainDate.compare(today, until) > 0) return no(`It could be disputed until ${sayDate(until)}, ${disputeDays} days after its statement.`)
  return yes
}

export const mayAnswer = ({ state }: Pick<Before, 'state'>): Can => (state === 'open' ? yes : no(state === 'answered' ? 'It was answered already.' : 'It is settled.'))
export const maySettle = ({ state }: Pick<Before, 'state'>): Can => (state === 'settled' ? no('It is settled.') : yes)

export const mostFiles = 5
export const mostFileBytes = 8 * 1024 ** 2
export const evidenceRules = { kinds: ['pdf', 'png', 'jpeg', 'gif', 'webp', 'heic', 'tiff', 'csv', 'text', 'xml', 'mail', 'outlook'], mostBytes: mostFileBytes, said: 'a PDF, a picture, a CSV or text file, or a mail (.eml, .msg)' } as const
export const tooManyFiles = (there: number): string => (there === 0 ? `At most ${mostFiles} files. Choose the ones that show it best.` : `At most ${mostFiles} files; ${there} ${there === 1 ? 'is' : 'are'} here already.`)

/** While an answer is owed somebody looks at what comes. Afterwards a partner writes to a person; one of ours may still file what came by mail. */
export function mayAddFile({ state }: Pick<Before, 'state'>, there: number, byPartner: boolean): Can {
  if (state === 'settled') return no('It is settled.')
  if (byPartner && state === 'answered') return no('It was answered already. Send what you still have by mail.')
  return there >= mostFiles ? no(tooManyFiles(there)) : yes
}

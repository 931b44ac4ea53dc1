// Guards L6, L8 and rule 7: one writer of commission lines, one at a time per item, which books only the difference.
import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { dueAndWhyNot, nothingHappened, payableBy, versionAtForPosting, versionsById, type Facts, type PlanVersion } from '../program/index.ts'
import { paidOf } from './clawback.ts'
import { tellOwn } from './own-facts.ts'
import { post, type NewLine, type PostedLine } from './post.ts'
import { decidePosting, payableWhen, sayReversal, type Due, type LiveLine } from './rules.ts'
import { isItem, linesOfItem, lockItem, type StoredLine } from './store.ts'

export type SettleItem = {
  /** Whose it is now; null when it counts for no partner (any more). Lines booked for another partner are reversed. */
  partnerId: Id | null
  /** What is settled as a whole: an introduction or an opportunity. */
  itemId: Id
  referralId: Id | null
  opportunityId: Id | null
  companyId: Id | null
  /** All that is known now; given as a function it is asked once the item is locked, so that the last to settle knows the most. */
  facts: Facts | (() => Promise<Facts>)
  /** The event that made this necessary; the journal cites it. */
  because: Id | null
  /** In the words of whoever decided; for the log, never for the partner. */
  why?: string | null
}
export type Settled = {
  /** What this run posted; empty when all was booked already. */
  lines: PostedLine[]
  /** A sentence for each event that happened and earns nothing, such as "… No plan was in force for the partner on that day." */
  whyNot: string[]
}

/**
 * Brings the ledger to what is due for one item: books what is missing and reverses what no longer follows from the facts, as one
 * balanced journal with its events. A second run posts nothing. Call it in the transaction that changes the facts.
 */
export async function settle(tx: Tx, item: SettleItem): Promise<Settled> {
  const told = typeof item.facts === 'function' ? [] : await tellOwn(tx, item, item.facts)
  if (earnsNothing(item) && !(await isItem(tx, item.itemId))) return { lines: told, whyNot: [] }
  const versionAt = item.partnerId ? await versionAtForPosting(tx, item.partnerId) : () => undefined
  const postings = await lockItem(tx, item.itemId)
  const facts = typeof item.facts === 'function' ? await item.facts() : item.facts
  if (typeof item.facts === 'function') told.push(...(await tellOwn(tx, item, facts)))
  const { lines: due, whyNot } = dueAndWhyNot(item.partnerId ? facts : nothingHappened, versionAt)
  const { live, lastSeq } = postings === 0 ? { live: [], lastSeq: new Map<string, number>() } : await linesOfItem(tx, item.itemId)
  const posting = decidePosting(live, item.partnerId, due)
  if (posting.reverse.length === 0 && posting.book.length === 0) return { lines: told, whyNot }

  const today = await todayOf(tx)
  const past = [...posting.reverse.map(({ line }) => line), ...posting.book].filter((line) => line.payableOn < today)
  const versions = await versionsById(tx, past.map((line) => line.planVersionId))
  const payable = (line: Pick<LiveLine, 'payableOn' | 'planVersionId'>) => payableWhen(line.payableOn, today, (day) => payableBy(day, termsOf(versions, line.planVersionId)))
  const paid = await paidOf(tx, posting.reverse.map(({ line }) => line.id))
  const lines = [
    ...posting.reverse.map(({ line, because }) => reversalOf(line, because, payable(line), paid.has(line.id))),
    ...posting.book.map((d) => bookingOf(d, item, payable(d))),
  ]
  const numbered = lines.map((line) => {
    const seq = (lastSeq.get(line.component) ?? 0) + 1
    lastSeq.set(line.component, seq)
    return { ...line, itemId: item.itemId, seq }
  })
  return { lines: [...told, ...(await post(tx, { itemId: item.itemId, posting: postings + 1, lines: numbered, today, because: item.because, why: item.why ?? null }))], whyNot }
}

type When = { on: string; note: string[] }
type Unnumbered = Omit<NewLine, 'itemId' | 'seq'>

/** What the line was about stays what it was about, whatever the item is about now. What was paid is owed back. */
const reversalOf = (line: StoredLine, because: string, when: When, isPaid: boolean): Unnumbered =>
  ({ ...line, amountMinor: -line.amountMinor, payableMinor: -line.amountMinor, clawbackMinor: isPaid ? line.amountMinor : 0n, heldUntil: null, fact: null, payableOn: when.on, working: [...sayReversal(line, because), ...when.note], corrects: line.id })

function bookingOf(d: Due, item: SettleItem, when: When): Unnumbered {
  if (!item.partnerId) throw new Error('something is due to nobody')
  const { partnerId, referralId, opportunityId, companyId } = item
  return { ...d, partnerId, referralId, opportunityId, companyId, payableMinor: d.amountMinor, clawbackMinor: 0n, heldUntil: null, fact: null, payableOn: when.on, working: [...d.working, ...when.note], corrects: null }
}

const earnsNothing = ({ partnerId, facts }: SettleItem) => partnerId === null || (typeof facts !== 'function' && facts.qualifiedOn === null && facts.won === null)

function termsOf(versions: Map<Id, PlanVersion>, id: Id) {
  const version = versions.get(id)
  if (!version) throw new Error(`no plan version ${id}`)
  return version.terms
}

import type { Id } from '../../kernel/ids.ts'
import { refuse, refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { notesCorrected, notesWritten } from './events.ts'
import { lockReview, memberOf, notesOf } from './store.ts'

export type WriteNotes = { notes: string; /** The version that was read, 0 for none. */ version: number; why: string | null }

/**
 * Writes the notes as a new version; the old stay. Once the review was held it is a correction and needs a reason. Refuses when somebody
 * else wrote since they were read. The same words again change nothing.
 */
export async function writeNotes(ctx: Ctx, id: Id, { notes, version: read, why }: WriteNotes): Promise<{ version: number }> {
  allow(ctx, 'partners:write')
  return transact(ctx, async (tx) => {
    const review = await lockReview(tx, id)
    const [inForce] = await notesOf(tx, id)
    const before = inForce?.version ?? 0
    if (notes === (inForce?.notes ?? '')) return { version: before }
    if (before !== read) throw refuse('conflict', 'reviews.notes_changed', 'Somebody else has written here since. Your words are still in the field: read the new ones, then save again.')
    if (review.held && !why) throw refuseField('why', 'reviews.why_needed', 'The review was held. Say why its notes change; the old ones stay readable.')
    const version = before + 1
    await tx.q.insertInto('review_note').values({ workspace_id: tx.workspace, review_id: id, version, notes, why: review.held ? why : null, written_at: tx.now, written_by: memberOf(tx) }).execute()
    await record(tx, review.held && why ? notesCorrected(review, { version }, why) : notesWritten(review, { version }))
    return { version }
  })
}

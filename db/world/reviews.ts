import { addAction, holdReview, openReview, settleAction, writeNotes } from '../../areas/reviews/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { World } from './index.ts'

/** Brightline was reviewed for the last quarter that is over, with two things still to be done; the review of Studio Norte is being prepared. */
export async function tellReviews({ ctxOf, clock, memberId, partnerId }: World): Promise<void> {
  const last = clock.today().subtract({ months: 3 })
  const quarter = `${last.year}-Q${Math.ceil(last.month / 3)}`
  const inDays = (days: number) => clock.today().add({ days }).toString()
  const [before, talk] = [ctxOf('nora', clock.businessDaysAgo(3, '15:40')), ctxOf('nora', clock.businessDaysAgo(1, '11:30'))]

  const { id: brightline } = await openReview(before, { partnerId: partnerId.brightline, quarter })
  await writeNotes(before, brightline, { version: 0, why: null, notes: 'To ask: which go-lives are next, and who there plans routes?\nTo say: what became of the last buyers, and what we paid.' })
  const add = (words: string, owner: { ownerId: Id } | { ownerWords: string }, days: number) => addAction(talk, brightline, { words, ownerId: null, ownerWords: null, ...owner, dueOn: inDays(days) })
  await add('Name the three customers that go live before the summer, with who plans routes there.', { ownerWords: 'Lena Ortiz' }, 12)
  await add('A half-day on site for their consultants, with the planning tool and a real depot.', { ownerId: memberId.jonas }, 26)
  const sheet = await add('A one-page comparison with the planning module of their ERP.', { ownerId: memberId.omar }, 9)
  await writeNotes(talk, brightline, { version: 1, why: null, notes: 'Three go-lives before the summer, two of them in food.\nThey lose buyers between the go-live and our first call: we call within two days, they warn us a week ahead.\nLena would rather hear a no on the same day than a maybe a week later.' })
  await holdReview(talk, brightline, { heldOn: clock.day(talk.now), attendees: 'Lena Ortiz and Jonas Weber of Brightline, Nora, Jonas', conclusion: 'grow', why: 'What they send fits, and they know the next buyers months ahead.' })
  await settleAction(ctxOf('nora', clock.businessDaysAgo(0, '09:05')), sheet.id, { outcome: 'done', why: 'Sent to Lena.' })

  const { id: norte } = await openReview(ctxOf('nora', clock.businessDaysAgo(1, '16:10')), { partnerId: partnerId.norte, quarter })
  await writeNotes(ctxOf('nora', clock.businessDaysAgo(1, '16:20')), norte, { version: 0, why: null, notes: 'Tomás says that one or two buyers a quarter is what there is. Ask what would make it easier.' })
}

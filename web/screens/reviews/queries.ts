import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'
import type { operations } from '../../api/schema.ts'
import type { Tone } from '../../parts/state.tsx'

export type Review = Schemas['Review']
export type ReviewRow = Schemas['ReviewRow']
export type ReviewAction = Schemas['ReviewAction']
export type Conclusion = NonNullable<ReviewRow['conclusion']>
export type ReviewsQuery = NonNullable<operations['getReviews']['parameters']['query']>

export const reviewQuery = (id: string) => queryOptions({ queryKey: ['reviews', id], queryFn: () => take(api.GET('/api/v1/reviews/{id}', { params: { path: { id } } })) })
export const actionQuery = (id: string) => queryOptions({ queryKey: ['review-actions', id], queryFn: () => take(api.GET('/api/v1/review-actions/{id}', { params: { path: { id } } })) })
export const dueQuery = (quarter: string) => queryOptions({ queryKey: ['reviews', 'due', quarter], queryFn: () => take(api.GET('/api/v1/reviews/due', { params: { query: { quarter } } })) })
/** The newest reviews of a partner, or of the partners of a hypothesis. */
export const reviewsOfQuery = (of: { partner: string } | { hypothesis: string }) => queryOptions({ queryKey: ['reviews', 'of', of], queryFn: async () => take(api.GET('/api/v1/reviews', { params: { query: { ...of, limit: 8, sort: '-quarter' } } })) })
export const openReview = (partnerId: string, quarter: string) => take(api.POST('/api/v1/reviews', { body: { partnerId, quarter } }))

export const stateWords: Record<ReviewRow['state'], { word: string; tone: Tone }> = { open: { word: 'Open', tone: 'moving' }, held: { word: 'Held', tone: 'good' } }
export const actionWords: Record<ReviewAction['state'], { word: string; tone: Tone }> = { open: { word: 'Open', tone: 'moving' }, done: { word: 'Done', tone: 'good' }, dropped: { word: 'Dropped', tone: 'ended' } }
export const conclusionWords: Record<Conclusion, { word: string; means: string }> = {
  grow: { word: 'Grow', means: 'invest more time in them' }, keep: { word: 'Keep', means: 'go on as it is' }, fix: { word: 'Fix', means: 'put something right first, on their side or ours' },
  fit_conversation: { word: 'Fit conversation', means: 'talk openly about whether it fits' },
}

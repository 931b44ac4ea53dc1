import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'
import type { PartnerType } from '../partners/queries.ts'

export type Board = Schemas['RecruitingBoard']
export type Card = Schemas['CandidateCard']
export type Stage = Card['stage']
export type Candidate = Schemas['Candidate']
export type Criterion = Schemas['ScorecardCriterion']
export type Score = Schemas['CandidateScore']
export type Scorecard = Schemas['Scorecard']
export type Shortlist = Schemas['Shortlist']
export type ApplicationPage = Schemas['ApplicationPage']

/** In the order of the way in; the last three end it. */
export const wayStages = ['identified', 'contacted', 'in_conversation', 'qualified', 'agreement', 'onboarding'] as const satisfies Stage[]
export const endStages = ['active', 'not_now', 'declined'] as const satisfies Stage[]
export const stageWords: Record<Stage, string> = {
  identified: 'Identified', contacted: 'Contacted', in_conversation: 'In conversation', qualified: 'Qualified', agreement: 'Agreement', onboarding: 'Onboarding', active: 'Active', not_now: 'Not now', declined: 'Declined',
}

export type BoardFilter = { type?: PartnerType | undefined; owner?: string | undefined; q?: string | undefined }
export const boardQuery = (query: BoardFilter) => queryOptions({ queryKey: ['candidates', 'board', query], queryFn: () => take(api.GET('/api/v1/candidates', { params: { query } })), placeholderData: (before) => before })
export const candidateQuery = (id: string) => queryOptions({ queryKey: ['candidates', id], queryFn: () => take(api.GET('/api/v1/candidates/{id}', { params: { path: { id } } })), retry: false })
export const erasureQuery = (id: string) => queryOptions({ queryKey: ['candidates', id, 'erasure'], queryFn: () => take(api.GET('/api/v1/candidates/{id}/erasure', { params: { path: { id } } })), retry: false })
export const shortlistQuery = (query: BoardFilter & { limit?: number }) => queryOptions({ queryKey: ['candidates', 'shortlist', query], queryFn: () => take(api.GET('/api/v1/shortlist', { params: { query } })), placeholderData: (before) => before })
export const matchesQuery = (query: { name: string; website?: string; email?: string }) => queryOptions({ queryKey: ['candidates', 'matches', query], queryFn: async () => (await take(api.GET('/api/v1/candidates/matches', { params: { query } }))).items })
export const scorecardsQuery = queryOptions({ queryKey: ['scorecards'], queryFn: async () => (await take(api.GET('/api/v1/scorecards'))).items })
export const versionsQuery = (type: PartnerType) => queryOptions({ queryKey: ['scorecards', type, 'versions'], queryFn: async () => (await take(api.GET('/api/v1/scorecards/{type}/versions', { params: { path: { type } } }))).items })
export const applicationPageQuery = queryOptions({ queryKey: ['application-page'], queryFn: () => take(api.GET('/api/v1/application-page')) })

/** Moves a card from where it was seen. */
export const moveCandidate = (id: string, move: { from: Stage; to: Stage; why?: string }) =>
  take(api.PUT('/api/v1/candidates/{id}/stage', { params: { path: { id } }, body: { expected: move.from, to: move.to, ...(move.why ? { why: move.why } : {}) } }))

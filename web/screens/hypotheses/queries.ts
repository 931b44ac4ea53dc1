import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'
import type { operations } from '../../api/schema.ts'
import type { Tone } from '../../parts/state.tsx'

export type Hypothesis = Schemas['Hypothesis']
export type HypothesisRow = Schemas['HypothesisRow']
export type Predictions = Schemas['Predictions']
export type Forecast = Schemas['Forecast']
export type Band = Schemas['ForecastBand']
export type Verdict = Schemas['HypothesisVerdict']
export type Finding = Schemas['HypothesisFinding']
export type Preset = Schemas['HypothesisPresets']['items'][number]
export type Rows = Schemas['HypothesisRows']
export type RowsQuery = NonNullable<operations['getHypothesesRows']['parameters']['query']>
export type Figure = NonNullable<RowsQuery['figure']>
export type Decidable = Hypothesis['decisions'][number]['to']

const id = (value: string) => ({ params: { path: { id: value } } })
export const hypothesisQuery = (of: string) => queryOptions({ queryKey: ['hypotheses', of], queryFn: () => take(api.GET('/api/v1/hypotheses/{id}', id(of))), enabled: of !== '' })
export const verdictQuery = (of: string) => queryOptions({ queryKey: ['hypotheses', of, 'verdict'], queryFn: () => take(api.GET('/api/v1/hypotheses/{id}/verdict', id(of))) })
export const verdictsQuery = queryOptions({ queryKey: ['hypotheses', 'verdicts'], queryFn: async () => (await take(api.GET('/api/v1/hypotheses/verdicts'))).items })
export const presetsQuery = queryOptions({ queryKey: ['hypotheses', 'presets'], queryFn: () => take(api.GET('/api/v1/hypotheses/presets')) })
export const choicesQuery = queryOptions({ queryKey: ['hypotheses', 'choices'], queryFn: async () => (await take(api.GET('/api/v1/hypotheses', { params: { query: { limit: 200 } } }))).items })
export const placesQuery = (partner: string) => queryOptions({ queryKey: ['partners', partner, 'hypothesis'], queryFn: () => take(api.GET('/api/v1/partners/{id}/hypothesis', id(partner))) })
/** The last answer stays while the next is on its way, so that the picture does not flicker while somebody types. */
export const forecastQuery = (body: { predictions: Predictions; months: number } | null) => queryOptions({
  queryKey: ['hypotheses', 'forecast', body], queryFn: ({ signal }) => take(api.POST('/api/v1/hypotheses/forecast', { body: body!, signal })), enabled: body !== null, placeholderData: keepPreviousData, retry: false, staleTime: Infinity,
})

export const stateWords: Record<HypothesisRow['state'], { word: string; tone: Tone }> = {
  draft: { word: 'Draft', tone: 'waiting' }, testing: { word: 'Under test', tone: 'moving' }, supported: { word: 'Supported', tone: 'good' }, refuted: { word: 'Refuted', tone: 'ended' }, inconclusive: { word: 'Inconclusive', tone: 'ended' }, closed: { word: 'Closed', tone: 'ended' },
}
export const proposalWords: Record<Verdict['proposal'], string> = { not_begun: 'Not begun', too_early: 'Too early to say', supported: 'Numbers support it', refuted: 'Numbers speak against it', inconclusive: 'Inconclusive', open: 'Open' }
export const likelihoodWords: Record<Finding['likelihood'], string> = { too_early: 'too early to say', very_unlikely: 'very unlikely', unlikely: 'unlikely', open: 'open', likely: 'likely', very_likely: 'very likely' }
/** A sentence in which no percent sign is left alone on a line. */
export const tight = (sentence: string): string => sentence.replaceAll(' %', '\u00a0%')
export const stopWords: Record<Predictions['stop']['measure'], string> = {
  introductions: 'qualified introductions per partner and quarter', active_partners: 'active partners', opportunity_rate: '% of qualified introductions becoming opportunities', won_rate: '% of closed opportunities won', first_year_value: 'average first-year value',
}

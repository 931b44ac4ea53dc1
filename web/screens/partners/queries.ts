import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type Partner = Schemas['Partner']
export type Payee = Schemas['Payee']
export type PartnerRow = Schemas['PartnerRow']
export type PartnerType = Partner['type']

/** The types in words. */
export const partnerTypes: Record<PartnerType, { word: string; means: string }> = {
  referral: { word: 'Referral', means: 'introduces buyers' },
  reseller: { word: 'Reseller', means: 'sells to the buyer on its own account' },
  implementation: { word: 'Implementation', means: 'consulting, agency or system integrator' },
  technology: { word: 'Technology', means: 'a product that integrates with ours' },
  affiliate: { word: 'Affiliate', means: 'sends visitors' },
  marketplace: { word: 'Marketplace', means: 'lists us among others' },
  strategic: { word: 'Strategic', means: 'plans with us at the top' },
}
export const partnerTypeChoices = Object.entries(partnerTypes).map(([value, { word, means }]) => ({ value, label: `${word}: ${means}` }))

export const partnerQuery = (id: string) => queryOptions({ queryKey: ['partners', id], queryFn: () => take(api.GET('/api/v1/partners/{id}', { params: { path: { id } } })) })
export const partnerPlansQuery = (id: string) => queryOptions({ queryKey: ['partners', id, 'plans'], queryFn: () => take(api.GET('/api/v1/partners/{id}/plans', { params: { path: { id } } })) })
export const plansQuery = queryOptions({ queryKey: ['plans'], queryFn: async () => (await take(api.GET('/api/v1/plans'))).items })
export const earningsQuery = (id: string) => queryOptions({ queryKey: ['partners', id, 'earnings'], queryFn: () => take(api.GET('/api/v1/partners/{id}/earnings', { params: { path: { id } } })) })
export const referralsOfQuery = (partner: string) => queryOptions({ queryKey: ['referrals', 'of-partner', partner], queryFn: async () => (await take(api.GET('/api/v1/referrals', { params: { query: { partner, limit: 100 } } }))).items })
export const payeeQuery = (id: string) => queryOptions({ queryKey: ['partners', id, 'payee'], queryFn: () => take(api.GET('/api/v1/partners/{id}/payee', { params: { path: { id } } })) })

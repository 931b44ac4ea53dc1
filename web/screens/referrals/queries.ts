import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type Referral = Schemas['Referral']
export type ReferralRow = Schemas['ReferralRow']

export const referralQuery = (id: string) =>
  queryOptions({ queryKey: ['referrals', id], queryFn: () => take(api.GET('/api/v1/referrals/{id}', { params: { path: { id } } })) })

/** Partners as choices, by name; enough for a program, found by typing past that. */
export const partnerChoicesQuery = queryOptions({
  queryKey: ['partners', 'choices'], queryFn: async () => (await take(api.GET('/api/v1/partners', { params: { query: { limit: 200 } } }))).items, staleTime: 60_000,
})

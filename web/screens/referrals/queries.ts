import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type Referral = Schemas['Referral']
export type ReferralRow = Schemas['ReferralRow']

export const referralQuery = (id: string) =>
  queryOptions({ queryKey: ['referrals', id], queryFn: () => take(api.GET('/api/v1/referrals/{id}', { params: { path: { id } } })) })

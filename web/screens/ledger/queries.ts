import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type TrialBalance = Schemas['TrialBalance']
export type Account = Schemas['LedgerAccount']
export type AccountEntry = Account['items'][number]
export type Verification = Schemas['LedgerVerification']

export const trialBalanceQuery = (at: string | undefined) =>
  queryOptions({ queryKey: ['commissions', 'trial-balance', at], queryFn: () => take(api.GET('/api/v1/ledger/trial-balance', { params: { query: at ? { at } : {} } })), placeholderData: (before) => before })

export const fetchAccount = (id: string, at: string | undefined, after?: string) => take(api.GET('/api/v1/ledger/accounts/{id}', { params: { path: { id }, query: { ...(at ? { at } : {}), ...(after ? { after } : {}) } } }))

export type AccountCodes = Schemas['AccountCodes']
export const accountCodesQuery = queryOptions({ queryKey: ['ledger', 'account-codes'], queryFn: () => take(api.GET('/api/v1/ledger/account-codes')) })

/** Reads the whole ledger, so it is asked for by a person and not again by itself. */
export const verificationQuery = queryOptions({ queryKey: ['ledger', 'verification'], queryFn: () => take(api.GET('/api/v1/ledger/verification')), staleTime: Infinity, gcTime: 0, retry: false, refetchOnWindowFocus: false })

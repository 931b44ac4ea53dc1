import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type Company = Schemas['Company']
export type CompanyRow = Schemas['CompanyRow']
export type Icp = Schemas['Icp']

export const companyQuery = (id: string) => queryOptions({ queryKey: ['companies', id], queryFn: () => take(api.GET('/api/v1/companies/{id}', { params: { path: { id } } })) })
export const icpQuery = queryOptions({ queryKey: ['icp'], queryFn: () => take(api.GET('/api/v1/icp')) })

const countryNames = new Intl.DisplayNames('en', { type: 'region' })
/** "DE" → "Germany" */
export const sayCountry = (code: string): string => countryNames.of(code) ?? code

export const gradeChoices = [{ value: 'A', label: 'Fit A' }, { value: 'B', label: 'Fit B' }, { value: 'C', label: 'Fit C' }, { value: 'none', label: 'No fit' }]

import { queryOptions } from '@tanstack/react-query'
import { api, take, type Schemas } from '../../api/client.ts'

export type Workspace = Schemas['Workspace']
export type Member = Schemas['Member']
export type Key = Schemas['Key']
export type MailRow = Schemas['MailRow']
export type Role = Member['role']

export const keysQuery = queryOptions({ queryKey: ['keys'], queryFn: async () => (await take(api.GET('/api/v1/keys'))).items })
export const mailQuery = (id: string) => queryOptions({ queryKey: ['mails', id], queryFn: () => take(api.GET('/api/v1/mails/{id}', { params: { path: { id } } })) })
export const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: async () => (await take(api.GET('/api/v1/sessions'))).items })
export const passkeysQuery = queryOptions({ queryKey: ['passkeys'], queryFn: async () => (await take(api.GET('/api/v1/passkeys'))).items })

/** What a role is for, in the words of those who hold it. */
export const roleWords: Record<Role, string> = {
  admin: 'everything, settings and members included', manager: 'runs the program: partners, introductions, plans, imports', rep: 'answers introductions and works opportunities',
  finance: 'commissions, statements and plans', viewer: 'reads, changes nothing',
}
export const roleChoices = Object.keys(roleWords).map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }))

import { api, take } from '../api/client.ts'
import type { Permission } from '../api/session.ts'
import { paths } from '../paths.ts'

export type Thing = { to: string; name: string; what: string }

/** Partners, companies, introductions and opportunities by name; one that cannot be asked just does not answer. */
export async function findThings(words: string, may: (permission: Permission) => boolean): Promise<Thing[]> {
  const query = { q: words, limit: 5 }
  const asked: Promise<Thing[]>[] = [
    ...(may('partners:read') ? [take(api.GET('/api/v1/partners', { params: { query } })).then((page) => page.items.map((p) => ({ to: paths.partner(p.id), name: p.name, what: 'Partner' })))] : []),
    ...(may('companies:read') ? [take(api.GET('/api/v1/companies/lookup', { params: { query: { q: words } } })).then((found) => found.items.slice(0, 5).map((s) => ({ to: paths.company(s.company.id), name: s.company.name, what: s.domain ? `Company, ${s.domain}` : 'Company' })))] : []),
    ...(may('referrals:read') ? [take(api.GET('/api/v1/referrals', { params: { query } })).then((page) => page.items.map((r) => ({ to: paths.referral(r.id), name: r.company.name, what: `Introduction from ${r.partner.name}` })))] : []),
    ...(may('opportunities:read') ? [take(api.GET('/api/v1/opportunities', { params: { query } })).then((page) => page.items.map((o) => ({ to: paths.opportunity(o.id), name: o.name, what: o.company ? `Opportunity with ${o.company.name}` : 'Opportunity' })))] : []),
  ]
  const answers = await Promise.allSettled(asked)
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
}

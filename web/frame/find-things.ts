import { api, take } from '../api/client.ts'
import type { Permission } from '../api/session.ts'
import { sayPeriod } from '../parts/quarters.ts'
import { pathOfId, paths } from '../paths.ts'
import { titleOf } from '../screens/hypotheses/title.ts'

export type Thing = { to: string; name: string; what: string }

/** Things by name, or the one whose id was pasted; where one kind cannot be asked it just does not answer. */
export async function findThings(words: string, may: (permission: Permission) => boolean): Promise<Thing[]> {
  const query = { q: words, limit: 5 }
  const own = /^[a-z]+_[0-9a-f]{32}$/.test(words) ? pathOfId(words) : undefined
  if (own) return [{ to: own, name: words, what: 'By its id' }]
  const asked: Promise<Thing[]>[] = [
    ...(may('partners:read') ? [take(api.GET('/api/v1/partners', { params: { query } })).then((page) => page.items.map((p) => ({ to: paths.partner(p.id), name: p.name, what: 'Partner' })))] : []),
    ...(may('companies:read') ? [take(api.GET('/api/v1/companies/lookup', { params: { query: { q: words } } })).then((found) => found.items.slice(0, 5).map((s) => ({ to: paths.company(s.company.id), name: s.company.name, what: s.domain ? `Company, ${s.domain}` : 'Company' })))] : []),
    ...(may('referrals:read') ? [take(api.GET('/api/v1/referrals', { params: { query } })).then((page) => page.items.map((r) => ({ to: paths.referral(r.id), name: r.company.name, what: `Introduction from ${r.partner.name}` })))] : []),
    ...(may('opportunities:read') ? [take(api.GET('/api/v1/opportunities', { params: { query } })).then((page) => page.items.map((o) => ({ to: paths.opportunity(o.id), name: o.name, what: o.company ? `Opportunity with ${o.company.name}` : 'Opportunity' })))] : []),
    ...(may('plans:read') ? [take(api.GET('/api/v1/plans', { params: { query: { q: words } } })).then((page) => page.items.slice(0, 5).map((p) => ({ to: paths.plan(p.id), name: p.name, what: 'Plan' })))] : []),
    ...(may('partners:read') ? [take(api.GET('/api/v1/hypotheses', { params: { query } })).then((page) => page.items.map((h) => ({ to: paths.hypothesis(h.id), name: titleOf(h), what: 'Hypothesis' })))] : []),
    ...(may('performance:read') ? [take(api.GET('/api/v1/reviews', { params: { query } })).then((page) => page.items.map((v) => ({ to: paths.review(v.id), name: `${v.partner.name}, ${sayPeriod(v.quarter)}`, what: 'Quarterly review' })))] : []),
  ]
  const answers = await Promise.allSettled(asked)
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
}

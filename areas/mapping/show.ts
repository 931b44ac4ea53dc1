import { may, rolesWith } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { no, type Can } from '../../kernel/refusal.ts'
import { list as sayList } from '../../kernel/text.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { shown } from '../../platform/http/shapes.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { companyNames } from '../companies/index.ts'
import { contactNames, partnerNames } from '../partners/index.ts'
import type { AskRow } from './ask-introduction.ts'
import { outdatedOf } from './outdated.ts'
import type { SeenCustomer } from './queries.ts'
import { mayCancel, mayDelete, mayJudge, mayMatchAgain, mayNarrow, showsFigures, showsRows } from './rules.ts'
import type { ListRow } from './store.ts'

const onlyWriters: Can = no(`${sayList(rolesWith('mapping:write').map((role) => `a ${role}`), 'or').replace(/^a a/, 'An a')} can do this.`)

/** Lists as staff may see them: what the level does not show is not there. */
export async function showLists(r: Reading, lists: ListRow[]) {
  const [members, partners, twins] = await Promise.all([memberNames(r, lists.flatMap((one) => [one.createdBy, one.deletedBy])), partnerNames(r, lists.map((one) => one.partnerId)), sameFiles(r, lists)])
  const outdated = await outdatedOf(r, lists)
  const twinNames = await partnerNames(r, [...twins.values()].flat())
  const writes = may(r.actor, 'mapping:write')
  const only = (can: Can): Can => (writes ? can : onlyWriters)
  return lists.map((one, i) => ({
    id: shown('customerList', one.id), partner: { id: shown('partner', one.partnerId), name: partners.get(one.partnerId) ?? '' }, source: one.source, sharing: one.sharing, name: one.name, state: one.state,
    consent: { by: one.consentBy, how: one.consentHow, at: one.consentAt.toString() }, expiresOn: one.expiresOn, createdAt: one.createdAt.toString(), createdBy: nameOf(members, one.createdBy),
    rows: one.rowsRead, rejected: one.rejected, ...progressOf(one), problem: one.problem,
    figures: showsFigures(one.sharing) ? one.figures : null, matchedAt: one.matchedAt?.toString() ?? null, changes: showsFigures(one.sharing) ? one.changes : null, outdated: outdated[i] ?? null,
    sameFileAs: (twins.get(one.id) ?? []).map((id) => ({ id: shown('partner', id), name: twinNames.get(id) ?? '' })),
    deleted: one.deletedAt && one.deletedCounts ? { at: one.deletedAt.toString(), by: nameOf(members, one.deletedBy), why: one.deletedWhy ?? '', ...one.deletedCounts } : null,
    can: {
      cancel: only(mayCancel({ ...one, cancelAsked: one.cancelAskedAt !== null })), delete: only(mayDelete(one)), matchAgain: only(mayMatchAgain(one)), narrow: only(mayNarrow(one)), judge: only(mayJudge(one)),
      seeCustomers: one.state !== 'ready' ? no('This list is not in use.') : showsRows(one.sharing) ? { allowed: true } : no(one.sharing === 'counts' ? 'The partner shares figures only.' : 'The partner has not opened this list yet.'),
    },
  }))
}

const nameOf = (names: Map<Id, string>, id: Id | null): string | null => (id ? (names.get(id) ?? null) : null)

/** A third for reading, by the bytes of the file, and two for looking up: a rough split, so that it never goes back. */
export function progressOf(list: ListRow): { percent: number; secondsLeft: number | null; isMatching: boolean } {
  const isMatching = list.state === 'ready' && list.runningSince !== null && list.matchedAt !== null && Temporal.Instant.compare(list.runningSince, list.matchedAt) > 0
  const looked = list.customersTotal === null || list.customersTotal === 0 ? 0 : list.customersDone / list.customersTotal
  const far = isMatching ? looked : list.state === 'running' ? (list.customersTotal === null ? list.bytesDone / Math.max(1, list.bytesTotal) / 3 : 1 / 3 + (2 / 3) * looked) : list.state === 'waiting' ? 0 : 1
  const seconds = list.runningSince && list.progressedAt ? (list.progressedAt.epochMilliseconds - list.runningSince.epochMilliseconds) / 1000 : 0
  const goes = (list.state === 'running' || isMatching) && far > 0.02 && seconds > 1
  return { percent: Math.floor(far * 1000) / 10, secondsLeft: goes ? Math.ceil((seconds * (1 - far)) / far) : null, isMatching }
}

/** Other partners of whom the same bytes are in use: somebody mixed up two files. */
async function sameFiles(r: Reading, lists: ListRow[]): Promise<Map<Id, Id[]>> {
  const own = lists.filter((one) => one.sha256 !== null && one.state === 'ready')
  if (own.length === 0) return new Map()
  const rows = await r.q.selectFrom('customer_list as a').innerJoin('customer_list as b', (j) => j.onRef('b.workspace_id', '=', 'a.workspace_id').onRef('b.sha256', '=', 'a.sha256').onRef('b.partner_id', '<>', 'a.partner_id'))
    .select(['a.id', 'b.partner_id']).where('a.workspace_id', '=', r.workspace).where('a.id', '=', anyOf(own.map((one) => one.id))).where('b.state', 'in', ['ready', 'running']).execute()
  return Map.groupBy(rows, (row) => row.id).entries().reduce((map, [id, found]) => map.set(id, [...new Set(found.map((row) => row.partner_id))]), new Map<Id, Id[]>())
}

export async function showCustomers(r: Reading, rows: SeenCustomer[]) {
  const names = await companyNames(r, [...new Set(rows.flatMap((row) => row.companyId ?? []))])
  const asks = may(r.actor, 'referrals:write')
  return rows.map((row) => ({
    n: row.n, name: row.name, domain: row.domain, country: row.country, industry: row.industry, employees: row.employees, kind: { industry: row.ourIndustry ?? row.industry, employees: row.ourEmployees ?? row.employees, country: row.ourCountry ?? row.country }, times: row.times, band: row.band, company: row.companyId ? { id: shown('company', row.companyId), name: names.get(row.companyId) ?? '' } : null,
    score: row.score, probability: row.probability ?? null, reasons: row.reasons, relation: row.relation, grade: row.grade ?? ('ungraded' as const), openValue: row.openValue, wonValue: row.wonValue, isNew: row.isNew, isJudged: row.judgedAt !== null,
    ask: row.ask && { id: shown('introductionAsk', row.ask.id), state: row.ask.state }, can: { ask: asks ? row.mayAsk : no('An admin, a manager or a rep can ask.') },
  }))
}

export async function showAsks(r: Reading, asks: AskRow[]) {
  const [partners, companies, contacts, members] = await Promise.all([partnerNames(r, asks.map((one) => one.partnerId)), companyNames(r, asks.map((one) => one.companyId)), contactNames(r, asks.map((one) => one.contactId)), memberNames(r, asks.map((one) => one.askedBy))])
  const asksToo = may(r.actor, 'referrals:write')
  return asks.map((one) => ({
    id: shown('introductionAsk', one.id), partner: { id: shown('partner', one.partnerId), name: partners.get(one.partnerId) ?? '' }, contact: { id: shown('contact', one.contactId), name: contacts.get(one.contactId) ?? '' },
    company: { id: shown('company', one.companyId), name: companies.get(one.companyId) ?? '' }, buyer: one.buyer, message: one.message, state: one.state, askedAt: one.askedAt.toString(), askedBy: nameOf(members, one.askedBy), answeredAt: one.answeredAt?.toString() ?? null,
    why: one.why, referralId: one.referralId && shown('referral', one.referralId),
    can: { withdraw: !asksToo ? no('An admin, a manager or a rep can.') : one.state === 'open' ? { allowed: true as const } : no('It has been answered.') },
  }))
}

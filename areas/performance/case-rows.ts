// What each case says for itself: what it is, and in a sentence why it counts or does not.
import type { Id } from '../../kernel/ids.ts'
import { formatMoney, type Money } from '../../kernel/money.ts'
import { count } from '../../kernel/text.ts'
import { dayOf, sayDate } from '../../kernel/time.ts'
import type { Reading } from '../../platform/db/context.ts'
import { promiseVerb, type PromiseKind } from '../promises/index.ts'
import type { Case } from './case-page.ts'

export type CaseRow = {
  kind: 'referral' | 'opportunity' | 'promise' | 'commission'; id: Id; partnerId: Id | null; title: string; company: { id: Id; name: string } | null; referralId: Id | null
  /** The day that puts it into the period. */
  on: string
  counts: boolean; why: string; amount: Money | null
}
export type Asking = 'submitted' | 'grade' | 'opportunity' | 'qualified'

export async function referralRows(r: Reading, cases: Case[], asking: Asking, timeZone: string): Promise<CaseRow[]> {
  const rows = await r.q
    .selectFrom('referral as f')
    .innerJoin('company as c', (j) => j.onRef('c.workspace_id', '=', 'f.workspace_id').onRef('c.id', '=', 'f.company_id'))
    .select(['f.id', 'f.state', 'f.qualified_grade', 'f.qualified_at', 'f.opportunity_at', 'f.company_id', 'c.name', 'c.icp_grade'])
    .where('f.workspace_id', '=', r.workspace).where('f.id', 'in', orNone(cases))
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return cases.flatMap((one): CaseRow[] => {
    const row = byId.get(one.id)
    if (!row) return []
    const why = {
      submitted: () => `It is ${row.state} now.`,
      qualified: () => (row.qualified_at ? `Qualified on ${sayDate(dayOf(row.qualified_at, timeZone))}; now ${row.state}.` : 'It is not qualified.'),
      grade: () => sayGrade(row.qualified_grade, row.icp_grade),
      opportunity: () => (row.opportunity_at ? `Became an opportunity on ${sayDate(dayOf(row.opportunity_at, timeZone))}.` : `No opportunity so far; it is ${row.state}.`),
    }[asking]()
    return [{ kind: 'referral', id: one.id, partnerId: one.partner_id, title: row.name, company: { id: row.company_id, name: row.name }, referralId: one.id, on: dayText(one.at, timeZone), counts: one.counted, why, amount: null }]
  })
}

export function sayGrade(whenQualified: string | null, now: string | null): string {
  if (whenQualified) return whenQualified === 'none' ? 'It fitted none of our grades when it was qualified.' : `Grade ${whenQualified} when it was qualified.`
  if (now === null) return 'The company has no grade yet.'
  return now === 'none' ? 'The company fits none of our grades.' : `The company has grade ${now} now.`
}

/** With `days`, what matters is how long it took. */
export async function opportunityRows(r: Reading, cases: (Case & { days?: number })[], timeZone: string): Promise<CaseRow[]> {
  const rows = await r.q
    .selectFrom('opportunity as o')
    .leftJoin('company as c', (j) => j.onRef('c.workspace_id', '=', 'o.workspace_id').onRef('c.id', '=', 'o.company_id'))
    .select(['o.id', 'o.name', 'o.state', 'o.amount_minor', 'o.currency', 'o.company_id', 'o.referral_id', 'c.name as company_name'])
    .where('o.workspace_id', '=', r.workspace).where('o.id', 'in', orNone(cases))
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return cases.flatMap((one): CaseRow[] => {
    const row = byId.get(one.id)
    if (!row) return []
    const amount = row.amount_minor === null ? null : { amountMinor: row.amount_minor, currency: row.currency }
    const why = one.days === undefined ? sayOutcome(row.state, amount) : sayDays(row.state, one.days)
    const company = row.company_id ? { id: row.company_id, name: row.company_name ?? '' } : null
    return [{ kind: 'opportunity', id: one.id, partnerId: one.partner_id, title: row.name, company, referralId: row.referral_id, on: dayText(one.at, timeZone), counts: one.counted, why, amount }]
  })
}

function sayOutcome(state: string, amount: Money | null): string {
  if (state === 'lost') return 'Lost.'
  return amount ? `Won, ${formatMoney(amount)}.` : 'Won; no amount is known, so it adds nothing to revenue.'
}
function sayDays(state: string, days: number): string {
  if (state === 'won') return `Won after ${count(days, 'day')}.`
  return state === 'lost' ? `Lost after ${count(days, 'day')}; counts as not won until then.` : `Open for ${count(days, 'day')} so far.`
}

export async function promiseRows(r: Reading, cases: Case[], timeZone: string): Promise<CaseRow[]> {
  const rows = await r.q
    .selectFrom('promise as p')
    .leftJoin('referral as f', (j) => j.onRef('f.workspace_id', '=', 'p.workspace_id').onRef('f.id', '=', 'p.subject_id'))
    .leftJoin('company as c', (j) => j.onRef('c.workspace_id', '=', 'f.workspace_id').onRef('c.id', '=', 'f.company_id'))
    .select(['p.id', 'p.kind', 'p.outcome', 'p.settled_at', 'f.id as referral_id', 'c.id as company_id', 'c.name as company_name'])
    .where('p.workspace_id', '=', r.workspace).where('p.id', 'in', orNone(cases))
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return cases.flatMap((one): CaseRow[] => {
    const row = byId.get(one.id)
    if (!row) return []
    const why = row.outcome === 'kept' ? 'Kept in time.' : row.settled_at ? `Settled late, on ${sayDate(dayOf(row.settled_at, timeZone))}.` : 'Still open and past due.'
    const company = row.company_id ? { id: row.company_id, name: row.company_name ?? '' } : null
    return [{
      kind: 'promise', id: one.id, partnerId: one.partner_id, title: promiseVerb[row.kind as PromiseKind], company, referralId: row.referral_id, on: dayText(one.at, timeZone), counts: one.counted, why, amount: null,
    }]
  })
}

const dayText = (at: Temporal.Instant | string, timeZone: string) => (typeof at === 'string' ? at : dayOf(at, timeZone).toString())
const nobody = '00000000-0000-0000-0000-000000000000'
const orNone = (cases: Case[]) => (cases.length > 0 ? cases.map((one) => one.id) : [nobody])

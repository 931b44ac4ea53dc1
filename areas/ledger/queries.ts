import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { parseId, showId } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { partnerNames } from '../partners/index.ts'
import { sayTerms, versionsById } from '../program/index.ts'
import { dueMinusBooked } from './due-minus-booked.ts'
import { countLines, lineViews, type LineFilter } from './line-views.ts'
import type { AccountKind } from './store.ts'
import { recomputes } from './verify.ts'

export const accountNames: Record<AccountKind, string> = {
  commission_expense: 'Commission expense', commission_accrued: 'Commission accrued', commission_payable: 'Commission payable', held: 'Commission held', clawback_receivable: 'Clawback receivable', in_transit: 'Payments under way', paid: 'Paid to partners', withholding: 'Tax withheld', currency_exchange: 'Currency exchange', exchange_difference: 'Exchange difference', input_vat: 'Input VAT', vat_payable: 'VAT payable',
}

/** Money › Commissions: lines newest first, a page at a time; `after` is the id of the last line shown. */
export async function commissionsPage(r: Reading, filter: Omit<LineFilter, 'before' | 'id' | 'oldestFirst'> & { after?: string | undefined }) {
  const { after, ...rest } = filter
  const before = after === undefined ? undefined : parseId('commission', after)
  const lines = await lineViews(r, { ...rest, before, limit: rest.limit + 1 })
  const page = lines.slice(0, rest.limit)
  const last = page.at(-1)
  return { lines: page, next: lines.length > page.length && last ? showId('commission', last.id) : null, total: await countLines(r, rest) }
}

/** One line with all it cites: event, plan version, journal and entries, and whether it computes again. */
export async function commissionView(r: Reading, id: Id) {
  const [line] = await lineViews(r, { id, limit: 1 })
  if (!line) throw notFound('commission')
  const journal = await r.q
    .selectFrom('journal as j')
    .leftJoin('event as e', (j) => j.onRef('e.workspace_id', '=', 'j.workspace_id').onRef('e.id', '=', 'j.event_id'))
    .select(['j.id', 'j.effective_on', 'j.recorded_at', 'j.memo', 'e.id as event_id', 'e.type as event_type', 'e.at as event_at', 'e.why as event_why'])
    .where('j.workspace_id', '=', r.workspace).where('j.id', '=', line.journalId)
    .executeTakeFirstOrThrow()
  const entries = await r.q
    .selectFrom('entry as e')
    .innerJoin('ledger_account as a', (j) => j.onRef('a.workspace_id', '=', 'e.workspace_id').onRef('a.id', '=', 'e.account_id'))
    .select(['e.line_no', 'e.amount_minor', 'e.currency', 'a.kind', 'a.partner_id'])
    .where('e.workspace_id', '=', r.workspace).where('e.journal_id', '=', line.journalId).orderBy('e.line_no')
    .execute()
  const versions = await versionsById(r, [line.planVersionId])
  const version = versions.get(line.planVersionId)
  if (!version) throw new Error(`no plan version ${line.planVersionId}`)
  const names = await partnerNames(r, entries.flatMap((e) => (e.partner_id ? [e.partner_id] : [])))
  const amountMinor = BigInt(line.amountMinor)
  const cited = {
    ...line, amountMinor: amountMinor < 0n ? -amountMinor : amountMinor, basis: line.basis && { amountMinor: BigInt(line.basis.amountMinor), currency: line.basis.currency },
    rate: line.rate && { num: BigInt(line.rate.num), den: BigInt(line.rate.den) },
  }
  return {
    line, plan: { id: version.planId, name: version.planName, version: version.number, sentences: sayTerms(version.terms) },
    event: journal.event_id && journal.event_type && journal.event_at ? { id: journal.event_id, type: journal.event_type, at: journal.event_at, why: journal.event_why } : null,
    journal: {
      id: journal.id, effectiveOn: journal.effective_on, recordedAt: journal.recorded_at, memo: journal.memo,
      entries: entries.map((e) => ({ line: e.line_no, kind: e.kind as AccountKind, partner: e.partner_id ? { id: e.partner_id, name: names.get(e.partner_id) ?? '' } : null, amountMinor: e.amount_minor, currency: e.currency })),
    },
    computesAgain: line.item === null || line.sellerId === null ? recomputes(cited, versions) : await isAsDue(r, line.sellerId, line.item, line.component),
  }
}

/** Whether what is booked on an item is what all facts known now make due. */
async function isAsDue(r: Reading, sellerId: Id, item: string, component: string): Promise<boolean> {
  return !(await dueMinusBooked(r, sellerId)).some((one) => one.itemKey === item && one.component === component)
}

/** The balance of every account at the end of a day (today when left out), per currency; debits and credits are equal. */
export async function trialBalanceOf(r: Reading, until?: string) {
  const at = until ?? await todayOf(r)
  const accounts = await r.q
    .selectFrom('ledger_account as a')
    .innerJoin('entry as e', (j) => j.onRef('e.workspace_id', '=', 'a.workspace_id').onRef('e.account_id', '=', 'a.id'))
    .innerJoin('journal as j', (j) => j.onRef('j.workspace_id', '=', 'e.workspace_id').onRef('j.id', '=', 'e.journal_id'))
    .select(['a.id', 'a.kind', 'a.partner_id', 'a.currency', sql<string>`sum(e.amount_minor)`.as('balance')])
    .where('a.workspace_id', '=', r.workspace).where('j.effective_on', '<=', at)
    .groupBy(['a.id', 'a.kind', 'a.partner_id', 'a.currency'])
    .execute()
  const names = await partnerNames(r, accounts.flatMap((a) => (a.partner_id ? [a.partner_id] : [])))
  const named = accounts.map((a) => ({
    id: a.id, kind: a.kind as AccountKind, currency: a.currency, balanceMinor: BigInt(a.balance), partner: a.partner_id ? { id: a.partner_id, name: names.get(a.partner_id) ?? '' } : null,
  }))
  const currencies = [...Map.groupBy(named, (a) => a.currency)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, own]) => {
    const debitsMinor = own.filter((a) => a.balanceMinor > 0n).reduce((sum, a) => sum + a.balanceMinor, 0n)
    const creditsMinor = own.filter((a) => a.balanceMinor < 0n).reduce((sum, a) => sum - a.balanceMinor, 0n)
    const sorted = own.sort((a, b) => (a.partner?.name ?? '').localeCompare(b.partner?.name ?? '', 'en'))
    return { currency, debitsMinor, creditsMinor, isBalanced: debitsMinor === creditsMinor, accounts: sorted }
  })
  return { at, currencies }
}

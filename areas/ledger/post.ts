// Guards L1, L15 and L17: journal, lines, entries and events of a posting are written together or not at all.
import { newId, type Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { recordAll } from '../../platform/events/record.ts'
import type { CommissionPosted } from './events.ts'
import type { LiveLine } from './rules.ts'
import { accountIds, type AccountKey } from './store.ts'

/** `payableMinor` of the amount may be paid by `payableOn`. `fact` is there for what plans in language 2 pay. */
export type NewLine = Omit<LiveLine, 'id'> & {
  itemId: Id; referralId: Id | null; opportunityId: Id | null; companyId: Id | null; seq: number; working: string[]; corrects: Id | null
  payableMinor: bigint; fact: AboutFact | null
}
/** What the line is about, whose item that is, the fact that made it necessary, the statement it is told in, and the line it follows on. */
export type AboutFact = { itemKey: string; sellerId: Id; because: string | null; statement: string; isPrior: boolean; adjusts: Id | null }
export type NewPosting = { itemId: Id; posting: number; lines: NewLine[]; today: string; because: Id | null; why: string | null }

/** Plain JSON. Amounts are decimal strings of minor units, negative for a reversal. */
export type PostedLine = {
  id: Id; kind: 'accrued' | 'adjusted' | 'reversed'; partnerId: Id; component: string; amountMinor: string; currency: string; earnedOn: string; payableOn: string; planVersionId: Id; corrects: Id | null
}

/** Writes one journal: for each line the expense is debited and what we owe the partner credited, or the other way round. */
export async function post(tx: Tx, posting: NewPosting): Promise<PostedLine[]> {
  const nowMs = tx.now.epochMilliseconds
  const journalId = newId(nowMs)
  const ids = posting.lines.map(() => newId(nowMs)).sort()
  const lines = posting.lines.map((line, i) => ({ ...line, id: ids[i] ?? newId(nowMs) }))
  const entries = lines.flatMap((line) => entriesOf(line).map((entry) => ({ ...entry, line })))
  const accounts = await accountIds(tx, entries.map((entry) => entry.account))

  await tx.q
    .with('written_journal', (q) => q.insertInto('journal').values({
      workspace_id: tx.workspace, id: journalId, cause: `commission:${posting.itemId}:${posting.posting}`, event_id: posting.because, item_id: posting.itemId,
      effective_on: posting.today, recorded_at: tx.now, memo: memoOf(posting.lines), entry_count: entries.length,
    }))
    .with('written_lines', (q) => q.insertInto('commission_line').values(lines.map((line) => ({
      workspace_id: tx.workspace, id: line.id, partner_id: line.partnerId, item_id: line.itemId, component: line.component, seq: line.seq, referral_id: line.referralId,
      opportunity_id: line.opportunityId, company_id: line.companyId, plan_version_id: line.planVersionId, clause: line.clause,
      basis_minor: line.basis?.amountMinor ?? null, basis_currency: line.basis?.currency ?? null, rate_num: line.rate?.num ?? null, rate_den: line.rate?.den ?? null,
      amount_minor: line.amountMinor, currency: line.currency, working: JSON.stringify(line.working), earned_on: line.earnedOn, payable_on: line.payableOn,
      booked_on: posting.today, journal_id: journalId, corrects: line.corrects, created_at: tx.now, payable_minor: line.payableMinor,
      item_key: line.fact?.itemKey ?? null, seller_id: line.fact?.sellerId ?? null, fact_key: line.fact?.because ?? null, statement: line.fact?.statement ?? null, is_prior: line.fact?.isPrior ?? false, adjusts: line.fact?.adjusts ?? null,
    }))))
    .with('written_entries', (q) => q.insertInto('entry').values(entries.map(({ line, account, amountMinor }, i) => ({
      workspace_id: tx.workspace, journal_id: journalId, line_no: i + 1, entry_count: entries.length, account_id: accounts(account),
      amount_minor: amountMinor, currency: line.currency, commission_line_id: line.id,
    }))))
    .updateTable('commission_item').set({ postings: posting.posting }).where('workspace_id', '=', tx.workspace).where('item_id', '=', posting.itemId)
    .execute()
  await recordAll(tx, lines.map((line) => ({
    type: line.corrects ? 'commission.reversed' : line.fact?.adjusts ? 'commission.adjusted' : 'commission.accrued', subject: { noun: 'commission' as const, id: line.id }, partnerId: line.partnerId, companyId: line.companyId,
    why: posting.why, payload: payloadOf(line, journalId),
  })))
  return lines.map((line) => ({
    id: line.id, kind: line.corrects ? 'reversed' : line.fact?.adjusts ? 'adjusted' : 'accrued', partnerId: line.partnerId, component: line.component, amountMinor: line.amountMinor.toString(),
    currency: line.currency, earnedOn: line.earnedOn, payableOn: line.payableOn, planVersionId: line.planVersionId, corrects: line.corrects,
  }))
}

/** Expense against what may be paid and what waits for the customer to pay. */
function entriesOf({ partnerId, currency, amountMinor, payableMinor }: NewLine): { account: AccountKey; amountMinor: bigint }[] {
  return [
    { account: { kind: 'commission_expense' as const, partnerId: null, currency }, amountMinor },
    { account: { kind: 'commission_payable' as const, partnerId, currency }, amountMinor: -payableMinor },
    { account: { kind: 'commission_accrued' as const, partnerId, currency }, amountMinor: payableMinor - amountMinor },
  ].filter((entry) => entry.amountMinor !== 0n)
}

const payloadOf = (line: NewLine, journalId: Id): CommissionPosted => ({
  itemId: line.itemId, referralId: line.referralId, opportunityId: line.opportunityId, component: line.component, amountMinor: line.amountMinor.toString(),
  currency: line.currency, planVersionId: line.planVersionId, journalId, corrects: line.corrects,
})

function memoOf(lines: NewLine[]): string {
  const named = (own: NewLine[]) => [...new Set(own.map((line) => line.component))]
  const booked = named(lines.filter((line) => !line.corrects))
  const reversed = named(lines.filter((line) => line.corrects))
  return [booked.length > 0 ? `Commission: ${booked.join(', ')}` : '', reversed.length > 0 ? `Reversal: ${reversed.join(', ')}` : ''].filter(Boolean).join('. ')
}

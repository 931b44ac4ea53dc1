// Guards L1, L15 and L17: journal, lines, entries and events of a posting are written together or not at all.
import { newId, type Id } from '../../kernel/ids.ts'
import { arraysOf, type Arrays } from '../../platform/db/arrays.ts'
import type { Tx } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import { send, sendText } from '../../platform/db/transact.ts'
import { recordAll } from '../../platform/events/record.ts'
import type { CommissionPosted } from './events.ts'
import type { LiveLine } from './rules.ts'
import { openMinor } from './held-rules.ts'
import { lostBy } from './losses.ts'
import { accountIds, type AccountKey } from './store.ts'

/**
 * `payableMinor` of the amount may be paid by `payableOn`; until `heldUntil`, where there is one, it is held. `clawbackMinor` is by how much it
 * changes what the partner owes back. `fact` is there for what plans in language 2 pay.
 */
export type NewLine = Omit<LiveLine, 'id'> & {
  itemId: Id; referralId: Id | null; opportunityId: Id | null; companyId: Id | null; seq: number; working: string[]; corrects: Id | null
  payableMinor: bigint; clawbackMinor: bigint; heldUntil: string | null; fact: AboutFact | null
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
  const accounts = await accountsTogether(tx, entries.map((entry) => entry.account))
  await write(tx, {
    journal: { id: journalId, cause: `commission:${posting.itemId}:${posting.posting}`, event_id: posting.because, item_id: posting.itemId, effective_on: posting.today, recorded_at: tx.now, memo: memoOf(posting.lines), entry_count: entries.length },
    item: { item_id: posting.itemId, postings: posting.posting },
    lines: lines.map((line) => ({
      id: line.id, partner_id: line.partnerId, item_id: line.itemId, component: line.component, seq: line.seq, referral_id: line.referralId, opportunity_id: line.opportunityId, company_id: line.companyId,
      plan_version_id: line.planVersionId, clause: line.clause, basis_minor: line.basis?.amountMinor ?? null, basis_currency: line.basis?.currency ?? null, rate_num: line.rate?.num ?? null, rate_den: line.rate?.den ?? null,
      amount_minor: line.amountMinor, payable_minor: line.payableMinor, clawback_minor: line.clawbackMinor, held_until: line.heldUntil, currency: line.currency, working: line.working, earned_on: line.earnedOn, payable_on: line.payableOn, corrects: line.corrects,
      item_key: line.fact?.itemKey ?? null, seller_id: line.fact?.sellerId ?? null, fact_key: line.fact?.because ?? null, statement: line.fact?.statement ?? null, is_prior: line.fact?.isPrior ?? false, adjusts: line.fact?.adjusts ?? null,
      booked_on: posting.today, journal_id: journalId, created_at: tx.now,
    })),
    entries: entries.map(({ line, account, amountMinor }, i) => ({ journal_id: journalId, entry_count: entries.length, line_no: i + 1, account_id: accounts(account), amount_minor: amountMinor, currency: line.currency, commission_line_id: line.id })),
  })
  const held = lines.filter(isHeldLine).map((line) => line.id)
  if (held.length > 0) send(tx, tx.q.insertInto('held_line').values(held.map((id) => ({ workspace_id: tx.workspace, commission_line_id: id }))))
  await recordAll(tx, lines.map((line) => ({
    type: `commission.${kindOf(line)}`, subject: { noun: 'commission' as const, id: line.id }, partnerId: line.partnerId, companyId: line.companyId,
    why: posting.why, payload: payloadOf(line, journalId),
  })))
  return lines.map((line) => ({
    id: line.id, kind: kindOf(line), partnerId: line.partnerId, component: line.component, amountMinor: line.amountMinor.toString(),
    currency: line.currency, earnedOn: line.earnedOn, payableOn: line.payableOn, planVersionId: line.planVersionId, corrects: line.corrects,
  }))
}

const accountsTogether = together<Tx, AccountKey[], (account: AccountKey) => Id>(async (tx, asked) => {
  const idOf = await accountIds(tx, asked.flat())
  return asked.map(() => idOf)
})

const journalRows = arraysOf({ id: 'uuid', cause: 'text', event_id: 'uuid', item_id: 'uuid', effective_on: 'date', recorded_at: 'timestamptz', memo: 'text', entry_count: 'integer' })
const itemRows = arraysOf({ item_id: 'uuid', postings: 'integer' })
const entryRows = arraysOf({ journal_id: 'uuid', entry_count: 'integer', line_no: 'integer', account_id: 'uuid', amount_minor: 'bigint', currency: 'text', commission_line_id: 'uuid' })
const lineRows = arraysOf({
  id: 'uuid', partner_id: 'uuid', item_id: 'uuid', component: 'text', seq: 'integer', referral_id: 'uuid', opportunity_id: 'uuid', company_id: 'uuid', plan_version_id: 'uuid', clause: 'text',
  basis_minor: 'bigint', basis_currency: 'text', rate_num: 'bigint', rate_den: 'bigint', amount_minor: 'bigint', payable_minor: 'bigint', clawback_minor: 'bigint', held_until: 'date', currency: 'text',
  working: 'jsonb', earned_on: 'date', payable_on: 'date', corrects: 'uuid', item_key: 'text', seller_id: 'uuid', fact_key: 'text', statement: 'text', is_prior: 'boolean', adjusts: 'uuid',
  booked_on: 'date', journal_id: 'uuid', created_at: 'timestamptz',
})
const text = `
  with journals as (insert into journal (workspace_id, ${journalRows.names}) select $1::uuid, ${journalRows.names} from ${journalRows.from('x', 2)}),
    lines as (insert into commission_line (workspace_id, ${lineRows.names}) select $1::uuid, ${lineRows.names} from ${lineRows.from('x', 10)}),
    entries as (insert into entry (workspace_id, ${entryRows.names}) select $1::uuid, ${entryRows.names} from ${entryRows.from('x', 42)})
  insert into commission_item (workspace_id, ${itemRows.names}) select $1::uuid, ${itemRows.names} from ${itemRows.from('x', 49)} on conflict (workspace_id, item_id) do update set postings = excluded.postings`

type RowOf<T> = T extends Arrays<infer C> ? { [column in C]: unknown } : never
type Written = { journal: RowOf<typeof journalRows>; item: RowOf<typeof itemRows>; lines: RowOf<typeof lineRows>[]; entries: RowOf<typeof entryRows>[] }
const write = together<Tx, Written, void>(async (tx, all) => {
  sendText(tx, text, [
    tx.workspace, ...journalRows.values(all.map((one) => one.journal)), ...lineRows.values(all.flatMap((one) => one.lines)), ...entryRows.values(all.flatMap((one) => one.entries)), ...itemRows.values(all.map((one) => one.item)),
  ])
  return all.map(() => undefined)
})

/** What is lost at the end of a partnership takes back, though no line by itself. */
const kindOf = (line: NewLine): PostedLine['kind'] => (line.corrects || (line.amountMinor < 0n && line.fact?.itemKey.startsWith(lostBy(''))) ? 'reversed' : line.fact?.adjusts ? 'adjusted' : 'accrued')

const isHeldLine = (line: NewLine): boolean => line.heldUntil !== null && openMinor(line) !== 0n

/** Expense against what may be paid, or is held, what is owed back, and what waits for the customer to pay. */
function entriesOf(line: NewLine): { account: AccountKey; amountMinor: bigint }[] {
  const { partnerId, currency, amountMinor, payableMinor, clawbackMinor } = line
  return [
    { account: { kind: 'commission_expense' as const, partnerId: null, currency }, amountMinor },
    { account: { kind: isHeldLine(line) ? ('held' as const) : ('commission_payable' as const), partnerId, currency }, amountMinor: -openMinor(line) },
    { account: { kind: 'clawback_receivable' as const, partnerId, currency }, amountMinor: clawbackMinor },
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

import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Ctx, Reading } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import type { AccountKind } from './store.ts'

/** One entry with its journal, and what else is known of it by id. `amountMinor` is positive for a debit. */
export type JournalEntry = {
  journalId: Id; line: number; on: string; recordedAt: Temporal.Instant; memo: string; cause: string; eventId: Id | null
  accountId: Id; kind: AccountKind; partnerId: Id | null; amountMinor: bigint; currency: string
  commissionId: Id | null; planVersionId: Id | null; fact: string | null; opportunityId: Id | null; referralId: Id | null; statementId: Id | null
}
type Journal = { id: Id; on: string; entries: number }

const journalsAtOnce = 500
const entriesAtOnce = 4000

/**
 * All entries booked on the days of a period, both included, by day and journal, some thousand at a time; `work` is called for each lot
 * inside the snapshot that read it. Memory stays at one lot, however long the period and however many entries one journal has.
 */
export async function* journalEntries<T>(ctx: Ctx, period: { from: string; to: string }, work: (r: Reading, entries: JournalEntry[]) => Promise<T>): AsyncGenerator<T> {
  for (let after: Journal | undefined; ; ) {
    const journals = await read(ctx, (r) => journalsOf(r, period, after))
    for (const lot of lotsOf(journals))
      for (let line = 0, most = Math.max(...lot.map((journal) => journal.entries)); line < most; line += entriesAtOnce)
        yield await read(ctx, async (r) => work(r, await entriesOf(r, lot, line)))
    after = journals.at(-1)
    if (journals.length < journalsAtOnce || !after) return
  }
}

async function journalsOf(r: Reading, { from, to }: { from: string; to: string }, after: Journal | undefined): Promise<Journal[]> {
  const rows = await r.q
    .selectFrom('journal').select(['id', 'effective_on', 'entry_count'])
    .where('workspace_id', '=', r.workspace).where('effective_on', '>=', from).where('effective_on', '<=', to)
    .$if(after !== undefined, (q) => q.where(sql<boolean>`(effective_on, id) > (${after?.on ?? from}::date, ${after?.id ?? null}::uuid)`))
    .orderBy('effective_on').orderBy('id').limit(journalsAtOnce)
    .execute()
  return rows.map((row) => ({ id: row.id, on: row.effective_on, entries: row.entry_count }))
}

/** Small journals together, up to the number of entries that is read at once; a larger one by itself. */
function lotsOf(journals: Journal[]): Journal[][] {
  const lots: Journal[][] = []
  let held = Infinity
  for (const journal of journals) {
    if (held + journal.entries > entriesAtOnce) {
      lots.push([])
      held = 0
    }
    lots.at(-1)?.push(journal)
    held += journal.entries
  }
  return lots
}

async function entriesOf(r: Reading, journals: Journal[], afterLine: number): Promise<JournalEntry[]> {
  const rows = await r.q
    .selectFrom('entry as e')
    .innerJoin('journal as j', (q) => q.onRef('j.workspace_id', '=', 'e.workspace_id').onRef('j.id', '=', 'e.journal_id'))
    .innerJoin('ledger_account as a', (q) => q.onRef('a.workspace_id', '=', 'e.workspace_id').onRef('a.id', '=', 'e.account_id'))
    .leftJoin('commission_line as l', (q) => q.onRef('l.workspace_id', '=', 'e.workspace_id').onRef('l.id', '=', 'e.commission_line_id'))
    .leftJoin('statement_line as sl', (q) => q.onRef('sl.workspace_id', '=', 'e.workspace_id').onRef('sl.commission_line_id', '=', 'e.commission_line_id'))
    .leftJoin('statement_payment as sp', (q) => q.onRef('sp.workspace_id', '=', 'e.workspace_id').onRef('sp.journal_id', '=', 'e.journal_id'))
    .select(['e.journal_id', 'e.line_no', 'e.account_id', 'e.amount_minor', 'e.currency', 'e.commission_line_id', 'j.effective_on', 'j.recorded_at', 'j.memo', 'j.cause', 'j.event_id'])
    .select(['a.kind', 'a.partner_id', 'l.partner_id as line_partner', 'l.plan_version_id', 'l.fact_key', 'l.opportunity_id', 'l.referral_id', 'sl.statement_id', 'sp.statement_id as payment_statement'])
    .where('e.workspace_id', '=', r.workspace).where('e.journal_id', '=', anyOf(journals.map((journal) => journal.id)))
    .where('e.line_no', '>', afterLine).where('e.line_no', '<=', afterLine + entriesAtOnce)
    .execute()
  const place = new Map(journals.map((journal, i) => [journal.id, i]))
  return rows
    .sort((a, b) => (place.get(a.journal_id) ?? 0) - (place.get(b.journal_id) ?? 0) || a.line_no - b.line_no)
    .map((row) => ({
      journalId: row.journal_id, line: row.line_no, on: row.effective_on, recordedAt: row.recorded_at, memo: row.memo, cause: row.cause, eventId: row.event_id,
      // The expense is the vendor's account; the line says for whom.
      accountId: row.account_id, kind: row.kind as AccountKind, partnerId: row.partner_id ?? row.line_partner, amountMinor: row.amount_minor, currency: row.currency,
      commissionId: row.commission_line_id, planVersionId: row.plan_version_id, fact: row.fact_key, opportunityId: row.opportunity_id, referralId: row.referral_id, statementId: row.statement_id ?? row.payment_statement,
    }))
}

import type { Readable } from 'node:stream'
import { showId, type Id } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import { refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Reading } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { csvNumber, csvStream, type CsvRow } from '../../platform/files/csv.ts'
import { partnerNames } from '../partners/index.ts'
import { versionsById } from '../program/index.ts'
import { accountCodes, type AccountCodes } from './account-codes.ts'
import { journalEntries, type JournalEntry } from './journal-entries.ts'
import { paymentReferences } from './payment-references.ts'
import { accountNames } from './queries.ts'
import { partnersOfVat } from './vat.ts'

const columns = ['entry', 'journal', 'date', 'recorded_at', 'account_code', 'account', 'account_id', 'partner', 'partner_name', 'debit', 'credit', 'currency', 'memo', 'cause', 'event',
  'commission', 'plan', 'plan_version', 'plan_version_id', 'statement', 'payout', 'payment', 'payment_reference']

/**
 * The journal of a period as CSV for an accounting system: an entry a line, by day and journal. Its ids never change, so that a period
 * that is exported again can be matched; the sums of each account are what the trial balance moved by. Refuses a period that ends before
 * it starts (ledger.period_backwards).
 */
export async function journalCsv(ctx: Ctx, period: { from: string; to: string }): Promise<Readable> {
  allow(ctx, 'ledger:read')
  if (period.to < period.from) throw refuseField('to', 'ledger.period_backwards', 'The period ends before it starts. Give a later last day.')
  const codes = await read(ctx, accountCodes)
  return csvStream(columns, journalEntries(ctx, period, (r, entries) => rowsOf(r, entries, codes)))
}

async function rowsOf(r: Reading, entries: JournalEntry[], codes: AccountCodes): Promise<CsvRow[]> {
  const vat = await partnersOfVat(r, [...new Set(entries.flatMap((entry) => vatInvoiceOf(entry) ?? []))])
  const partnerOf = (entry: JournalEntry) => entry.partnerId ?? vat.get(vatInvoiceOf(entry) ?? '') ?? null
  const names = await partnerNames(r, [...new Set(entries.flatMap((entry) => partnerOf(entry) ?? []))])
  const versions = await versionsById(r, [...new Set(entries.flatMap((entry) => entry.planVersionId ?? []))])
  const payments = await paymentReferences(r, [...new Set(entries.flatMap((entry) => paymentOf(entry) ?? []))])
  const maybe = (noun: Parameters<typeof showId>[0], id: Id | null | undefined) => (id ? showId(noun, id) : '')
  return entries.map((entry) => {
    const amount = (minor: bigint) => (minor > 0n ? csvNumber(decimal(minor, entry.currency)) : '')
    const version = versions.get(entry.planVersionId ?? '')
    const paymentId = paymentOf(entry)
    const payment = payments.get(paymentId ?? '')
    return {
      entry: `${showId('journal', entry.journalId)}:${entry.line}`, journal: showId('journal', entry.journalId), date: entry.on, recorded_at: entry.recordedAt.toString(),
      account_code: codes.get(entry.kind), account: accountNames[entry.kind], account_id: showId('account', entry.accountId), partner: maybe('partner', partnerOf(entry)), partner_name: names.get(partnerOf(entry) ?? '') ?? '',
      debit: amount(entry.amountMinor), credit: amount(-entry.amountMinor), currency: entry.currency, memo: entry.memo, cause: causeOf(entry), event: maybe('event', entry.eventId),
      commission: maybe('commission', entry.commissionId), plan: version?.planName, plan_version: version?.number, plan_version_id: maybe('planVersion', entry.planVersionId),
      statement: maybe('statement', entry.statementId), payout: maybe('payout', payment?.payoutId), payment: maybe('payment', paymentId), payment_reference: payment?.reference,
    }
  })
}

/** "payment:0192…:sent" names the payment that it moved. */
const paymentOf = (entry: JournalEntry): Id | undefined => /^payment:([0-9a-f-]{36}):/.exec(entry.cause)?.[1]

/** "vat:0192…" names the invoice whose VAT it is. */
const vatInvoiceOf = (entry: JournalEntry): Id | undefined => /^vat:([0-9a-f-]{36})$/.exec(entry.cause)?.[1]

/** The fact that made it necessary, or the opportunity, introduction or invoice that it is about; for a payment, what became of it. */
function causeOf(entry: JournalEntry): string {
  if (entry.fact) return entry.fact
  if (entry.opportunityId) return showId('opportunity', entry.opportunityId)
  if (entry.referralId) return showId('referral', entry.referralId)
  const invoiceId = vatInvoiceOf(entry)
  if (invoiceId) return showId('invoice', invoiceId)
  return entry.cause.replace(/:?[0-9a-f]{8}-[0-9a-f-]{27}/, '').replaceAll(':', ' ')
}

// Guards P5: a file of results is read once, whole or not at all. Its digest is unique: the same bytes again are the first time's.
import { createHash } from 'node:crypto'
import { isUtf8 } from 'node:buffer'
import { sql } from 'kysely'
import { newId, type Id } from '../../kernel/ids.ts'
import { formatMoney } from '../../kernel/money.ts'
import { refuse } from '../../kernel/refusal.ts'
import { cleanLine } from '../../kernel/text.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { allow, type Ctx, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { outcomes, type BankResult } from './bank-result.ts'
import { resultsRead } from './events.ts'
import { lockPayments, type PaymentRow } from './payout-store.ts'
import { readCamt } from './read-camt.ts'
import { readResultCsv, type ResultProblem } from './read-result-csv.ts'
import { settlePayment } from './settle-payment.ts'

/** `unknown` counts entries that name no payment of ours: a bank statement holds much else. */
export type Imported = { id: Id; isRepeat: boolean; applied: number; repeated: number; unknown: number; problems: ResultProblem[] }

/** Takes in what a bank says: camt.053, camt.054 or CSV. What fits is applied, what contradicts is listed and left to a person. */
export async function importResults(ctx: Ctx, file: { name: string; bytes: Buffer }): Promise<Imported> {
  allow(ctx, 'payouts:write')
  const sha256 = createHash('sha256').update(file.bytes).digest()
  // A replay could not compare the bytes; the digest does.
  return transact({ ...ctx, idempotency: undefined }, async (tx) => {
    const first = await tx.q.selectFrom('result_file').selectAll().where('workspace_id', '=', tx.workspace).where('sha256', '=', sha256).executeTakeFirst()
    if (first) return { id: first.id, isRepeat: true, applied: first.applied, repeated: first.repeated, unknown: first.unknown, problems: first.problems as ResultProblem[] }
    const text = new TextDecoder(isUtf8(file.bytes) ? 'utf-8' : 'windows-1252').decode(file.bytes)
    const isXml = /^\s*</.test(text)
    const { results, problems } = isXml ? { results: readCamt(text), problems: [] } : readResultCsv(text)
    return apply(tx, { sha256, name: cleanLine(file.name).slice(0, 200) || 'result', format: isXml ? 'camt' : 'csv', results, problems })
  })
}

type ReadFile = { sha256: Buffer; name: string; format: 'camt' | 'csv'; results: BankResult[]; problems: ResultProblem[] }

async function apply(tx: Tx, read: ReadFile): Promise<Imported> {
  const { of, unknown, problems } = await find(tx, read.results)
  const today = await todayOf(tx)
  const resultFileId = newId(tx.now.epochMilliseconds)
  // What was paid comes before what came back, in whichever order the bank tells it.
  const order = [...of].sort((a, b) => outcomes.indexOf(a.result.outcome) - outcomes.indexOf(b.result.outcome))
  const payments = new Map((await lockPayments(tx, order.map(({ paymentId }) => paymentId))).map((payment) => [payment.id, payment]))
  const found: ResultProblem[] = [...read.problems, ...problems]
  const kept: { row_no: number; payment_id: Id; outcome: string; booked_on: string | null; reason: string | null; changed: boolean }[] = []
  for (const { result, paymentId } of order) {
    const payment = payments.get(paymentId)
    if (!payment) continue
    const wrong = amountProblem(payment, result)
    const became = wrong ? { problem: wrong } : await settlePayment(tx, payment, { outcome: result.outcome, on: result.on ?? today, reason: result.reason, resultFileId })
    if (typeof became !== 'string') found.push({ row: result.row, problem: `${payment.reference}: ${became.problem}` })
    else {
      kept.push({ row_no: result.row, payment_id: paymentId, outcome: result.outcome, booked_on: result.on, reason: result.reason, changed: became === 'changed' })
      if (became === 'changed') payments.set(paymentId, (await lockPayments(tx, [paymentId]))[0] ?? payment)
    }
  }
  const applied = kept.filter((one) => one.changed).length
  const counts = { applied, repeated: kept.length - applied, unknown }
  const shown = found.sort((a, b) => a.row - b.row).slice(0, 500)
  await tx.q.insertInto('result_file').values({ workspace_id: tx.workspace, id: resultFileId, sha256: read.sha256, name: read.name, format: read.format, ...counts, problems: JSON.stringify(shown), read_at: tx.now, read_by: 'id' in tx.actor ? tx.actor.id : null }).execute()
  for (let i = 0; i < kept.length; i += 1000) await tx.q.insertInto('payment_result').values(kept.slice(i, i + 1000).map((one, n) => ({ workspace_id: tx.workspace, result_file_id: resultFileId, n: i + n + 1, ...one }))).execute()
  await record(tx, resultsRead(resultFileId, { ...counts, problems: found.length }))
  return { id: resultFileId, isRepeat: false, ...counts, problems: shown }
}

type Found = { of: { result: BankResult; paymentId: Id }[]; unknown: number; problems: ResultProblem[] }

/** Which payments the results are about, by their references or that of the file they left in. */
async function find(tx: Tx, results: BankResult[]): Promise<Found> {
  if (results.length > 50_000) throw refuse('too_large', 'payouts.too_many_results', 'This file has more than 50,000 entries. Split it by days. Nothing was changed.')
  const wanted = [...new Set(results.map(({ about }) => referenceIn('payment' in about ? about.payment : about.file)))]
  const rows = await tx.q.selectFrom('payout_payment').select(['id', 'reference']).where('workspace_id', '=', tx.workspace).where('reference', '=', anyTextOf(wanted)).execute()
  const files = await tx.q.selectFrom('payment_file').select(['id', 'reference', 'total_minor', 'currency']).where('workspace_id', '=', tx.workspace).where('reference', '=', anyTextOf(wanted)).execute()
  const ofFiles = files.length === 0 ? [] : await tx.q.selectFrom('payout_payment').select(['id', 'file_id']).where('workspace_id', '=', tx.workspace).where('file_id', '=', anyOf(files.map((file) => file.id))).execute()
  const idOf = new Map(rows.map((row) => [row.reference, row.id]))
  const found: Found = { of: [], unknown: 0, problems: [] }
  for (const result of results) {
    const reference = referenceIn('payment' in result.about ? result.about.payment : result.about.file)
    const file = files.find((one) => one.reference === reference)
    const paymentId = idOf.get(reference)
    if (paymentId && 'payment' in result.about) found.of.push({ result, paymentId })
    else if (file && result.amount && (result.amount.amountMinor !== file.total_minor || result.amount.currency !== file.currency))
      found.problems.push({ row: result.row, problem: `${reference}: the bank booked ${formatMoney(result.amount)} where the file has ${formatMoney({ amountMinor: file.total_minor, currency: file.currency })}.` })
    else if (file) found.of.push(...ofFiles.filter((row) => row.file_id === file.id).map((row) => ({ result: { ...result, amount: null }, paymentId: row.id })))
    else found.unknown += 1
  }
  return found
}

const anyTextOf = (texts: string[]) => sql<string>`any(${texts}::text[])`
const referenceIn = (text: string) => text.toUpperCase().replace(/[^0-9A-Z]/g, '').slice(0, 40)

function amountProblem(payment: PaymentRow, { amount }: BankResult): string | null {
  if (!amount || (amount.amountMinor === payment.amountMinor && amount.currency === payment.currency)) return null
  return `the bank says ${formatMoney(amount)} where ${formatMoney({ amountMinor: payment.amountMinor, currency: payment.currency })} were sent.`
}

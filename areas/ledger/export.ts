import type { Readable } from 'node:stream'
import { showId, type Id } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { csvNumber, csvStream, type CsvRow } from '../../platform/files/csv.ts'
import { sayRate, versionsById } from '../program/index.ts'
import { linePayments, type LinePayment } from './line-payments.ts'
import { lineViews, type LineFilter, type LineView } from './line-views.ts'
import { namesOf } from './names.ts'

const columns = ['commission', 'state', 'partner', 'company', 'component', 'clause', 'basis', 'basis_currency', 'rate', 'amount', 'currency', 'earned_on', 'payable_on', 'booked_on',
  'plan', 'plan_version', 'referral', 'opportunity', 'journal', 'corrects', 'payment', 'paid_on', 'working']
const batch = 2000

/** All lines that match, newest first, as CSV. Read in batches: lines never change, and new ones only come before the first. */
export function commissionsCsv(ctx: Ctx, filter: Omit<LineFilter, 'limit' | 'before' | 'id'>): Readable {
  async function* batches() {
    for (let before: Id | undefined; ; ) {
      const { rows, last } = await read(ctx, async (r) => {
        const lines = await lineViews(r, { ...filter, before, limit: batch })
        const names = await namesOf(r, lines)
        const versions = await versionsById(r, lines.map((line) => line.planVersionId))
        const payments = await linePayments(r, lines.map((line) => line.id))
        return { rows: lines.map((line) => rowOf(line, names, versions, payments.get(line.id))), last: lines.length === batch ? lines.at(-1)?.id : undefined }
      })
      yield rows
      if (!last) return
      before = last
    }
  }
  return csvStream(columns, batches())
}

function rowOf(line: LineView, names: Awaited<ReturnType<typeof namesOf>>, versions: Awaited<ReturnType<typeof versionsById>>, payment: LinePayment | undefined): CsvRow {
  const version = versions.get(line.planVersionId)
  return {
    commission: showId('commission', line.id), state: line.state, partner: names.partner(line.partnerId), company: line.companyId ? names.company(line.companyId) : '',
    component: line.component, clause: line.clause, basis: line.basis && csvNumber(decimal(BigInt(line.basis.amountMinor), line.basis.currency)), basis_currency: line.basis?.currency,
    rate: line.rate && sayRate({ num: Number(line.rate.num), den: Number(line.rate.den) }).replace('\u00a0', ' '), amount: csvNumber(decimal(BigInt(line.amountMinor), line.currency)), currency: line.currency,
    earned_on: line.earnedOn, payable_on: line.payableOn, booked_on: line.bookedOn, plan: version?.planName, plan_version: version?.number,
    referral: line.referralId && showId('referral', line.referralId), opportunity: line.opportunityId && showId('opportunity', line.opportunityId),
    journal: showId('journal', line.journalId), corrects: line.corrects && showId('commission', line.corrects), payment: payment?.reference, paid_on: payment?.on, working: line.working.join(' '),
  }
}

// What a US payer reports: payments of a year to payees with a W-9, in dollars. Source: IRS, Instructions for Forms 1099-MISC and 1099-NEC.
import { sql } from 'kysely'
import { showId } from '../../kernel/ids.ts'
import { decimal } from '../../kernel/money.ts'
import type { Reading } from '../../platform/db/context.ts'
import { csvNumber, type CsvRow } from '../../platform/files/csv.ts'
import { partnerNames } from '../partners/index.ts'
import { detailsOf, inForce, taxSecretsOf } from './payee-store.ts'
import { reportedFromMinor } from './tax-rules.ts'

export const taxYearColumns = ['partner', 'partner_name', 'recipient', 'classification', 'tin', 'street', 'town', 'box_1_nonemployee_compensation', 'box_4_federal_tax_withheld', 'is_reportable', 'payments']

/**
 * Totals of what was paid in the year and did not come back. Reportable from the year's threshold on, or where something was withheld; a
 * corporation is not reported. The numbers are in clear: it is what the form is filled in with.
 */
export async function taxYearRows(r: Reading, year: number): Promise<CsvRow[]> {
  const sums = await r.q
    .selectFrom('payout_payment').select(['partner_id', sql<string>`sum(gross_minor)`.as('gross'), sql<string>`sum(withheld_minor)`.as('withheld'), sql<string>`count(*)`.as('n')])
    .where('workspace_id', '=', r.workspace).where('state', '=', 'paid').where('currency', '=', 'USD').where('paid_on', '>=', `${year}-01-01`).where('paid_on', '<=', `${year}-12-31`)
    .groupBy('partner_id').orderBy('partner_id')
    .execute()
  const ids = sums.map((row) => row.partner_id)
  const [details, names, secrets] = await Promise.all([detailsOf(r, ids), partnerNames(r, ids), taxSecretsOf(r, ids)])
  return sums.flatMap((row): CsvRow[] => {
    const form = inForce(details, row.partner_id, 'tax')?.shown
    if (form && form.kind !== 'w9') return []
    const secret = secrets.get(row.partner_id)
    const [gross, withheld] = [BigInt(row.gross), BigInt(row.withheld)]
    const isCorporation = form !== undefined && /corporation/.test(form.classification)
    return [{
      partner: showId('partner', row.partner_id), partner_name: names.get(row.partner_id), recipient: form?.holder ?? '', classification: form?.classification ?? 'no W-9', tin: secret?.tin ?? '', street: secret?.street ?? '', town: secret?.town ?? '',
      box_1_nonemployee_compensation: csvNumber(decimal(gross, 'USD')), box_4_federal_tax_withheld: csvNumber(decimal(withheld, 'USD')), is_reportable: (gross >= reportedFromMinor(year) && !isCorporation) || withheld > 0n, payments: Number(row.n),
    }]
  })
}

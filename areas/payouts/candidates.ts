import { createHash } from 'node:crypto'
import type { Id } from '../../kernel/ids.ts'
import { dayOf } from '../../kernel/time.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { statesOfPartners } from '../partners/index.ts'
import { payableLines } from '../ledger/index.ts'
import { detailsOf, inForce } from './payee-store.ts'
import { paySettings, rulesOf } from './pay-settings.ts'
import type { PaymentRow } from './payout-store.ts'
import { decidePayment, isPlanned, type Candidate, type NotPaid, type PayableLine, type PlannedPayment } from './rules.ts'

export type Asked = { overrule: (partnerId: Id, currency: string) => boolean; leaveOut: (partnerId: Id, currency: string) => boolean }
const asIs: Asked = { overrule: () => false, leaveOut: () => false }
export type Plan = { payments: PlannedPayment[]; notPaid: NotPaid[]; lineAmounts: Map<Id, bigint> }

/** Everybody with something payable by a day: who is paid, who is not and why. Sorted by partner and currency. */
export async function planPayout(r: Reading, upTo: string, asked: Asked = asIs): Promise<Plan> {
  const lines = await payableLines(r, upTo)
  const taken = await takenOf(r, lines.map((line) => line.id), [])
  const settings = rulesOf(await paySettings(r))
  const today = await todayOf(r)
  const decided = (await candidatesOf(r, lines, taken)).filter((c) => !asked.leaveOut(c.partnerId, c.currency)).map((c) => decidePayment(c, settings, today, asked.overrule(c.partnerId, c.currency)))
  return { payments: decided.filter(isPlanned), notPaid: decided.filter((one): one is NotPaid => !isPlanned(one)), lineAmounts: new Map(lines.map((line) => [line.id, line.payableMinor])) }
}

export type Replan = { decided: Map<Id, PlannedPayment | NotPaid>; lineAmounts: Map<Id, bigint> }

/** How these payments would be made now, from their own lines alone; by payment. Of lines that are payable no more nothing is left. */
export async function planAgain(r: Reading, payments: { payment: PaymentRow; lineIds: Id[] }[], upTo: string): Promise<Replan> {
  const settings = rulesOf(await paySettings(r))
  const today = await todayOf(r)
  const wanted = new Set(payments.flatMap(({ lineIds }) => lineIds))
  const lines = (await payableLines(r, upTo)).filter((line) => wanted.has(line.id))
  const taken = await takenOf(r, lines.map((line) => line.id), payments.map(({ payment }) => payment.id))
  const candidates = await Promise.all(payments.map(({ lineIds }) => candidatesOf(r, lines.filter((line) => lineIds.includes(line.id)), taken)))
  const decided = payments.map(({ payment }, i): [Id, PlannedPayment | NotPaid] => {
    const candidate = candidates[i]?.[0]
    const nothing: NotPaid = { partnerId: payment.partnerId, currency: payment.currency, amountMinor: 0n, reasons: ['nothing_left'], mayOverrule: false, minimumMinor: null, heldUntil: null }
    return [payment.id, candidate ? decidePayment(candidate, settings, today, payment.overruled.length > 0 || payment.againOf !== null) : nothing]
  })
  return { decided: new Map(decided), lineAmounts: new Map(lines.map((line) => [line.id, line.payableMinor])) }
}

async function candidatesOf(r: Reading, lines: PayableLine[], taken: ReadonlySet<Id>): Promise<Candidate[]> {
  const partnerIds = [...new Set(lines.map((line) => line.partnerId))]
  const [details, states] = await Promise.all([detailsOf(r, partnerIds), statesOfPartners(r, partnerIds)])
  return [...Map.groupBy(lines, (line) => `${line.partnerId} ${line.currency}`).values()].flatMap((own): Candidate[] => {
    const [first] = own
    if (!first) return []
    const [bank, form] = [inForce(details, first.partnerId, 'bank'), inForce(details, first.partnerId, 'tax')]
    return [{
      partnerId: first.partnerId, currency: first.currency, partnerState: states.get(first.partnerId) ?? 'ended', lines: own.filter((line) => !taken.has(line.id)),
      takenMinor: own.filter((line) => taken.has(line.id)).reduce((sum, line) => sum + line.payableMinor, 0n), form: form?.shown ?? null,
      bank: bank ? { detailId: bank.id, kind: bank.shown.kind, ibanCountry: bank.shown.ibanCountry, country: bank.shown.country, heldUntil: bank.heldUntil } : null,
    }]
  })
}

/** Which of these lines another payment has than those named. */
async function takenOf(r: Reading, lineIds: Id[], by: Id[]): Promise<ReadonlySet<Id>> {
  if (lineIds.length === 0) return new Set()
  const rows = await r.q.selectFrom('payout_line').select(['commission_line_id', 'payment_id']).where('workspace_id', '=', r.workspace).where('commission_line_id', '=', anyOf(lineIds)).where('released_at', 'is', null).execute()
  return new Set(rows.filter((row) => !by.includes(row.payment_id)).map((row) => row.commission_line_id))
}

// A hold or a form counts on the day of the decision, however far ahead what is payable is taken.
const todayOf = async (r: Reading) => dayOf(r.now, (await workspaceSettings(r)).timeZone).toString()

/** Says in one word what was previewed, so that what is made is what was seen. */
export function fingerprintOf(payments: PlannedPayment[]): string {
  const words = payments.map((p) => [p.partnerId, p.currency, p.detailId, p.amountMinor, p.withheldMinor, ...p.lineIds].join(' ')).sort()
  return createHash('sha256').update(words.join('\n')).digest('base64url').slice(0, 22)
}

import { may } from '../../kernel/actor.ts'
import type { Id } from '../../kernel/ids.ts'
import { formatRate } from '../../kernel/money.ts'
import { no, yes, type Can } from '../../kernel/refusal.ts'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { contactsOf, partnerById } from '../partners/index.ts'
import { detailsOf, heldOn, inForce, type DetailRow } from './payee-store.ts'
import { paySettings, rulesOf } from './pay-settings.ts'
import { sayDetail } from './say-detail.ts'
import { decideWithholding, needsForm } from './tax-rules.ts'

/** How one partner is paid, masked. */
export async function payeeView(r: Reading, partnerId: Id) {
  await partnerById(r, partnerId)
  const [details, contacts, settings, request] = await Promise.all([
    detailsNow(r, partnerId), contactsOf(r, partnerId), paySettings(r),
    r.q.selectFrom('payee_request').select('asked_at').where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).orderBy('id', 'desc').limit(1).executeTakeFirst(),
  ])
  const { tax } = rulesOf(settings)
  const nameOf = (id: Id) => contacts.find((contact) => contact.id === id)?.name ?? 'A former contact'
  const [bank, form, vat] = [inForce(details, partnerId, 'bank'), inForce(details, partnerId, 'tax'), inForce(details, partnerId, 'vat')]
  const kept = decideWithholding(tax, form?.shown ?? null, form?.shown.country ?? bank?.shown.country ?? null)
  const approves: Can = may(r.actor, 'payouts:approve') ? yes : no('An admin or finance can release it.')
  return {
    bank, tax: form, vat, waiting: details.filter((detail) => detail.confirmedAt === null && Temporal.Instant.compare(detail.confirmUntil, r.now) > 0), nameOf, needsTaxForm: needsForm(tax),
    withholding: kept && `${formatRate(kept.rate)} is withheld. ${kept.why}`, askedAt: request?.asked_at ?? null,
    can: {
      ask: contacts.length === 0 ? no('There is no contact to ask.') : may(r.actor, 'payouts:write') ? yes : no('An admin or finance can ask.'),
      releaseHold: bank?.heldUntil ? approves : no('The bank details are not on hold.'),
    },
  }
}

/** What is in force or waits, as it stands today: a hold that is over is none. */
async function detailsNow(r: Reading, partnerId: Id): Promise<DetailRow[]> {
  const [details, today] = await Promise.all([detailsOf(r, [partnerId]), todayOf(r)])
  return details.map((detail) => ({ ...detail, heldUntil: heldOn(detail, today) }))
}

/** What a partner's own page says about being paid: where to, and what is wanting. */
export async function payeeInShort(r: Reading, partnerId: Id): Promise<{ said: string | null; heldUntil: string | null; isWaiting: boolean; wants: 'bank' | 'tax' | null }> {
  const [details, settings] = await Promise.all([detailsNow(r, partnerId), paySettings(r)])
  const [bank, form] = [inForce(details, partnerId, 'bank'), inForce(details, partnerId, 'tax')]
  return {
    said: bank ? sayDetail('bank', bank.shown) : null, heldUntil: bank?.heldUntil ?? null, isWaiting: details.some((detail) => detail.confirmedAt === null && Temporal.Instant.compare(detail.confirmUntil, r.now) > 0),
    wants: bank ? (needsForm(rulesOf(settings).tax) && !form ? 'tax' : null) : 'bank',
  }
}

export type PayeeView = Awaited<ReturnType<typeof payeeView>>
export type { DetailRow }

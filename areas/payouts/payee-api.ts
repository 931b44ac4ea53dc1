import { z } from 'zod'
import { may } from '../../kernel/actor.ts'
import { no, yes } from '../../kernel/refusal.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, shown } from '../../platform/http/shapes.ts'
import { askPayee } from './ask-payee.ts'
import { askIn, payee, paySettingsIn, paySettingsOut, releaseIn } from './payee-contract.ts'
import { payeeView, type DetailRow, type PayeeView } from './payee-queries.ts'
import { paySettings, savePaySettings } from './pay-settings.ts'
import { releaseHold } from './release-hold.ts'
import { sayDetail } from './say-detail.ts'
import { formHoldsUntil } from './tax-rules.ts'

const tag = 'Payouts'
const params = z.object({ id: idIn('partner') })

export const payeeRoutes = [
  route({
    method: 'GET', path: '/partners/{id}/payee', tag, summary: 'How a partner is paid: bank, tax form and VAT, masked', access: 'payouts:read', params, response: payee,
    handler: (ctx, input) => read(ctx, async (r) => viewOut(await payeeView(r, input.params.id))),
  }),
  route({
    method: 'POST', path: '/partners/{id}/payee/requests', tag, summary: 'Mail a contact the one-purpose link on which they say how they are paid', access: 'payouts:write', params, body: askIn, response: created('payeeRequest'), status: 201,
    handler: async (ctx, { params: p, body }) => ({ id: shown('payeeRequest', (await askPayee(ctx, p.id, body.contactId ?? null)).id) }),
  }),
  route({
    method: 'DELETE', path: '/partners/{id}/payee/hold', tag, summary: 'Let payments go to an account that was just given, before its hold ends', access: 'payouts:approve', params, body: releaseIn, response: created('partner'),
    handler: async (ctx, { params: p, body }) => ({ id: shown('partner', (await releaseHold(ctx, p.id, body.why)).id) }),
  }),
  route({
    method: 'GET', path: '/payout-settings', tag, summary: 'How we pay: country, hold, tax forms, withholding, our own accounts (masked)', access: 'payouts:read', response: paySettingsOut,
    handler: (ctx) =>
      read(ctx, async (r) => {
        const s = await paySettings(r)
        const account = (method: 'sepa' | 'ach') => s.accounts.find((a) => a.method === method)?.shown ?? null
        return {
          country: s.country, holdDays: s.holdDays, requiresTaxForm: s.requiresTaxForm, withholding: s.rules, sepa: account('sepa'), ach: account('ach'),
          can: { change: may(r.actor, 'payouts:write') ? yes : no('An admin or finance can change this.') },
        }
      }),
  }),
  route({
    method: 'PUT', path: '/payout-settings', tag, summary: 'Say how we pay; an account left out stays as it is, null is no longer used', access: 'payouts:write', body: paySettingsIn,
    handler: async (ctx, { body }) => void (await savePaySettings(ctx, body)),
  }),
]

function viewOut(view: PayeeView): z.input<typeof payee> {
  const out = (d: DetailRow) => ({
    id: shown('payeeDetail', d.id), kind: d.kind, said: sayDetail(d.kind, d.shown), givenBy: { id: shown('contact', d.givenBy), name: view.nameOf(d.givenBy) }, givenAt: d.givenAt.toString(),
    confirmedAt: d.confirmedAt?.toString() ?? null, confirmUntil: d.confirmUntil.toString(), heldUntil: d.heldUntil,
  })
  const { bank, tax, vat } = view
  return {
    bank: bank ? { ...out(bank), bank: { kind: bank.shown.kind, holder: bank.shown.holder, country: bank.shown.country, lastFour: bank.shown.lastFour } } : null,
    tax: tax ? { ...out(tax), tax: { form: tax.shown.kind, holder: tax.shown.holder, country: tax.shown.country, signedOn: tax.shown.signedOn, holdsUntil: formHoldsUntil(tax.shown), lastFour: tax.shown.lastFour } } : null,
    vat: vat ? { ...out(vat), vat: { number: vat.shown.number, mode: vat.shown.mode } } : null,
    waiting: view.waiting.map(out), needsTaxForm: view.needsTaxForm, withholding: view.withholding, askedAt: view.askedAt?.toString() ?? null, can: view.can,
  }
}

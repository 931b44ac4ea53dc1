import { formatMoney } from '../../kernel/money.ts'
import { sayDate } from '../../kernel/time.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import type { payeeInShort, PaymentView } from '../payouts/index.ts'

export type Paid = { payee: Awaited<ReturnType<typeof payeeInShort>>; payments: PaymentView[]; told: 'mailed' | 'often' | 'asked' | null; isOnRequest: boolean }
const day = (text: string) => sayDate(Temporal.PlainDate.from(text))

/** Where the money goes, what went there, and a mailed link to change it: this page alone does not open it. */
export function paidSection({ base, email, payee, payments, told, isOnRequest }: Paid & { base: string; email: string }): Html {
  const sent = payments.filter((payment) => payment.sentAt !== null)
  return html`<section><h2>How you are paid</h2>
${told === 'mailed' && html`<div class="box" role="status"><b>The link is on its way to ${email}.</b></div>`}${told === 'often' && html`<p class="e" role="alert">We mailed you several links today. The newest one still works.</p>`}
${told === 'asked' && html`<div class="box" role="status"><b>We heard you.</b> What is payable is in the next payout.</div>`}
${payee.said ? html`<p dir="auto">${payee.said}${payee.heldUntil && html`<br><span class="m s">Payments go there from ${day(payee.heldUntil)} on.</span>`}</p>` : html`<p class="m">We do not know your account yet. Nothing can be paid before.</p>`}
${payee.wants === 'tax' && html`<p class="m">We need a tax form before we can pay.</p>`}${payee.isWaiting && html`<p class="m s">Something waits for your confirmation by mail.</p>`}
<form method="post" action="${base}/earnings/account-link"><button class="go">${payee.said ? 'Mail me a link to change it' : 'Mail me a link to say it'}</button></form>
${isOnRequest && html`<p class="m">You are paid when you ask for it. What you do not ask for stays yours.</p><form method="post" action="${base}/earnings/payout-request"><button class="go">Ask to be paid</button></form>`}</section>
${sent.length > 0 && html`<section><h2>Payments</h2><ul class="l">${sent.map((payment) => html`<li><div class="r"><span class="t">${wordOf(payment)}</span><span class="n">${formatMoney(payment)}</span></div><div class="m s">Reference ${payment.reference}, to the account ending in ${payment.account.lastFour}${payment.withheldMinor > 0n && html`; ${formatMoney({ amountMinor: payment.withheldMinor, currency: payment.owedCurrency })} withheld. ${payment.withholding?.why ?? ''}`}${payment.vatMinor !== 0n && html`; ${formatMoney({ amountMinor: payment.vatMinor, currency: payment.owedCurrency })} of it VAT`}</div></li>`)}</ul></section>`}`
}

function wordOf(payment: PaymentView): string {
  if (payment.state === 'paid' && payment.paidOn) return `Paid ${day(payment.paidOn)}`
  if (payment.state === 'sent') return `On its way for ${day(payment.executionOn)}`
  return payment.againAs ? 'Came back; we sent it again' : 'Came back; look at your account, then we send it again'
}

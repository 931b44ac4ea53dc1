import { sayWhen } from '../../kernel/time.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { partnerPage } from '../../platform/pages/layout.ts'
import type { WorkspaceSettings } from '../../platform/workspaces/index.ts'
import type { PartnerType } from '../partners/index.ts'
import type { Criterion } from './score-rules.ts'

/** The types as somebody outside understands them. */
export const typeLines: Record<PartnerType, { name: string; line: string }> = {
  referral: { name: 'You introduce us', line: 'You know companies that should meet us, and tell them so.' },
  implementation: { name: 'You advise or build', line: 'A consulting firm, agency or integrator that brings us into its projects.' },
  technology: { name: 'Your product works with ours', line: 'Customers use both, and gain by it.' },
  reseller: { name: 'You sell us', line: 'You have a sales team of your own, and invoice your customers yourself.' },
  affiliate: { name: 'You write or speak about us', line: 'Readers or listeners of yours are buyers of ours.' },
  marketplace: { name: 'You run a place where buyers look', line: 'A marketplace, a directory or an association.' },
  strategic: { name: 'Something larger', line: 'Two companies that plan together, over years.' },
}
const footer = 'What you send is used to talk with you about a partnership, and for nothing else.'

/** First question: what would you do for us. Its answer is an address, so that it works without script and can be sent to somebody. */
export function chooseView({ base, settings }: { base: string; settings: WorkspaceSettings }): Html {
  return partnerPage({
    title: `Partner with ${settings.name}`, vendor: settings.name, accent: settings.accent, footer,
    body: html`<h1>Be a partner of ${settings.name}</h1><p class="m">Two minutes, no account. A person reads it and answers within ${days(settings.policy.applicationBusinessDays)}.</p>
<section><h2>What would you do?</h2><ul class="l">${Object.entries(typeLines).map(([type, { name, line }]) => html`<li><a class="t" href="${base}?as=${type}">${name}</a><div class="m s">${line}</div></li>`)}</ul></section>`,
  })
}

const days = (n: number) => (n === 1 ? 'one business day' : `${['zero', 'one', 'two', 'three', 'four', 'five'][n] ?? n} business days`)

export type ApplyDraft = { typed: Record<string, string>; errors: Record<string, string> }
type Apply = { base: string; settings: WorkspaceSettings; type: PartnerType; questions: Criterion[]; token: string; draft: ApplyDraft }

/** The form of one type, with the questions that its scorecard leaves to the applicant. */
export function applyView({ base, settings, type, questions, token, draft }: Apply): Html {
  const { typed, errors } = draft
  const first = Object.keys(errors)[0]
  const error = (field: string) => errors[field] && html`<p class="e" id="${field}-e">${errors[field]}</p>`
  const marks = (field: string) => html`${errors[field] ? html` aria-invalid="true" aria-describedby="${field}-e"` : ''}${first === field ? html` autofocus` : ''}`
  const line = (field: string, label: string, help: string | null, attributes: Html, most: number) => html`<label for="${field}">${label}${help && html`<small>${help}</small>`}</label>
<input type="text" id="${field}" name="${field}" dir="auto" maxlength="${most}" value="${typed[field] ?? ''}"${attributes}${marks(field)}>${error(field)}`
  return partnerPage({
    title: `Partner with ${settings.name}`, vendor: settings.name, accent: settings.accent, footer, back: { href: base, label: 'Another kind of partner' },
    body: html`<h1>${typeLines[type].name}</h1><p class="m">${typeLines[type].line}</p>
<form method="post" action="${base}" novalidate>
${first !== undefined && html`<p class="e" role="alert">${errors['form'] ?? 'Not sent yet. What you wrote is still here.'}</p>`}
<input type="hidden" name="type" value="${type}"><input type="hidden" name="token" value="${token}">
${line('company', 'Your company', 'Your own name, if you work alone', html` required autocomplete="organization"`, 160)}
${line('website', 'Its website', 'If it has one', html` inputmode="url" autocomplete="url" autocapitalize="none"`, 300)}
${line('person', 'Your name', null, html` required autocomplete="name"`, 120)}
${line('email', 'Your work e-mail', null, html` required inputmode="email" autocomplete="email" autocapitalize="none"`, 200)}
${questions.map((question) => html`<fieldset><legend>${question.question}</legend>${question.steps.map((step, i) => html`<label class="c"><input type="radio" name="q_${question.id}" value="${i}"${typed[`q_${question.id}`] === String(i) ? html` checked` : ''}> ${step.words}</label>`)}</fieldset>`)}
<label for="words">Anything else<small>Whom you work for, and why us</small></label>
<textarea id="words" name="words" dir="auto" maxlength="2000"${marks('words')}>${typed['words'] ?? ''}</textarea>${error('words')}
<div hidden><label for="fax">Leave this empty</label><input type="text" id="fax" name="fax" tabindex="-1" autocomplete="off" value=""></div>
<label class="c"><input type="checkbox" name="consent" value="yes"${typed['consent'] === 'yes' ? html` checked` : ''}${marks('consent')}> You may write to me about this</label>${error('consent')}
<button class="go">Send application</button></form><p class="m s">We answer within ${days(settings.policy.applicationBusinessDays)}, whatever the answer is.</p>`,
  })
}

/** The same words for everybody who sent one, whoever else did: it says by when we answer and nothing of what we know. */
export function receivedView({ settings, due, now }: { settings: WorkspaceSettings; due: Temporal.Instant; now: Temporal.Instant }): Html {
  return partnerPage({
    title: `Received · ${settings.name}`, vendor: settings.name, accent: settings.accent, footer,
    body: html`<h1>Thank you, we have it</h1><p>A person reads it and answers by <strong>${sayWhen(due, now, settings.timeZone)}</strong> (${settings.timeZone.replaceAll('_', ' ')}).</p>
<section><h2>What happens next</h2><p>If this is the first that we hear from your company, we have sent you a mail: confirm your address by the link in it. Then we look at who your customers are and where you could bring us in, and come back to you either way.</p><p class="m">You can close this page. Sending the form again changes nothing.</p></section>`,
  })
}

type Confirm = { base: string; settings: WorkspaceSettings; company: string; isConfirmed: boolean; answered: boolean; due: Temporal.Instant | null; now: Temporal.Instant }
/** Behind the link of the receipt mail: opening it changes nothing, the button does. */
export function confirmView({ base, settings, company, isConfirmed, answered, due, now }: Confirm): Html {
  const when = answered ? 'You have our answer by mail.' : due ? `We answer by ${sayWhen(due, now, settings.timeZone)} (${settings.timeZone.replaceAll('_', ' ')}).` : ''
  return partnerPage({
    title: `Your application · ${settings.name}`, vendor: settings.name, accent: settings.accent,
    body: isConfirmed
      ? html`<h1>Your address is confirmed</h1><p>Your application for <span dir="auto">${company}</span> is with us. ${when}</p>`
      : html`<h1>Is this you?</h1><p>Somebody applied with this address to be a partner of ${settings.name}, for <strong dir="auto">${company}</strong>. ${when}</p>
<form method="post" action="${base}/application"><button class="go">Yes, this is my address</button></form><p class="m">If it was not you, close this page. Without your word we do not count on the address.</p>`,
  })
}

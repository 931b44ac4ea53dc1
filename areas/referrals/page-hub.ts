import { randomUUID } from 'node:crypto'
import { showId } from '../../kernel/ids.ts'
import { businessDeadline, sayDate, sayWhen } from '../../kernel/time.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { partnerPage } from '../../platform/pages/layout.ts'
import type { WorkspaceSettings } from '../../platform/workspaces/index.ts'
import type { EarningsInShort } from '../ledger/index.ts'
import type { ContactRow, PartnerRow } from '../partners/index.ts'
import { mayIntroduce } from '../partners/index.ts'
import type { ownReferrals } from './partner-queries.ts'
import { isClosed, partnerWord } from './rules.ts'

/** What was typed before, kept when something was refused. */
export type Draft = { buyer?: string; person?: string; reason?: string; consent?: boolean; key?: string; errors: Record<string, string> }
type Own = Awaited<ReturnType<typeof ownReferrals>>
export type Hub = {
  base: string; settings: WorkspaceSettings; partner: PartnerRow; contact: ContactRow; owner: { name: string; email: string }; draft: Draft; now: Temporal.Instant
  referrals: Own; earnings: EarningsInShort[]; earns: string | null; terms: string[]; sections: Html[]
}

/** So many introductions are on the hub; where there are more, the rest have a page of their own. */
export const mostOnHub = 20

/** The hub of a partner's link: introduce a buyer first, then how things stand. */
export function hubView(hub: Hub): Html {
  const { settings, partner, contact, owner } = hub
  const first = contact.name.split(' ')[0]
  const by = sayWhen(businessDeadline(hub.now, settings.policy.answerBusinessDays, settings.calendar), hub.now, partner.timeZone)
  const may = mayIntroduce(partner.state)
  return partnerPage({
    title: `${settings.name} · ${partner.name}`, vendor: settings.name, accent: settings.accent, partner: partner.name,
    body: html`<h1>Introduce a buyer, <span dir="auto">${first}</span></h1>
${may.allowed ? html`<p class="m">${owner.name} answers by ${by}.</p>${form(hub)}` : html`<p>${may.why} ${owner.name} can tell you more: <a href="mailto:${owner.email}">${owner.email}</a></p>`}
${introductions(hub)}${hub.sections}${earningsSection(hub)}
<section><h2>How it works</h2><p>You introduce. We answer within ${days(settings.policy.answerBusinessDays)}, get in touch with the buyer within ${days(settings.policy.contactBusinessDays)} of accepting, and tell you at each step. An accepted introduction is yours for ${settings.policy.protectionDays} days.</p>
${hub.terms.length > 0 ? html`<ul>${hub.terms.map((term) => html`<li>${term}</li>`)}</ul>` : html`<p class="m">No plan has been agreed with you yet. ${owner.name} can tell you more.</p>`}
<p>Questions: ${owner.name}, <a href="mailto:${owner.email}">${owner.email}</a></p></section>`,
  })
}

const days = (n: number) => (n === 1 ? 'one business day' : `${n === 2 ? 'two' : n} business days`)

function form({ base, draft, earns, settings }: Hub): Html {
  const error = (field: string) => draft.errors[field] && html`<p class="e" id="${field}-e">${draft.errors[field]}</p>`
  const marks = (field: string) => (draft.errors[field] ? html` aria-invalid="true" aria-describedby="${field}-e"` : html``)
  const first = Object.keys(draft.errors)[0]
  const focus = (field: string) => (first === field ? html` autofocus` : html``)
  return html`<form method="post" action="${base}/introductions" novalidate>
${Object.keys(draft.errors).length > 0 && html`<p class="e" role="alert">${draft.errors['form'] ?? 'Not sent yet. What you wrote is still here.'}</p>`}
<input type="hidden" name="key" value="${draft.key || randomUUID()}">
<label for="buyer">Who is it?<small>Company, website or work e-mail</small></label>
<input type="text" id="buyer" name="buyer" dir="auto" required autocomplete="off" autocapitalize="words" maxlength="300" value="${draft.buyer ?? ''}"${marks('buyer')}${focus('buyer')}>${error('buyer')}
<label for="person">Who should we talk to?</label>
<input type="text" id="person" name="person" dir="auto" required autocomplete="off" maxlength="300" placeholder="Name, and how to reach them" value="${draft.person ?? ''}"${marks('person')}${focus('person')}>${error('person')}
<label for="reason">Why them, why now?</label>
<textarea id="reason" name="reason" dir="auto" required maxlength="4000" placeholder="One line is enough"${marks('reason')}${focus('reason')}>${draft.reason ?? ''}</textarea>${error('reason')}
<label class="c"><input type="checkbox" name="consent" value="yes"${draft.consent ? html` checked` : html``}> They agreed to hear from us</label>
<button class="go">Send introduction</button></form>
<p class="m s">${earns ? `${earns} ` : ''}It is yours for ${settings.policy.protectionDays} days once we accept it.</p>`
}

function introductions({ base, referrals, partner, now }: Hub): Html {
  if (referrals.length === 0) return html`<section><h2>Your introductions</h2><p class="m">None yet. The first one appears here with whose turn it is and by when.</p></section>`
  return html`<section><h2>Your introductions</h2>${introductionList({ base, referrals: referrals.slice(0, mostOnHub), partner, now })}${referrals.length > mostOnHub && html`<p class="s"><a href="${base}/introductions">All your introductions</a></p>`}</section>`
}

export function introductionList({ base, referrals, partner, now }: Pick<Hub, 'base' | 'referrals' | 'partner' | 'now'>): Html {
  return html`<ul class="l">${referrals.map((f) => html`<li><div class="r"><a class="t" dir="auto" href="${base}/introductions/${showId('referral', f.id)}">${f.buyer}</a><span class="${f.turn === 'partner' && !isClosed(f.state) ? 'y' : 'm'}">${partnerWord(f.state, f.turn)}</span></div><div class="m s">${whoseTurn(f, now, partner.timeZone)}</div></li>`)}</ul>`
}

/** Whose turn it is and by when, in one line the partner can hold us to. */
export function whoseTurn(f: Pick<Own[number], 'state' | 'turn' | 'due' | 'ownerName' | 'closingReason' | 'submittedAt'>, now: Temporal.Instant, timeZone: string): string {
  if (isClosed(f.state)) return f.closingReason ?? `Sent ${sayDate(f.submittedAt.toZonedDateTimeISO(timeZone).toPlainDate())}`
  if (f.turn === 'partner') return 'We have a question for you.'
  const who = f.ownerName ?? 'we'
  if (!f.due) return `Our turn${f.ownerName ? `: ${f.ownerName} takes care of it` : ''}`
  const when = sayWhen(f.due.dueAt, now, timeZone)
  const late = Temporal.Instant.compare(f.due.dueAt, now) < 0
  const act = f.due.kind === 'contact_buyer' ? `${who} ${f.ownerName ? 'gets' : 'get'} in touch with them` : `${who} ${f.ownerName ? 'answers' : 'answer'}`
  return late ? `Our turn, and late: this was promised by ${when}` : `Our turn: ${act} by ${when}`
}

function earningsSection({ base, earnings }: Hub): Html {
  const row = (label: string, said: string) => html`<div class="r"><span class="m">${label}</span><span class="n">${said}</span></div>`
  return html`<section><h2>Your earnings</h2>
${earnings.length === 0 ? html`<p class="m">Nothing yet. What you earn appears here the moment it is earned, with the day it is paid.</p>` : earnings.map((c) => html`${row('Earned so far', c.earned.said)}${c.pastDue.amountMinor === '0' ? '' : row('Due for payment now', c.pastDue.said)}${c.next ? row(`Next payment, ${sayDate(Temporal.PlainDate.from(c.next.on))}`, c.next.amount.said) : ''}`)}
${earnings.length > 0 && html`<p class="s"><a href="${base}/earnings">Each amount, and how it was worked out</a></p>`}</section>`
}

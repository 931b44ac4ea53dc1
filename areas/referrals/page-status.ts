import { randomUUID } from 'node:crypto'
import { showId } from '../../kernel/ids.ts'
import { sayDate, sayWhen } from '../../kernel/time.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { partnerPage } from '../../platform/pages/layout.ts'
import type { WorkspaceSettings } from '../../platform/workspaces/index.ts'
import type { ContactRow, PartnerRow } from '../partners/index.ts'
import { amountOf, whenOf as dayOfLine, type PaidLine } from './page-earnings.ts'
import { whoseTurn } from './page-hub.ts'
import type { ownReferral } from './partner-queries.ts'
import { isClosed, partnerWord } from './rules.ts'

export type Status = {
  base: string; settings: WorkspaceSettings; partner: PartnerRow; contact: ContactRow; owner: { name: string; email: string }; own: Awaited<ReturnType<typeof ownReferral>>
  earned: PaidLine[]; today: string; arrived: 'sent' | 'again' | 'replied' | 'appealed' | null; mayAppealUntil: Temporal.Instant | null; now: Temporal.Instant; errors: Record<string, string>; draft: string
}

/** The receipt and, from then on, the status page: state, whose turn, by when, history, and a reply box. */
export function statusView(page: Status): Html {
  const { referral, due, ownerName } = page.own
  const { settings, partner, owner } = page
  const line = whoseTurn({ state: referral.state, turn: referral.turn, due, ownerName, closingReason: referral.closingReason, submittedAt: referral.submittedAt }, page.now, partner.timeZone)
  return partnerPage({
    title: `${referral.buyerText} · ${settings.name}`, vendor: settings.name, accent: settings.accent, partner: partner.name, back: { href: page.base, label: 'Your page' },
    body: html`${arrival(page)}<h1 dir="auto">${referral.buyerText}</h1><p><span class="y">${partnerWord(referral.state, referral.turn)}</span><br>${line}</p>
${earned(page)}${thread(page)}${appealForm(page)}${replyForm(page)}
<section><h2>Who takes care of it</h2><div class="w"><div class="f" aria-hidden="true">${initials(owner.name)}</div><div><b>${owner.name}</b><br><a href="mailto:${owner.email}">${owner.email}</a></div></div></section>
<section><h2>What you sent</h2><blockquote dir="auto">${referral.reason}</blockquote><p class="m s" dir="auto">${[referral.personName, referral.personReach].filter(Boolean).join(' · ')}</p><p class="m s">${referral.consent === 'given' ? 'They agreed to hear from us.' : 'They have not agreed to hear from us yet.'} Reference ${showId('referral', referral.id).slice(-8)}.</p></section>
<section><h2>What happened</h2><ol class="h">${history(page).map(([what, at]) => html`<li><span>${what}</span><time datetime="${at.toString()}">${stamp(at, partner.timeZone)}</time></li>`)}</ol></section>`,
  })
}

function arrival({ arrived, own, partner, owner, now, contact }: Status): Html {
  // Its address is kept and opened again: what it promises holds until we have answered.
  if (arrived === 'sent' && own.referral.state === 'submitted' && own.referral.turn === 'ours')
    return html`<div class="box" role="status"><b>Sent. Thank you, <span dir="auto">${contact.name.split(' ')[0]}</span>.</b><p>We check that nobody else is talking to them already. ${owner.name} answers ${own.due ? `by ${whenOf(own.due.dueAt, now, partner.timeZone)}` : 'soon'}; you hear either way. A receipt is on its way to ${contact.email}.</p></div>`
  if (arrived === 'appealed' && own.referral.state === 'submitted') return html`<div class="box" role="status"><b>Sent.</b><p>We look at it again. You hear ${own.due ? `by ${whenOf(own.due.dueAt, now, partner.timeZone)}` : 'soon'}, whatever the answer is.</p></div>`
  if (arrived === 'again') return html`<div class="box" role="status"><b>You introduced them before.</b><p>It counts once. What you added is in the conversation below.</p></div>`
  if (arrived === 'replied') return html`<div class="box" role="status"><b>Sent.</b> ${owner.name} has it.</div>`
  return html``
}

/** What it earned, each amount with its day; the line has the working. */
function earned({ base, earned: lines, today }: Status): Html {
  if (lines.length === 0) return html``
  return html`<section><h2>What you earn for it</h2><ul class="l">${lines.map((line) => html`<li><div class="r"><a class="t" href="${base}/earnings/${showId('commission', line.id)}">${line.opportunityId ? 'They became a customer' : 'It is qualified'}</a><span class="n">${amountOf(line)}</span></div><div class="m s">${dayOfLine(line, today)}</div></li>`)}</ul></section>`
}

function thread({ own, partner }: Status): Html {
  if (own.messages.length === 0) return html``
  return html`<section><h2>Conversation</h2><ul class="l">${own.messages.map((m) => html`<li><div class="r"><b dir="auto">${m.author_name}</b><span class="m s">${stamp(m.created_at, partner.timeZone)}</span></div><blockquote dir="auto">${m.body}</blockquote></li>`)}</ul></section>`
}

function replyForm({ base, own, owner, errors, draft }: Status): Html {
  const { referral } = own
  const asked = referral.turn === 'partner' && !isClosed(referral.state)
  return html`<section><form method="post" action="${base}/introductions/${showId('referral', referral.id)}/replies" novalidate><input type="hidden" name="key" value="${randomUUID()}">
<label for="body" style="margin-top:0">${asked ? 'Your answer' : `Write to ${owner.name.split(' ')[0]}`}</label>
<textarea id="body" name="body" dir="auto" maxlength="4000"${errors['body'] ? html` aria-invalid="true" aria-describedby="body-e"` : html``}>${errors['why'] ? '' : draft}</textarea>${errors['body'] && html`<p class="e" id="body-e">${errors['body']}</p>`}
${referral.consent === 'not_yet' && !isClosed(referral.state) && html`<label class="c"><input type="checkbox" name="consent" value="yes"> They have agreed to hear from us</label>`}
<button class="go">${asked ? 'Send answer' : 'Send'}</button></form></section>`
}

/** Offered of every introduction that was not taken up, whatever the reason. */
function appealForm({ base, own, errors, draft, mayAppealUntil, partner }: Status): Html {
  if (mayAppealUntil === null) return html``
  return html`<section><details${errors['why'] ? html` open` : html``}><summary>You see it differently?</summary><p class="m s">Ask us once, until ${sayDate(mayAppealUntil.toZonedDateTimeISO(partner.timeZone).toPlainDate())}, and we look at it again.</p><form method="post" action="${base}/introductions/${showId('referral', own.referral.id)}/appeal" novalidate><input type="hidden" name="key" value="${randomUUID()}">
<label for="why">What should we know?</label><textarea id="why" name="why" dir="auto" maxlength="4000"${errors['why'] ? html` aria-invalid="true" aria-describedby="why-e"` : html``}>${errors['why'] ? draft : ''}</textarea>${errors['why'] && html`<p class="e" id="why-e">${errors['why']}</p>`}
<button class="go">Ask to look again</button></form></details></section>`
}

const decisionWords: Record<string, string> = {
  accepted: 'We accepted it', asked: 'We asked you a question', declined: 'We did not take it up', contacted: 'We got in touch with them', met: 'We met them', qualified: 'It is qualified',
  opportunity: 'It became an opportunity', won: 'They became a customer', lost: 'They did not become a customer', reopened: 'We corrected it', appealed: 'You asked us to look again',
}

function history({ own }: Status): [string, Temporal.Instant][] {
  const steps: [string, Temporal.Instant][] = [['You introduced them', own.referral.submittedAt], ...own.decisions.map((d): [string, Temporal.Instant] => [decisionWords[d.kind] ?? d.kind, d.decided_at])]
  return [...steps, ...own.messages.filter((m) => m.from_partner && !own.decisions.some((d) => d.kind === 'appealed' && d.decided_at.equals(m.created_at))).map((m): [string, Temporal.Instant] => ['You wrote', m.created_at])].sort((a, b) => Temporal.Instant.compare(a[1], b[1]))
}

const initials = (name: string) => name.split(/\s+/).map((w) => [...w][0] ?? '').slice(0, 2).join('').toUpperCase()
const whenOf = (at: Temporal.Instant, now: Temporal.Instant, timeZone: string) => (now.until(at).total('hours') < 0 ? 'as soon as possible' : sayWhen(at, now, timeZone))
const stamp = (at: Temporal.Instant, timeZone: string) => {
  const local = at.toZonedDateTimeISO(timeZone)
  return `${sayDate(local.toPlainDate())}, ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

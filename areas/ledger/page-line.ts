import { randomUUID } from 'node:crypto'
import { showId } from '../../kernel/ids.ts'
import type { Can } from '../../kernel/refusal.ts'
import { dayOf, sayDate, sayWhen } from '../../kernel/time.ts'
import type { SentDocument } from '../../platform/files/index.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { partnerPage } from '../../platform/pages/layout.ts'
import type { WorkspaceSettings } from '../../platform/workspaces/index.ts'
import type { PartnerRow } from '../partners/index.ts'
import { disputeReasons, mayAddFile, reasonWords, type DisputeOutcome } from './dispute-rules.ts'
import type { DisputeRow } from './dispute-store.ts'
import type { LinePayment } from './line-payments.ts'
import type { LineView } from './line-views.ts'
import { isLoss } from './losses.ts'
import { evidenceView, fileField } from './page-evidence.ts'
import { sayPeriod } from './statement-rules.ts'

/** What was typed before, kept when something was refused. */
export type DisputeDraft = { reason?: string; body?: string; evidence?: string; key?: string; errors: Record<string, string> }
type LinePage = {
  payment: LinePayment | null; base: string; settings: WorkspaceSettings; partner: PartnerRow; owner: { name: string; email: string }; now: Temporal.Instant; line: LineView; about: string; statement: { period: string } | null
  dispute: DisputeRow | null; files: SentDocument[]; due: Temporal.Instant | null; can: Can; until: Temporal.PlainDate | null; arrived: 'sent' | 'added' | 'withdrawn' | null; draft: DisputeDraft
}

/** One amount: how it was worked out, when it is paid, on which statement it is, and whether it is disputed. */
export function lineView(page: LinePage): Html {
  const { line, settings } = page
  return partnerPage({
    title: `${line.said} · ${settings.name}`, vendor: settings.name, accent: settings.accent, partner: page.partner.name, back: { href: `${page.base}/earnings`, label: 'Your earnings' },
    body: html`${arrival(page)}<h1>${line.said}</h1><p dir="auto">${page.about}</p><p class="m s">${line.clause}</p>
<section><h2>How it was worked out</h2><ol>${line.working.map((sentence) => html`<li>${sentence}</li>`)}</ol></section>
<section><h2>When</h2>${row(isLoss(line.item) ? 'Lost' : 'Earned', day(line.earnedOn))}${row('Booked', day(line.bookedOn))}${paidRow(page)}${page.statement ? html`<div class="r"><span class="m">Statement</span><a href="${page.base}/statements/${page.statement.period}">${sayPeriod(page.statement.period)}</a></div>` : row('Statement', 'With the next one')}</section>
${page.dispute && standing(page, page.dispute)}${page.can.allowed ? form(page) : !page.dispute && html`<section><h2>Does something look wrong?</h2><p class="m">${page.can.why}</p><p>${page.owner.name} can tell you more: <a href="mailto:${page.owner.email}">${page.owner.email}</a></p></section>`}`,
  })
}

const day = (text: string): string => sayDate(Temporal.PlainDate.from(text))
const row = (label: string, value: string): Html => html`<div class="r"><span class="m">${label}</span><span>${value}</span></div>`

function paidRow({ line, dispute, payment }: LinePage): Html {
  if (payment) return row(payment.state === 'paid' ? 'Paid' : 'On its way', [payment.on && day(payment.on), payment.reference && `reference ${payment.reference}`].filter(Boolean).join(', '))
  if (dispute && dispute.state !== 'settled' && !line.payableMinor.startsWith('-')) return row('On hold', 'until the dispute is settled')
  if (line.payableMinor === '0') return row('On hold', 'until the customer has paid')
  return row(line.payableMinor.startsWith('-') ? 'Set off from' : 'Payable by', day(line.payableOn))
}

function arrival({ arrived, dispute, due, owner, now, partner }: LinePage): Html {
  if (arrived === 'sent' && dispute) return html`<div class="box" role="status"><b>Sent.</b> ${owner.name} answers ${due ? `by ${sayWhen(due, now, partner.timeZone)}` : 'soon'}. This amount is held until it is settled; everything else is paid as usual.</div>`
  if (arrived === 'added' && dispute) return html`<div class="box" role="status"><b>Added.</b> ${owner.name} sees it with your dispute.</div>`
  if (arrived === 'withdrawn' && dispute?.outcome === 'withdrawn') return html`<div class="box" role="status"><b>Taken back.</b> The amount is paid as usual.</div>`
  return html``
}

// Taking back is not what the page is for, so its button is no call to act.
const quietButton = 'font:inherit;padding:.6rem 1rem;color:inherit;background:none;border:1px solid var(--mute);border-radius:.5rem;cursor:pointer'

const ends: Record<DisputeOutcome, string> = { upheld: 'The amount stays as it is.', adjusted: 'It is corrected; the difference is a line of its own.', withdrawn: 'You took it back.' }

function standing({ base, line, settings, due, now, partner, files, draft }: LinePage, dispute: DisputeRow): Html {
  const turn = dispute.state === 'open' ? html`<span class="y">Our turn</span>${due ? ` to answer, by ${sayWhen(due, now, partner.timeZone)}` : ''}` : dispute.state === 'answered' ? html`<span class="y">Answered</span>, not settled yet` : html`<span class="y">Settled.</span> ${ends[dispute.outcome ?? 'upheld']}`
  return html`<section><h2>Your dispute</h2><p>${turn}</p><p class="m s">${reasonWords[dispute.reason]}, sent ${sayDate(dayOf(dispute.openedAt, settings.timeZone))}</p><blockquote dir="auto">${dispute.body}</blockquote>${dispute.evidence && html`<p class="m s" dir="auto">What shows it: ${dispute.evidence}</p>`}
${evidenceView({ base, commissionId: showId('commission', line.id), files, timeZone: settings.timeZone, canAdd: mayAddFile(dispute, files.length, true).allowed, error: draft.errors['files'] })}
${dispute.answer && html`<p class="m s">Our answer</p><blockquote dir="auto">${dispute.answer}</blockquote>`}${dispute.settledWhy && html`<p class="m s">How it was settled</p><blockquote dir="auto">${dispute.settledWhy}</blockquote>`}
${dispute.state !== 'settled' && html`<form method="post" action="${base}/earnings/${showId('commission', line.id)}/withdrawal"><input type="hidden" name="dispute" value="${showId('dispute', dispute.id)}"><button style="${quietButton}">Take the dispute back</button></form>`}</section>`
}

function form({ base, line, until, draft, settings }: LinePage): Html {
  const error = (field: string) => draft.errors[field] && html`<p class="e" id="${field}-e">${draft.errors[field]}</p>`
  const marks = (field: string) => (draft.errors[field] ? html` aria-invalid="true" aria-describedby="${field}-e"` : html``)
  const isOpen = Object.keys(draft.errors).length > 0
  return html`<section><details${isOpen ? html` open` : html``}><summary><b>Does something look wrong?</b></summary>
<p class="m s">Say what, and we answer within five business days. Only this amount is held meanwhile.${until && ` You can do so until ${sayDate(until)}.`}</p>
<form method="post" action="${base}/earnings/${showId('commission', line.id)}/dispute" enctype="multipart/form-data" novalidate>${isOpen && html`<p class="e" role="alert">${draft.errors['form'] ?? 'Not sent yet. What you wrote is still here.'}</p>`}
<input type="hidden" name="key" value="${draft.key || randomUUID()}">
<fieldset style="border:0;padding:0;margin:1rem 0 0"${draft.errors['reason'] ? html` aria-describedby="reason-e"` : html``}><legend><b>What is wrong?</b></legend>${disputeReasons.filter((reason) => reason !== 'taken_back' || line.amountMinor.startsWith('-')).map((reason) => html`<label class="c" style="margin-top:.6rem"><input type="radio" name="reason" value="${reason}"${draft.reason === reason ? html` checked` : html``}> ${reasonWords[reason]}</label>`)}${error('reason')}</fieldset>
<label for="body">Tell us more</label><textarea id="body" name="body" dir="auto" required maxlength="4000"${marks('body')}>${draft.body ?? ''}</textarea>${error('body')}
<label for="evidence">What shows it?<small>A mail, a contract, an address where we can see it. You can leave this empty.</small></label><input type="text" id="evidence" name="evidence" dir="auto" maxlength="2000" autocomplete="off" value="${draft.evidence ?? ''}"${marks('evidence')}>${error('evidence')}
${fileField(draft.errors['files'], isOpen)}
<button class="go">Dispute ${line.said}</button></form><p class="m s">${settings.name} reads this, nobody else.</p></details></section>`
}

import { showId } from '../../kernel/ids.ts'
import { count } from '../../kernel/text.ts'
import { sayDate } from '../../kernel/time.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { partnerPage } from '../../platform/pages/layout.ts'
import type { WorkspaceSettings } from '../../platform/workspaces/index.ts'
import type { LinkHolder } from '../partners/index.ts'
import type { AskRow } from './ask-introduction.ts'
import { isNarrower, saySharing, sharings, type Sharing } from './rules.ts'
import type { ListRow } from './store.ts'

export const keepMonths = [3, 6, 12, 24] as const
export type UploadDraft = { sharing?: string; months?: string; errors: Record<string, string> }
export type CustomersPage = LinkHolder & { base: string; settings: WorkspaceSettings; lists: ListRow[]; asks: AskRow[]; isAsked: boolean; draft: UploadDraft; told: 'sent' | 'changed' | 'removed' | 'answered' | null }

/** What a partner shares of its customers, how to take it back, and what we ask. Shows nothing of ours: not even how many we know. */
export function customersView(page: CustomersPage): Html {
  const { settings, owner, lists, told } = page
  const inUse = lists.find((list) => list.state === 'ready')
  const underWay = lists.find((list) => list.state === 'waiting' || list.state === 'running')
  const [newest] = lists
  return partnerPage({
    title: `Customer lists · ${settings.name}`, vendor: settings.name, accent: settings.accent, partner: page.partner.name, back: { href: page.base, label: 'Your page' },
    body: html`<h1>Compare customer lists</h1>
${told && html`<p class="box" role="status">${told === 'sent' ? `Thank you. The list is being read; ${owner.name} sees what you chose and no more.` : told === 'removed' ? 'Removed. Nothing of the list is kept.' : told === 'answered' ? `${owner.name} has been told.` : 'Changed. What is not shared any more has been removed.'}</p>`}
<p>You share which companies are your customers. We look up which of them we could serve together, and ask you before anybody talks to anybody.</p>
${page.asks.length > 0 && asksSection(page)}
${inUse && listSection(page, inUse)}
${newest?.state === 'failed' && html`<p class="e">The file “${newest.name}” could not be read. ${newest.problem}</p>`}
${underWay ? html`<section><h2>Being read</h2><p>“${underWay.name}” arrived ${day(underWay.createdAt, page)}. You can close this page.</p></section>` : uploadForm(page, inUse !== undefined)}
${page.isAsked && !underWay && html`<form method="post" action="${page.base}/customers/no"><p class="s">You would rather not? <button class="k">Say no, thank you</button></p></form>`}
<p>Questions: ${owner.name}, <a href="mailto:${owner.email}">${owner.email}</a></p>${linkButtons}`,
  })
}

const linkButtons = html`<style>.k{font:inherit;color:var(--a);background:none;border:0;padding:.4rem 0;text-decoration:underline;cursor:pointer}.c{align-items:flex-start;margin-top:.7rem}.c small{margin-top:.1rem}</style>`
const day = (at: Temporal.Instant, { partner }: CustomersPage) => sayDate(at.toZonedDateTimeISO(partner.timeZone).toPlainDate())

function asksSection({ base, asks }: CustomersPage): Html {
  return html`<section><h2>Could you introduce us?</h2><ul class="l">${asks.map((ask) => html`<li><div class="t" dir="auto">${ask.buyer}</div><blockquote dir="auto">${ask.message}</blockquote>
<form method="post" action="${base}/customers/asks/${showId('introductionAsk', ask.id)}"><p><a href="${base}?buyer=${encodeURIComponent(ask.buyer)}">Introduce them</a></p><label for="w${ask.id}">Not the moment?<small>You may say why</small></label><input type="text" id="w${ask.id}" name="why" dir="auto" maxlength="500"> <button class="k">Say no</button></form></li>`)}</ul></section>`
}

function listSection(page: CustomersPage, list: ListRow): Html {
  const less = list.sharing === 'hidden' ? (['counts', 'overlap', 'all'] as const) : sharings.filter((to) => isNarrower(list.sharing, to))
  return html`<section><h2>What you share</h2><p>${count(list.figures?.customers ?? 0, 'customer')} from “${list.name}”, given ${day(list.createdAt, page)}${list.consentContactId ? '' : ` (${list.consentBy} agreed)`}. ${page.settings.name} sees ${saySharing(list.sharing)}. It is removed after ${sayDate(Temporal.PlainDate.from(list.expiresOn))}.${list.rejected > 0 ? ` ${count(list.rejected, 'row')} named no company and ${list.rejected === 1 ? 'was' : 'were'} left out.` : ''}</p>
${less.length > 0 && html`<form method="post" action="${page.base}/customers/sharing"><input type="hidden" name="list" value="${showId('customerList', list.id)}"><label for="to">${list.sharing === 'hidden' ? 'Open it' : 'Share less'}</label><select id="to" name="to">${less.map((to) => html`<option value="${to}">${sentence(saySharing(to))}</option>`)}</select><button class="k">Change it</button></form>`}
<form method="post" action="${page.base}/customers/removal"><input type="hidden" name="list" value="${showId('customerList', list.id)}"><button class="k">Remove the list now</button></form></section>`
}

const levels: Record<Sharing, { label: string; small: string }> = {
  overlap: { label: 'Only the customers that we know too', small: 'The others are counted and forgotten.' },
  counts: { label: 'Only figures', small: 'We learn how many, by fit, and no name.' },
  all: { label: 'Every customer', small: 'We may also suggest some that we do not know yet.' },
  hidden: { label: 'Nothing yet', small: 'It is kept for you to open here later.' },
}
const offered: Sharing[] = ['overlap', 'counts', 'all', 'hidden']

function uploadForm({ base, draft, settings, partner }: CustomersPage, isNew: boolean): Html {
  const error = (field: string) => draft.errors[field] && html`<p class="e" id="${field}-e">${draft.errors[field]}</p>`
  return html`<section><h2>${isNew ? 'Give a newer list' : 'Give your list'}</h2><p class="m s">A CSV file with names or websites of companies; up to 20 MB. Industry, size and country help. Leave out people and prices.</p>
<form method="post" action="${base}/customers" enctype="multipart/form-data">${Object.keys(draft.errors).length > 0 && html`<p class="e" role="alert">${draft.errors['form'] ?? 'Not sent yet. Choose the file once more.'}</p>`}
<label for="file">File</label><input type="file" id="file" name="file" accept=".csv,.txt,text/csv,text/plain"${draft.errors['file'] ? html` aria-invalid="true" aria-describedby="file-e"` : html``}>${error('file')}
<fieldset><legend>What may ${settings.name} see?</legend>${offered.map((level) => html`<label class="c"><input type="radio" name="sharing" value="${level}"${(draft.sharing ?? 'overlap') === level ? html` checked` : html``}><span>${levels[level].label}<small>${levels[level].small}</small></span></label>`)}</fieldset>${error('sharing')}
<label for="months">Remove it after</label><select id="months" name="months">${keepMonths.map((months) => html`<option value="${months}"${(draft.months ?? '12') === String(months) ? html` selected` : html``}>${months} months</option>`)}</select>
<label class="c"><input type="checkbox" name="agreed" value="yes"${draft.errors['agreed'] ? html` aria-invalid="true" aria-describedby="agreed-e"` : html``}><span>I may share this list for ${partner.name}</span></label>${error('agreed')}
<button class="go">Send the list</button></form></section>`
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

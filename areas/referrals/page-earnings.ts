import { showId } from '../../kernel/ids.ts'
import { formatMoney } from '../../kernel/money.ts'
import { dayOf, sayDate } from '../../kernel/time.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { partnerPage } from '../../platform/pages/layout.ts'
import type { WorkspaceSettings } from '../../platform/workspaces/index.ts'
import { isLoss, sayPeriod, type Account, type AccountPart, type LinePayment, type LineView, type StatementView } from '../ledger/index.ts'
import type { ContactRow, PartnerRow } from '../partners/index.ts'
import { paidSection, type Paid } from './page-paid.ts'
import { rewardsSection, type Rewards } from './page-rewards.ts'

export type PaidLine = LineView & { payment: LinePayment | undefined }
type Earnings = Paid & {
  base: string; today: string; settings: WorkspaceSettings; partner: PartnerRow; contact: ContactRow; accounts: Account[]; show: AccountPart; lines: (PaidLine & { about: string })[]; more: boolean; statements: StatementView[]; rewards: Rewards
}

/** What was earned, what of it waits and for what, what is payable and when, what was paid: each opens to its lines, each line to its working. */
export function earningsView(page: Earnings): Html {
  return partnerPage({
    title: `Earnings · ${page.settings.name}`, vendor: page.settings.name, accent: page.settings.accent, partner: page.partner.name, back: { href: page.base, label: 'Your page' },
    body: html`<h1>Your earnings</h1>${page.accounts.length === 0 && page.rewards.lines.length === 0 ? html`<p class="m">Nothing yet. What you earn appears here the moment it is earned, with the day it is paid.</p>` : page.accounts.map((account) => accountSection(account, page))}${paidSection({ ...page, email: page.contact.email })}${lines(page)}${rewardsSection(page.rewards)}${statements(page)}`,
  })
}

const day = (text: string): string => sayDate(Temporal.PlainDate.from(text))

function accountSection(account: Account, { base, accounts, show }: Earnings): Html {
  const say = (amountMinor: bigint) => formatMoney({ amountMinor, currency: account.currency })
  const row = (label: string, amountMinor: bigint, part: AccountPart) =>
    html`<div class="r"><a href="${base}/earnings?show=${part}#lines"${part === show ? html` aria-current="true"` : html``}>${label}</a><span class="n">${say(amountMinor)}</span></div>`
  const some = (label: string, amountMinor: bigint, part: AccountPart) => (amountMinor === 0n ? html`` : row(label, amountMinor, part))
  return html`${accounts.length > 1 && html`<h2>${account.currency}</h2>`}${row('Earned so far', account.earnedMinor, 'earned')}
${some('On hold until the customers have paid', account.waitingMinor, 'waiting')}${some('On hold while it is disputed', account.disputedMinor, 'disputed')}${some('On hold until it is final', account.heldMinor, 'held')}
${account.payable.map((one) => row(one.amountMinor < 0n ? `Set off from ${day(one.on)}` : `Payable by ${day(one.on)}`, one.amountMinor, 'payable'))}
${some('On its way to you', account.underWayMinor, 'paid')}${some('Paid', account.paidMinor, 'paid')}
${account.pastDueMinor > 0n && html`<p><b>Due for payment now: ${say(account.pastDueMinor)}.</b></p>`}${account.next ? html`<p><b>Next payment: ${say(account.next.amountMinor)} by ${day(account.next.on)}.</b></p>` : account.pastDueMinor <= 0n && html`<p class="m">No payment is due.</p>`}`
}

const headings: Record<AccountPart, string> = { earned: 'Each amount', waiting: 'On hold until the customers have paid', disputed: 'On hold while disputed', held: 'On hold until it is final', payable: 'What is payable', paid: 'What was paid' }

function lines({ base, today, show, lines: all, more }: Earnings): Html {
  if (all.length === 0 && show === 'earned') return html``
  return html`<section id="lines"><h2>${headings[show]}</h2>${show !== 'earned' && html`<p class="s"><a href="${base}/earnings#lines">Show each amount</a></p>`}
${all.length === 0 ? html`<p class="m">Nothing.</p>` : html`<ul class="l">${all.map((line) => html`<li><div class="r"><a class="t" dir="auto" href="${base}/earnings/${showId('commission', line.id)}">${line.about}</a><span class="n">${amountOf(line)}</span></div>
<div class="m s">${line.working.join(' ')}</div><div class="m s">${whenOf(line, today)}</div></li>`)}</ul>`}${more && html`<p class="m s">These are the newest 200. All of them are on your statements.</p>`}</section>`
}

/** Where nothing more is earned but more may be paid now, that is what it says. */
export const amountOf = (line: LineView): string => (line.amountMinor === '0' ? `${formatMoney({ amountMinor: BigInt(line.payableMinor), currency: line.currency })} payable` : line.said)

export function whenOf(line: PaidLine, today: string): string {
  if (isLoss(line.item)) return `${line.amountMinor.startsWith('-') ? 'Lost' : 'Owed again from'} ${day(line.earnedOn)}`
  const earned = `Earned ${day(line.earnedOn)}`
  if (line.state === 'reversed') return `${earned}, taken back since`
  if (line.payableMinor === '0') return line.amountMinor === '0' ? earned : `${earned}, on hold until the customer has paid`
  const isSetOff = line.state === 'reversal' || line.amountMinor.startsWith('-')
  if (line.payment) return `${earned}, ${line.payment.state === 'in_transit' ? (isSetOff ? 'set off against what is on its way to you' : 'on its way to you') : `${isSetOff ? 'set off' : 'paid'}${line.payment.on ? ` ${day(line.payment.on)}` : ''}`}`
  return `${earned}, ${isSetOff ? 'set off from' : line.payableOn < today ? 'to be paid by' : 'paid by'} ${day(line.payableOn)}`
}

function statements({ base, settings, statements: all }: Earnings): Html {
  if (all.length === 0) return html``
  return html`<section><h2>Your statements</h2><ul class="l">${all.map((one) => html`<li><div class="r"><a class="t" href="${base}/statements/${one.period}">${sayPeriod(one.period)}</a><span class="n">${formatMoney({ amountMinor: one.closingMinor, currency: one.currency })}</span></div><div class="m s">Issued ${sayDate(dayOf(one.issuedAt, settings.timeZone))}</div></li>`)}</ul></section>`
}

import { showId, type Id } from '../../kernel/ids.ts'
import { formatMoney } from '../../kernel/money.ts'
import { dayOf, sayDate } from '../../kernel/time.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { partnerPage } from '../../platform/pages/layout.ts'
import type { WorkspaceSettings } from '../../platform/workspaces/index.ts'
import type { PartnerRow } from '../partners/index.ts'
import { disputableUntil } from './dispute-rules.ts'
import type { StatementView, ToldLine, ToldPayment } from './statement-queries.ts'
import { sayPeriod } from './statement-rules.ts'

type Told = { statement: StatementView; lines: ToldLine[]; payments: ToldPayment[]; after: number }
type StatementPage = { base: string; settings: WorkspaceSettings; partner: PartnerRow; owner: { name: string; email: string }; told: Told[]; beside: Map<Id, Html> }

/** A partner's statement of a period: balances, when it is paid, each line with its working; as a file to take along. */
export function statementView(page: StatementPage): Html {
  const period = sayPeriod(page.told[0]?.statement.period ?? '')
  return partnerPage({
    title: `Statement ${period} · ${page.settings.name}`, vendor: page.settings.name, accent: page.settings.accent, partner: page.partner.name, back: { href: `${page.base}/earnings`, label: 'Your earnings' },
    body: html`<h1>Statement for ${period}</h1>${page.told.map((one) => currencyOf(page, one))}
<section><p>Questions: ${page.owner.name}, <a href="mailto:${page.owner.email}">${page.owner.email}</a></p></section>`,
  })
}

const day = (text: string): string => sayDate(Temporal.PlainDate.from(text))

function currencyOf({ base, settings, told, beside }: StatementPage, { statement, lines, payments, after }: Told): Html {
  const say = (amountMinor: bigint) => formatMoney({ amountMinor, currency: statement.currency })
  const row = (label: string, amountMinor: bigint) => html`<div class="r"><span>${label}</span><span class="n">${say(amountMinor)}</span></div>`
  const issuedOn = dayOf(statement.issuedAt, settings.timeZone)
  const until = disputableUntil(issuedOn)
  const file = `${base}/statements/${statement.period}/${statement.currency}`
  return html`${told.length > 1 && html`<h2>${statement.currency}</h2>`}<p class="m s">${day(statement.from)} to ${day(statement.to)}. Number ${statement.number}, issued ${sayDate(issuedOn)}. It does not change any more; corrections are on the next one.</p>
${row('Opening balance', statement.openingMinor)}${row('Earned', statement.earnedMinor)}${row('Taken back', statement.takenBackMinor)}${row('Paid', -statement.paidMinor)}<div class="r"><b>Closing balance</b><b class="n">${say(statement.closingMinor)}</b></div>
<p class="s"><a href="${file}.pdf">Download PDF</a> · <a href="${file}.csv">CSV</a></p>${beside.get(statement.id)}
${(statement.schedule.length > 0 || statement.waitingMinor !== 0n) && html`<section><h2>When the closing balance is paid</h2>${statement.schedule.map((one) => row(one.amountMinor < 0n ? `Set off, from ${day(one.on)}` : `Payable by ${day(one.on)}`, one.amountMinor))}${statement.waitingMinor !== 0n && row('On hold until the customers have paid', statement.waitingMinor)}</section>`}
${payments.length > 0 && html`<section><h2>Payments</h2>${payments.map((one) => row(`${one.memo}, ${day(one.on)}`, one.amountMinor))}</section>`}
<section><h2>${statement.lineCount === 1 ? 'The line' : `${statement.lineCount.toLocaleString('en-US')} lines`}</h2>
${statement.lineCount === 0 ? html`<p class="m">Nothing was earned or taken back in this period.</p>` : html`${until && html`<p class="m s">Open a line to see more, or to dispute it by ${sayDate(until)}.</p>`}<ul class="l">${lines.map((line) => lineRow(base, line, say))}</ul>${paging(base, statement, lines, after)}`}</section>`
}

function lineRow(base: string, line: ToldLine, say: (amountMinor: bigint) => string): Html {
  const when = [`Earned ${day(line.earnedOn)}`, line.payableMinor === 0n ? 'on hold until the customer has paid' : line.payableMinor < 0n ? `set off from ${day(line.payableOn)}` : `payable by ${day(line.payableOn)}`, ...(line.isPrior ? ['of an earlier period'] : [])].join(', ')
  return html`<li><div class="r"><a class="t" dir="auto" href="${base}/earnings/${showId('commission', line.id)}">${line.about}</a><span class="n">${say(line.amountMinor)}</span></div><div class="m s">${line.working.join(' ')}</div><div class="m s">${when}</div></li>`
}

function paging(base: string, { period, lineCount }: StatementView, lines: ToldLine[], after: number): Html {
  const last = lines.at(-1)?.position ?? 0
  if (after === 0 && last >= lineCount) return html``
  return html`<p class="s">Lines ${(after + 1).toLocaleString('en-US')} to ${last.toLocaleString('en-US')} of ${lineCount.toLocaleString('en-US')}.${after > 0 && html` <a href="${base}/statements/${period}">First lines</a>`}${last < lineCount && html` <a href="${base}/statements/${period}?after=${last}">Next lines</a>`}</p>`
}

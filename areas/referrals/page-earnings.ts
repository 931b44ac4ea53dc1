import { sayDate } from '../../kernel/time.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { partnerPage } from '../../platform/pages/layout.ts'
import type { WorkspaceSettings } from '../../platform/workspaces/index.ts'
import type { Earnings } from '../ledger/index.ts'
import type { ContactRow, PartnerRow } from '../partners/index.ts'
import { paidSection, type Paid } from './page-paid.ts'
import type { ownReferrals } from './partner-queries.ts'

/** Each amount with how it was worked out and when it is paid; corrections are shown as lines of their own. */
export function earningsView(page: Paid & { base: string; settings: WorkspaceSettings; partner: PartnerRow; contact: ContactRow; earnings: Earnings; referrals: Awaited<ReturnType<typeof ownReferrals>> }): Html {
  const buyerOf = new Map(page.referrals.map((f) => [f.id, f.buyer]))
  const day = (text: string) => sayDate(Temporal.PlainDate.from(text))
  return partnerPage({
    title: `Earnings · ${page.settings.name}`, vendor: page.settings.name, accent: page.settings.accent, partner: page.partner.name, back: { href: page.base, label: 'Your page' },
    body: html`<h1>Your earnings</h1>${page.earnings.currencies.map((c) => html`<div class="r"><span>Earned so far</span><span class="n">${c.earned.said}</span></div>`)}
${paidSection({ ...page, email: page.contact.email })}
${page.earnings.lines.length === 0 ? html`<p class="m">Nothing yet.</p>` : html`<section><h2>Each amount</h2><ul class="l">${page.earnings.lines.map((line) => html`<li><div class="r"><span class="t" dir="auto">${(line.referralId && buyerOf.get(line.referralId)) || 'Introduction'}</span><span class="n">${line.said}</span></div>
<div class="m s">${line.working.join(' ')}</div><div class="m s">Earned ${day(line.earnedOn)}${line.state === 'earned' ? html`, paid by ${day(line.payableOn)}` : line.state === 'reversed' ? ', taken back since' : ''}</div></li>`)}</ul></section>`}`,
  })
}

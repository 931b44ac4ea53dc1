import { showId } from '../../kernel/ids.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { partnerPage } from '../../platform/pages/layout.ts'
import { introductionList, type Hub } from './page-hub.ts'

export const mostOnPage = 50

/** All that a partner introduced, newest first; `referrals` are one more than a page shows where older ones follow. */
export function introductionsView({ base, settings, partner, referrals, now, isFirst }: Pick<Hub, 'base' | 'settings' | 'partner' | 'referrals' | 'now'> & { isFirst: boolean }): Html {
  const shown = referrals.slice(0, mostOnPage)
  const newest = !isFirst && html`<a href="${base}/introductions">The newest</a>`
  const older = referrals.length > mostOnPage && html`<a href="${base}/introductions?before=${showId('referral', shown.at(-1)!.id)}">Older</a>`
  return partnerPage({
    title: `Your introductions · ${settings.name}`, vendor: settings.name, accent: settings.accent, partner: partner.name, back: { href: base, label: 'Your page' },
    body: html`<h1>Your introductions</h1>
${shown.length === 0 ? html`<p class="m">${isFirst ? 'None yet.' : 'There are none older than these.'}</p>` : introductionList({ base, referrals: shown, partner, now })}
${(newest || older) && html`<p class="r s">${newest || html`<span></span>`}${older}</p>`}`,
  })
}

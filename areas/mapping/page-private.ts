import { count } from '../../kernel/text.ts'
import { sayDate } from '../../kernel/time.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { partnerPage } from '../../platform/pages/layout.ts'
import type { WorkspaceSettings } from '../../platform/workspaces/index.ts'
import type { LinkHolder } from '../partners/index.ts'
import type { PrivateRow } from './private-store.ts'

export type PrivatePage = LinkHolder & { base: string; address: string; settings: WorkspaceSettings; mapping: PrivateRow | undefined; problem: string | null }

/** What each side of a private comparison learns, said exactly, and how it is done. Of ours it says how many websites take part. */
export function privateView(page: PrivatePage): Html {
  const { settings, owner, mapping } = page
  return partnerPage({
    title: `Compare privately · ${settings.name}`, vendor: settings.name, accent: settings.accent, partner: page.partner.name, back: { href: `${page.base}/customers`, label: 'Customer lists' },
    body: html`<h1>Compare customer lists privately</h1>${page.problem && html`<p class="e" role="alert">${page.problem}</p>`}
${mapping ? state(page, mapping) : html`<p>Nothing is asked at the moment. ${owner.name} can start a comparison; you will get a mail.</p>`}
<p>Questions: ${owner.name}, <a href="mailto:${owner.email}">${owner.email}</a></p>`,
  })
}

function state(page: PrivatePage, mapping: PrivateRow): Html {
  const { settings, partner } = page
  const on = (at: Temporal.Instant | null) => at && sayDate(at.toZonedDateTimeISO(partner.timeZone).toPlainDate())
  if (mapping.state === 'done') return html`<p class="box" role="status">Done${mapping.answeredAt && html`, ${on(mapping.answeredAt)}`}. ${settings.name} learned ${mapping.wish === 'size' ? 'how many websites both have' : 'which websites both have'}, and that you have ${count(mapping.theirs ?? 0, 'website')}. What was sent has been removed; the result you can remove under <a href="${page.base}/customers">customer lists</a>.</p>`
  if (mapping.state === 'computing') return html`<p class="box" role="status">Your answer has arrived and is being worked out. You can close this page.</p>`
  if (mapping.state === 'preparing') return html`<p class="box" role="status">The question is being prepared. Come back in a few minutes.</p>`
  if (mapping.state === 'failed') return html`<p class="e">The answer could not be used. ${mapping.problem} ${page.owner.name} can ask again.</p>`
  if (mapping.state !== 'open') return html`<p class="box" role="status">${mapping.state === 'declined' ? `You said no. ${page.owner.name} has been told.` : mapping.state === 'expired' ? 'The time for this comparison is over. Nothing of yours was kept.' : `${settings.name} took the question back. Nothing of yours was kept.`}</p>`
  return html`<section><h2>What ${settings.name} learns</h2><ul><li>${mapping.wish === 'size' ? 'how many websites both of you have, and not which' : 'which websites both of you have'}</li><li>how many websites you have</li></ul><p class="m s">It asks about companies that it knows already. Of every other customer of yours it learns nothing.</p></section>
<section><h2>What you learn</h2><ul><li>that ${count(mapping.ours ?? 0, 'website')} of ${settings.name} ${mapping.ours === 1 ? 'takes' : 'take'} part</li></ul><p class="m s">Not which, and not the result.</p></section>
<section><h2>Compare now</h2><p>Your list stays on your machine. It is read here, each website is blinded with a key that is made and forgotten here, and only what is blinded is sent.</p>
<form id="compare" hidden><label for="file">File with your customers<small>CSV or text; in each line the first website or mail address counts</small></label><input type="file" id="file" accept=".csv,.txt,.tsv,text/csv,text/plain" style="width:100%;margin-top:.35rem;padding:.7rem .8rem;font:inherit;border:1px solid var(--mute);border-radius:.5rem">
<button class="go">Compare privately</button><p class="m" role="status"></p></form><noscript><p>This takes a browser with script. Without it, use the command below.</p></noscript><script type="module" src="/app/partner/private-mapping.js"></script>
<p class="m s">Open until ${on(mapping.expiresAt)}. About a minute for ${((mapping.ours ?? 0) + 10_000).toLocaleString('en-US')} websites, yours and theirs together.</p></section>
<section><h2>Without believing this page</h2><p>The same as a program that you run yourself, with Node.js 20 or newer, in a copy of Alongside:</p><blockquote><code>npm run alongside -- mapping --link ${page.address} --file customers.csv --column website</code></blockquote></section>
<form method="post" action="${page.base}/private/no"><p class="s">You would rather not? <button style="font:inherit;color:var(--a);background:none;border:0;padding:.4rem 0;text-decoration:underline;cursor:pointer">Say no, thank you</button></p></form>`
}

import type { Reading } from '../../platform/db/context.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { count } from '../../kernel/text.ts'
import type { LinkHolder } from '../partners/index.ts'
import { asksOf } from './ask-introduction.ts'

/** On the hub of the link: what we ask of the partner, and the way to the list that was given. */
export async function hubSection(r: Reading, who: LinkHolder, base: string): Promise<Html | null> {
  const [asks, request, list] = await Promise.all([
    asksOf(r, { partnerId: who.partner.id, onlyOpen: true, limit: 50 }),
    r.q.selectFrom('list_request').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', who.partner.id).where('state', '=', 'open').executeTakeFirst(),
    r.q.selectFrom('customer_list').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', who.partner.id).where('state', '=', 'ready').executeTakeFirst(),
  ])
  if (asks.length > 0) return html`<section><h2>Could you introduce us?</h2><ul class="l">${asks.slice(0, 5).map((ask) => html`<li><div class="r"><span class="t" dir="auto">${ask.buyer}</span><a href="${base}?buyer=${encodeURIComponent(ask.buyer)}">Introduce</a></div><div class="m s" dir="auto">${ask.message}</div></li>`)}</ul><p class="s"><a href="${base}/customers">${asks.length > 5 ? `${count(asks.length, 'question')}, ` : ''}or say that it is not the moment</a></p></section>`
  if (request) return html`<section><h2>Compare customer lists</h2><p>${who.owner.name} would like to find out with you where you could work together. You say what may be seen.</p><p class="s"><a href="${base}/customers">See what it is about</a></p></section>`
  return list ? html`<section><h2>Your customer list</h2><p class="s"><a href="${base}/customers">What you share, and how to take it back</a></p></section>` : null
}

import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { compiledOnce } from '../../platform/db/compiled.ts'
import type { Reading } from '../../platform/db/context.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { count } from '../../kernel/text.ts'
import type { LinkHolder } from '../partners/index.ts'
import { asksOf, type AskRow } from './ask-introduction.ts'

const whatIsThere = compiledOnce((_, v: { partnerId: Id }, r) => sql<{ asks: boolean; request: boolean; list: boolean; privately: boolean }>`
  select exists (select from introduction_ask where workspace_id = ${r.workspace}::uuid and partner_id = ${v.partnerId}::uuid and state = 'open') as asks,
    exists (select from list_request where workspace_id = ${r.workspace}::uuid and partner_id = ${v.partnerId}::uuid and state = 'open') as request,
    exists (select from customer_list where workspace_id = ${r.workspace}::uuid and partner_id = ${v.partnerId}::uuid and state = 'ready') as list,
    exists (select from private_mapping where workspace_id = ${r.workspace}::uuid and partner_id = ${v.partnerId}::uuid and finished_at is null and state = 'open') as privately`)

/** On the hub of the link: what we ask of the partner, and the way to the list that was given. */
export async function hubSection(r: Reading, who: LinkHolder, base: string): Promise<Html | null> {
  const [there] = await whatIsThere(r, { partnerId: who.partner.id })
  const asks = there?.asks ? await asksOf(r, { partnerId: who.partner.id, onlyOpen: true, limit: 50 }) : []
  const asked = shared(who, base, asks, there)
  return there?.privately ? html`${asked}${privateSection(who, base)}` : asked
}

/** The mail about it may be lost; the page of the link is not. */
const privateSection = (who: LinkHolder, base: string): Html =>
  html`<section><h2>Compare customer lists privately</h2><p>${who.owner.name} would like to know which customers you have in common. Your list stays on your machine.</p><p class="s"><a href="${base}/private">What each of you learns, and how it is done</a></p></section>`

function shared(who: LinkHolder, base: string, asks: AskRow[], there: { request: boolean; list: boolean } | undefined): Html | null {
  if (asks.length > 0) return html`<section><h2>Could you introduce us?</h2><ul class="l">${asks.slice(0, 5).map((ask) => html`<li><div class="r"><span class="t" dir="auto">${ask.buyer}</span><a href="${base}?buyer=${encodeURIComponent(ask.buyer)}">Introduce</a></div><div class="m s" dir="auto">${ask.message}</div></li>`)}</ul><p class="s"><a href="${base}/customers">${asks.length > 5 ? `${count(asks.length, 'question')}, ` : ''}or say that it is not the moment</a></p></section>`
  if (there?.request) return html`<section><h2>Compare customer lists</h2><p>${who.owner.name} would like to find out with you where you could work together. You say what may be seen.</p><p class="s"><a href="${base}/customers">See what it is about</a></p></section>`
  return there?.list ? html`<section><h2>Your customer list</h2><p class="s"><a href="${base}/customers">What you share, and how to take it back</a></p></section>` : null
}

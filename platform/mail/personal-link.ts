// Guards the secrecy of personal links: rows hold a mark where the address goes, and it is written only into what leaves the house.
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../db/context.ts'
import { publicUrl } from '../http/public-url.ts'
import { tokenOfLink } from '../links/links.ts'

/** Stands in stored bodies for the address of the reader's own link. */
export const personalAddress = '\uE000personal-link\uE000'

type Linked = { link_id: Id | null; link_path: string | null; body_text: string; body_html: string }

/** Text and HTML with the address in place; without the link when it ended meanwhile. */
export async function withPersonalLink(r: Reading, row: Linked): Promise<{ text: string; html: string }> {
  if (!row.link_id) return { text: row.body_text, html: row.body_html }
  const token = await tokenOfLink(r, row.link_id)
  if (!token) return withoutPersonalLink(row)
  const address = `${publicUrl()}/p/${token}${row.link_path ?? ''}`
  return { text: row.body_text.replaceAll(personalAddress, address), html: row.body_html.replaceAll(personalAddress, address) }
}

/** The same for eyes that the link is not meant for. */
export function withoutPersonalLink(row: Pick<Linked, 'body_text' | 'body_html'>): { text: string; html: string } {
  return {
    text: row.body_text.replace(new RegExp(`[^\\n]*:\\n${personalAddress}\\n\\n`), ''),
    html: row.body_html.replace(new RegExp(`<p[^>]*><a href="${personalAddress}"[^>]*>[^<]*</a></p>\\n?`), ''),
  }
}

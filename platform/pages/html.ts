// Guards against injection: whatever enters a page through `html` is escaped unless it is itself Html.
export type Html = { readonly __html: string }
type Part = Html | string | number | bigint | null | undefined | false | Part[]

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => escapes[c]!)
}

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { __html: strings.reduce((out, s, i) => out + s + (i < parts.length ? render(parts[i]) : ''), '') }
}

/** Markup that we wrote ourselves, such as a style sheet. */
export function trusted(markup: string): Html {
  return { __html: markup }
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (Array.isArray(part)) return part.map(render).join('')
  return typeof part === 'object' ? part.__html : escapeHtml(String(part))
}

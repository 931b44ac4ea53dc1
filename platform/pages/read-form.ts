import { refuse } from '../../kernel/refusal.ts'
import type { PageFile } from './page.ts'

/** What a form sent, with or without files. Refuses a body that is no form (pages.unreadable). */
export async function readForm(body: unknown, contentType: string | undefined): Promise<{ form: Record<string, string>; files: Record<string, PageFile> }> {
  if (!Buffer.isBuffer(body)) return { form: strings(body), files: {} }
  const data = await new Response(Uint8Array.from(body), { headers: { 'content-type': contentType ?? '' } }).formData().catch(() => {
    throw refuse('invalid', 'pages.unreadable', 'What was sent could not be read. Choose the file again and send it once more.')
  })
  const form: Record<string, string> = {}
  const files: Record<string, PageFile> = {}
  for (const [field, value] of data) {
    if (typeof value === 'string') form[field] ??= value
    else if (value.size > 0) files[field] ??= { name: value.name, contentType: value.type, bytes: new Uint8Array(await value.arrayBuffer()) }
  }
  return { form, files }
}

/** Form and address values as strings; a field sent twice counts once, anything else is nothing. */
export function strings(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries((value ?? {}) as Record<string, unknown>).map(([key, v]) => [key, typeof v === 'string' ? v : Array.isArray(v) && typeof v[0] === 'string' ? v[0] : '']))
}

import { refuse } from '../../kernel/refusal.ts'
import { wholeParts, type FormBody } from './form-body.ts'
import type { PageFile, PageRequest } from './page.ts'

/** What a form sent, with or without files. Refuses a body that is no form (pages.unreadable). */
export async function readForm(body: unknown, contentType: string | undefined): Promise<Pick<PageRequest, 'form' | 'files' | 'fileLists' | 'isCut'>> {
  if (!isFormBody(body)) return { form: strings(body), files: {}, fileLists: {}, isCut: false }
  const { isCut } = body
  const bytes = isCut ? wholeParts(body.bytes, contentType ?? '') : body.bytes
  const data = await new Response(Uint8Array.from(bytes), { headers: { 'content-type': contentType ?? '' } }).formData().catch(() => {
    throw refuse('invalid', 'pages.unreadable', 'What was sent could not be read. Choose the file again and send it once more.')
  })
  const form: Record<string, string> = {}
  const fileLists: Record<string, PageFile[]> = {}
  for (const [field, value] of data) {
    if (typeof value === 'string') form[field] ??= value
    else if (value.size > 0 && !isCut) (fileLists[field] ??= []).push({ name: value.name, contentType: value.type, bytes: new Uint8Array(await value.arrayBuffer()) })
  }
  const files = Object.fromEntries(Object.entries(fileLists).flatMap(([field, [first]]) => (first ? [[field, first]] : [])))
  return { form, files, fileLists, isCut }
}

const isFormBody = (body: unknown): body is FormBody => typeof body === 'object' && body !== null && 'bytes' in body && Buffer.isBuffer(body.bytes)

/** Form and address values as strings; a field sent twice counts once, anything else is nothing. */
export function strings(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries((value ?? {}) as Record<string, unknown>).map(([key, v]) => [key, typeof v === 'string' ? v : Array.isArray(v) && typeof v[0] === 'string' ? v[0] : '']))
}

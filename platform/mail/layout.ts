import { html, trusted } from '../pages/html.ts'
import type { NewMail } from './queue-mail.ts'

/** A mail as text and as HTML, from the same sentences. No images, no tracking, one link. */
export function layOut(mail: Pick<NewMail, 'subject' | 'why'> & { paragraphs: string[]; link?: { label: string; url: string } | undefined }): { text: string; html: string } {
  const text = [...mail.paragraphs, ...(mail.link ? [`${mail.link.label}:\n${mail.link.url}`] : []), `--\n${mail.why}`].join('\n\n')
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${mail.subject}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;max-width:36em">
${mail.paragraphs.map((p) => html`<p style="margin:0 0 16px">${p.split('\n').map((line, i) => html`${i > 0 && trusted('<br>')}${line}`)}</p>`)}
${mail.link && html`<p style="margin:0 0 24px"><a href="${mail.link.url}" style="color:#0b6b4f">${mail.link.label}</a></p>`}
<p style="margin:24px 0 0;font-size:13px;color:#6b7280">${mail.why}</p></body></html>`
  return { text, html: page.__html }
}

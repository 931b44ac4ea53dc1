import { sayDate } from '../../kernel/time.ts'
import { html, type Html } from '../../platform/pages/html.ts'
import { partnerPage } from '../../platform/pages/layout.ts'
import { confirmHours } from './give-payee-detail.ts'
import { detailForm, type Draft } from './page-forms.ts'
import { detailKinds, type DetailKind } from './payee-forms.ts'
import type { PayeePerson } from './payee-links.ts'
import type { DetailRow } from './payee-store.ts'
import { sayDetail } from './say-detail.ts'

const titles: Record<DetailKind, string> = { bank: 'Your account', tax: 'Tax form', vat: 'VAT' }
const nouns: Record<DetailKind, string> = { bank: 'your account', tax: 'the tax form', vat: 'VAT' }
const purposes: Record<DetailKind, string> = { bank: 'Where the money goes.', tax: 'What the US tax office asks for.', vat: 'Number, and how VAT is handled.' }

/** What is on file, masked, and the form of one part. */
export function payeeView(page: PayeePerson & { base: string; details: DetailRow[]; open: DetailKind | null; draft: Draft; sent: DetailKind | null; wantsTaxForm: boolean }): Html {
  const { settings, partner, contact, details, base } = page
  const sections = detailKinds.filter((kind) => kind !== 'tax' || page.wantsTaxForm || page.open === 'tax' || details.some((detail) => detail.kind === 'tax'))
  return partnerPage({
    title: `How you are paid · ${settings.name}`, vendor: settings.name, accent: settings.accent, partner: partner.name,
    body: html`<h1>How ${settings.name} pays you</h1><p class="m">For <span dir="auto">${partner.name}</span>. Each change is confirmed by mail to ${maskEmail(contact.email)}.</p>
${page.sent && html`<div class="box" role="status"><b>One more step.</b><p>We sent a mail to ${maskEmail(contact.email)}. Open the link in it and press the button, within ${confirmHours / 24} days. Until then nothing changes.</p></div>`}
${sections.map((kind) => section(page, kind))}
${!sections.includes('tax') && html`<p class="m s"><a href="${base}/payee?form=tax">Add a US tax form</a></p>`}`,
  })
}

function section({ details, base, open, draft, partner }: Parameters<typeof payeeView>[0], kind: DetailKind): Html {
  const own = details.filter((detail) => detail.kind === kind)
  const now = own.find((detail) => detail.confirmedAt !== null)
  const waiting = own.find((detail) => detail.confirmedAt === null)
  return html`<section><h2>${titles[kind]}</h2>
${now ? html`<p dir="auto">${sayDetail(kind, now.shown)}${now.heldUntil && html`<br><span class="m s">Payments go there from ${sayDate(Temporal.PlainDate.from(now.heldUntil))} on.</span>`}</p>` : html`<p class="m">${purposes[kind]} ${kind === 'vat' ? 'Nothing is on file.' : 'Nothing is on file yet.'}</p>`}
${waiting && html`<p class="m s" dir="auto">Waits for your confirmation by mail: ${sayDetail(kind, waiting.shown)}. Given ${sayDate(waiting.givenAt.toZonedDateTimeISO(partner.timeZone).toPlainDate())}.</p>`}
${open === kind ? detailForm(base, kind, draft) : html`<p class="s"><a href="${base}/payee?form=${kind}">${now || waiting ? 'Change' : 'Add'}<span style="position:absolute;left:-99rem"> ${nouns[kind]}</span></a></p>`}</section>`
}

/** The page behind the confirming mail: what it is, and a button. */
export function confirmationView(page: PayeePerson & { base: string; detail: DetailRow }): Html {
  const { settings, partner, detail, owner } = page
  const title = detail.confirmedAt ? 'Confirmed' : detail.replacedAt ? 'This was replaced' : 'Is this right?'
  const body = detail.replacedAt && !detail.confirmedAt
    ? html`<p>Something newer was said meanwhile. Confirm it with the newest mail.</p>`
    : html`<div class="box"><b>${titles[detail.kind]}</b><br><span dir="auto">${sayDetail(detail.kind, detail.shown)}</span></div>
${detail.confirmedAt ? html`<p role="status">${settings.name} has it.${detail.heldUntil ? ` As a safeguard, nothing is paid there before ${sayDate(Temporal.PlainDate.from(detail.heldUntil))}.` : ''} Everybody at <span dir="auto">${partner.name}</span> whom we know gets a mail about it.</p>`
    : html`<form method="post" action="${page.base}/payee/confirmation"><button class="go">Yes, this is right</button></form><p class="m s">Not you, or not right? Close this page; nothing changes. Then tell ${owner.name}: <a href="mailto:${owner.email}">${owner.email}</a></p>`}`
  return partnerPage({ title: `${title} · ${settings.name}`, vendor: settings.name, accent: settings.accent, partner: partner.name, body: html`<h1>${title}</h1>${body}` })
}

/** "l…@brightline.example" */
const maskEmail = (email: string): string => email.replace(/^(.)[^@]*/u, '$1…')

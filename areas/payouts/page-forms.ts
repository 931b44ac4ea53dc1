import { randomUUID } from 'node:crypto'
import { html, type Html } from '../../platform/pages/html.ts'
import { classifications, type DetailKind, type Problems, type Typed } from './payee-forms.ts'
import { taxFormNames, vatWords, type TaxFormKind } from './tax-rules.ts'

/** A form as it was typed, with what is wrong with it. */
export type Draft = { typed: Typed; problems: Problems }

export function detailForm(base: string, kind: DetailKind, draft: Draft): Html {
  const fields = { bank: bankFields, tax: taxFields, vat: vatFields }[kind]
  return html`<form method="post" action="${base}/payee" novalidate><input type="hidden" name="form" value="${kind}"><input type="hidden" name="key" value="${draft.typed['key'] || randomUUID()}">
${Object.keys(draft.problems).length > 0 && html`<p class="e" role="alert">${draft.problems['form'] ?? 'Not kept yet. What you wrote is still here.'}</p>`}
${fields(base, draft)}
<button class="go">${kind === 'tax' ? 'Sign and send' : 'Send'}</button></form><p class="m s">You get a mail with a button to confirm it. Before that nothing changes.</p>`
}

function bankFields(base: string, draft: Draft): Html {
  const kind = draft.typed['kind'] === 'us' || draft.typed['kind'] === 'other' ? draft.typed['kind'] : 'iban'
  const kinds: [string, string][] = [['iban', 'IBAN'], ['us', 'US account'], ['other', 'Another country']]
  const fields = {
    iban: html`${line(draft, 'iban', 'IBAN')}${line(draft, 'bic', 'BIC', 'Only if your bank asks for it')}`,
    us: html`${line(draft, 'routing', 'Routing number', 'Nine digits')}${line(draft, 'account', 'Account number')}${choice(draft, 'type', 'Kind of account', { checking: 'Checking', savings: 'Savings' }, 'checking')}`,
    other: html`${line(draft, 'country', 'Country of the bank', 'Two letters, such as JP')}${line(draft, 'bic', 'BIC of the bank')}${line(draft, 'account', 'Account number')}`,
  }[kind]
  return html`<p class="s">${kinds.map(([value, label], i) => html`${i > 0 && ' · '}${value === kind ? html`<b>${label}</b>` : html`<a href="${base}/payee?form=bank&amp;kind=${value}">${label}</a>`}`)}</p><input type="hidden" name="kind" value="${kind}">
${line(draft, 'holder', 'Account holder', 'As the bank has it')}${choice(draft, 'owner', 'The holder is', { business: 'A company', person: 'A person' }, 'business')}${fields}`
}

function taxFields(base: string, draft: Draft): Html {
  const kind = (draft.typed['kind'] ?? '') in taxFormNames ? (draft.typed['kind'] as TaxFormKind) : 'w9'
  const who: Record<TaxFormKind, string> = { w9: 'US persons and companies', w8ben: 'people elsewhere', w8bene: 'companies elsewhere' }
  const isForeign = kind !== 'w9'
  return html`<p class="s">${(Object.keys(who) as TaxFormKind[]).map((one, i) => html`${i > 0 && ' · '}${one === kind ? html`<b>${taxFormNames[one]}</b>` : html`<a href="${base}/payee?form=tax&amp;kind=${one}">${taxFormNames[one]}</a>`} for ${who[one]}`)}</p><input type="hidden" name="kind" value="${kind}">
${line(draft, 'holder', 'Name', 'As on your income tax return')}${!isForeign && choice(draft, 'classification', 'For tax purposes you are', classifications, '')}
${line(draft, 'street', 'Street and number')}${line(draft, 'town', isForeign ? 'Town, region and postcode' : 'Town, state and ZIP code')}${isForeign && line(draft, 'country', 'Country of residence', 'Two letters, such as PT')}
${line(draft, 'tin', isForeign ? 'Tax number' : 'Social security or employer number', isForeign ? 'Of your country or the US; if you have one' : 'Nine digits')}
${isForeign ? html`${choice(draft, 'us', 'Is any of the work done in the United States?', { no: 'No', yes: 'Yes, some' }, 'no')}${line(draft, 'treaty', 'Rate under a tax treaty, in percent', 'Only if you claim one')}` : check(draft, 'backup', 'I am subject to backup withholding')}
${line(draft, 'signature', 'Signature', 'Type your name')}
${check(draft, 'certify', isForeign ? `Under penalties of perjury I declare that this is true, that I am the beneficial owner or sign for it, and that it is not a US person (form ${taxFormNames[kind]}).` : 'Under penalties of perjury I certify that the number is correct and that I am a US person (form W-9).')}`
}

function vatFields(_base: string, draft: Draft): Html {
  return html`${line(draft, 'number', 'VAT number', 'With the country first, such as DE123456789; leave it empty if you have none')}${choice(draft, 'mode', 'How VAT is handled', vatWords, '')}`
}

const error = ({ problems }: Draft, field: string) => problems[field] && html`<p class="e" id="${field}-e">${problems[field]}</p>`
const marks = ({ problems }: Draft, field: string) =>
  html`${problems[field] && html` aria-invalid="true" aria-describedby="${field}-e"`}${Object.keys(problems)[0] === field && html` autofocus`}`

function line(draft: Draft, field: string, label: string, hint?: string): Html {
  return html`<label for="${field}">${label}${hint && html`<small>${hint}</small>`}</label><input type="text" id="${field}" name="${field}" dir="auto" autocomplete="off" spellcheck="false" maxlength="140" value="${(draft.typed[field] ?? '').slice(0, 400)}"${marks(draft, field)}>${error(draft, field)}`
}

function choice(draft: Draft, field: string, label: string, choices: Record<string, string>, usual: string): Html {
  const chosen = draft.typed[field] || usual
  return html`<fieldset style="border:0;padding:0;margin:1.1rem 0 0"><legend style="font-weight:700;padding:0">${label}</legend>${Object.entries(choices).map(([value, words], i) => html`<label class="c" style="margin-top:.5rem"><input type="radio" name="${field}" value="${value}"${value === chosen && html` checked`}${i === 0 && marks(draft, field)}> ${words}</label>`)}${error(draft, field)}</fieldset>`
}

function check(draft: Draft, field: string, words: string): Html {
  return html`<label class="c"><input type="checkbox" name="${field}" value="yes"${draft.typed[field] === 'yes' && html` checked`}${marks(draft, field)}> <span>${words}</span></label>${error(draft, field)}`
}

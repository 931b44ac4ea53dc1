import { createHash } from 'node:crypto'
import { Refusal } from '../../kernel/refusal.ts'
import { parseEmail } from '../../kernel/text.ts'
import type { Tx } from '../../platform/db/context.ts'
import { attempt } from '../../platform/db/transact.ts'
import type { Fault, ImportField, ImportKind, RowOutcome } from '../../platform/imports/index.ts'
import { companyTables } from '../companies/index.ts'
import { findIntroducer } from '../partners/index.ts'
import { referralIn } from './contract.ts'
import { submitReferral } from './submit-referral.ts'

type Row = { key: string; partner: string; email: string | null; buyer: string; person: string; reason: string; consent: boolean }

const fields: ImportField[] = [
  { name: 'key', label: 'Id in the file', required: true, help: 'Makes the same row in the next file the same introduction.', synonyms: ['id', 'key', 'row', 'number', 'reference', 'lead id', 'referral id', 'introduction id'] },
  { name: 'partner', label: 'Partner', help: 'Its name as in the directory; or give the contact.', synonyms: ['partner', 'partner name', 'partner company', 'agency', 'reseller'] },
  { name: 'email', label: "Contact's e-mail", help: 'Who introduces; says which partner it is.', looksLike: (value) => parseEmail(value) !== undefined, synonyms: ['introducer', 'introduced by', 'contact email', 'partner email', 'referrer', 'referrer email', 'submitted by', 'email'] },
  { name: 'buyer', label: 'Buyer', required: true, help: 'Company, website or work e-mail.', synonyms: ['buyer', 'company', 'company name', 'account', 'lead company', 'prospect', 'customer', 'website', 'domain'] },
  { name: 'person', label: 'Who to talk to', required: true, synonyms: ['person', 'who', 'contact', 'contact name', 'lead name', 'talk to', 'buyer contact', 'name'] },
  { name: 'reason', label: 'Why', required: true, synonyms: ['reason', 'why', 'note', 'notes', 'comment', 'description', 'message'] },
  { name: 'consent', label: 'Agreed to hear from us', help: 'yes or no', looksLike: (value) => /^(yes|no|y|n|true|false)$/i.test(value), synonyms: ['consent', 'agreed', 'opt in', 'permission', 'gdpr consent'] },
]

const wordsIn = referralIn.pick({ buyer: true, person: true, reason: true })

function parse(values: Record<string, string>): { row: Row } | { faults: Fault[] } {
  const checked = wordsIn.safeParse(values)
  const faults: Fault[] = checked.success ? [] : checked.error.issues.map((issue) => ({ field: String(issue.path[0]), reason: issue.message }))
  const email = values['email'] ? parseEmail(values['email']) : null
  if (email === undefined) faults.push({ field: 'email', reason: `“${values['email']}” is not an e-mail address.` })
  if (!values['partner'] && !values['email']) faults.push({ field: 'partner', reason: 'Say which partner introduces: its name, or the e-mail of one of its contacts.' })
  const consent = (values['consent'] ?? '').toLowerCase()
  if (consent && !/^(yes|y|true|1|ja|oui|si|sí|no|n|false|0|nein|non)$/.test(consent)) faults.push({ field: 'consent', reason: `“${values['consent']}” is neither yes nor no.` })
  if (!checked.success || faults.length > 0) return { faults }
  return { row: { key: values['key'] ?? '', partner: values['partner'] ?? '', email: email ?? null, ...checked.data, consent: /^(y|t|1|ja|oui|s)/.test(consent) } }
}

async function write(tx: Tx, rows: Row[]): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = []
  for (const row of rows) {
    const who = await findIntroducer(tx, row)
    if (who === 'nobody' || who === 'several') {
      outcomes.push({ outcome: 'rejected', field: 'partner', reason: who === 'several' ? 'Several partners match; give the name and the contact’s e-mail.' : `There is no partner ${row.partner ? `named “${row.partner}”` : `with a contact ${row.email}`}.` })
      continue
    }
    try {
      const sent = await attempt(tx, () => submitReferral(tx, { ...who, buyer: row.buyer, person: row.person, reason: row.reason, consent: row.consent, source: 'file', sourceKey: createHash('sha256').update(`file:${row.key}`).digest('base64url') }))
      outcomes.push({ outcome: sent.isNew ? 'created' : 'unchanged' })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      outcomes.push({ outcome: 'rejected', field: error.fields[0]?.field ?? 'buyer', reason: error.message })
    }
  }
  return outcomes
}

/** Introductions of many buyers from a file, through the same verb as one. */
export const referralImport: ImportKind<Row> = {
  kind: 'referrals', label: 'Introductions', permission: 'referrals:write', fields, keyField: 'key', fills: ['referral', ...companyTables], parse: (values) => parse(values), write,
  say: (row) => ({ Partner: row.partner || (row.email ?? ''), Buyer: row.buyer, 'Who to talk to': row.person, Why: row.reason, 'Agreed to hear from us': row.consent ? 'yes' : 'not yet' }),
}

import { createHash } from 'node:crypto'
import { Refusal } from '../../kernel/refusal.ts'
import { parseEmail } from '../../kernel/text.ts'
import type { Tx } from '../../platform/db/context.ts'
import { attempt } from '../../platform/db/transact.ts'
import type { Fault, ImportField, ImportKind, RowOutcome } from '../../platform/imports/index.ts'
import { readDomain } from '../companies/index.ts'
import { partnerTypes, type PartnerType } from '../partners/index.ts'
import { addCandidate } from './add-candidate.ts'
import { applicationPage, recipientOf } from './application-page.ts'
import { candidateIn } from './contract.ts'
import { PartnerIndex } from './same-as.ts'
import { knownSourceKeys } from './store.ts'

type Row = { name: string; website: string | null; type: PartnerType; contact: { name: string; email: string; phone: null } | null; sourceNote: string | null; hypothesisNote: string | null }

const fields: ImportField[] = [
  { name: 'name', label: 'Candidate', required: true, help: 'Makes the same row in the next file the same candidate.', synonyms: ['name', 'candidate', 'company', 'company name', 'partner', 'partner name', 'organisation', 'organization', 'account name', 'firma', 'firmenname', 'unternehmen', 'entreprise', 'société', 'empresa', 'azienda', 'bedrijf'] },
  { name: 'website', label: 'Website', synonyms: ['website', 'web', 'url', 'domain', 'homepage', 'webseite', 'internetseite', 'site web', 'sitio web', 'sito web'] },
  { name: 'type', label: 'Type', help: `${partnerTypes.join(', ')}; referral when empty`, looksLike: (value) => readType(value) !== undefined, synonyms: ['type', 'partner type', 'kind', 'category', 'partnertyp', 'typ', 'art', 'type de partenaire', 'tipo'] },
  { name: 'contact', label: 'Contact', synonyms: ['contact', 'contact name', 'contact person', 'person', 'full name', 'ansprechpartner', 'ansprechpartnerin', 'kontakt', 'interlocuteur', 'contacto', 'persona de contacto', 'referente', 'contactpersoon'] },
  { name: 'email', label: "Contact's e-mail", looksLike: (value) => parseEmail(value) !== undefined, synonyms: ['email', 'e-mail', 'contact email', 'mail', 'email address', 'e-mail-adresse', 'email adresse', 'mailadresse', 'courriel', 'adresse e-mail', 'correo electrónico', 'correo', 'indirizzo e-mail', 'e-mailadres'] },
  { name: 'source', label: 'Where from', synonyms: ['source', 'lead source', 'origin', 'where from', 'event', 'quelle', 'herkunft', 'origen', 'fonte', 'bron'] },
  { name: 'note', label: 'Why they would recommend us', synonyms: ['note', 'notes', 'why', 'comment', 'hypothesis', 'description', 'notiz', 'notizen', 'bemerkung', 'warum', 'remarque', 'notas', 'opmerking'] },
]

/** What files call the types, beside our own words. */
const otherWords: Record<string, PartnerType> = {
  referrer: 'referral', consultant: 'implementation', consulting: 'implementation', agency: 'implementation', si: 'implementation', integrator: 'implementation', integration: 'technology', tech: 'technology',
  isv: 'technology', var: 'reseller', distributor: 'reseller', publisher: 'affiliate', alliance: 'strategic',
}
function readType(text: string): PartnerType | undefined {
  const word = text.trim().toLowerCase().replace(/ partner$/, '')
  return partnerTypes.find((type) => type === word) ?? otherWords[word]
}

const fieldsIn = candidateIn.pick({ name: true, website: true, contact: true, sourceNote: true, hypothesisNote: true })

function parse(values: Record<string, string>): { row: Row } | { faults: Fault[] } {
  const faults: Fault[] = []
  const type = values['type'] ? readType(values['type']) : 'referral'
  if (!type) faults.push({ field: 'type', reason: `“${values['type']}” is no partner type. Write one of ${partnerTypes.join(', ')}.` })
  const read = values['website'] ? readDomain(values['website']) : undefined
  if (read && 'problem' in read && read.problem === 'not_a_domain') faults.push({ field: 'website', reason: `“${values['website']}” is not an address on the internet.` })
  const email = values['email'] ? parseEmail(values['email']) : null
  if (email === undefined) faults.push({ field: 'email', reason: `“${values['email']}” is not an e-mail address.` })
  if (values['contact'] && !values['email']) faults.push({ field: 'email', reason: 'A contact needs an e-mail address.' })
  const contact = email ? { name: values['contact'] ?? email, email, phone: null } : null
  const checked = fieldsIn.safeParse({ name: values['name'] ?? '', website: values['website'], contact, sourceNote: values['source'], hypothesisNote: values['note'] })
  const fieldOf: Record<string, string> = { sourceNote: 'source', hypothesisNote: 'note' }
  if (!checked.success) faults.push(...checked.error.issues.map((issue) => ({ field: fieldOf[String(issue.path[0])] ?? String(issue.path[0]), reason: issue.message })))
  if (!checked.success || !type || faults.length > 0) return { faults }
  const { name, website, sourceNote, hypothesisNote } = checked.data
  return { row: { name, website, type, contact, sourceNote, hypothesisNote } }
}

const keyOf = (row: Row): string => createHash('sha256').update(`file:${row.name.toLowerCase()}`).digest('base64url')

async function write(tx: Tx, rows: Row[]): Promise<RowOutcome[]> {
  const [known, index] = [await knownSourceKeys(tx, rows.map(keyOf)), await PartnerIndex.of(tx)]
  // A member who imports owns what comes; a key has nobody to give it to but whoever gets applications.
  const ownerId = tx.actor.kind === 'member' ? tx.actor.id : (await recipientOf(tx, await applicationPage(tx))).id
  const outcomes: RowOutcome[] = []
  for (const row of rows) {
    const sourceKey = keyOf(row)
    if (known.has(sourceKey)) {
      outcomes.push({ outcome: 'unchanged' })
      continue
    }
    try {
      await attempt(tx, () => addCandidate(tx, { ...row, ownerId, source: 'file', sourceKey }, index))
      known.add(sourceKey)
      outcomes.push({ outcome: 'created' })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      outcomes.push({ outcome: 'rejected', field: error.fields[0]?.field ?? 'name', reason: error.message })
    }
  }
  return outcomes
}

/** Candidates from a file, through the same verb as one. Whoever may be the same as a partner we know is taken in and marked, never joined. */
export const candidateImport: ImportKind<Row> = {
  kind: 'candidates', label: 'Candidates', permission: 'partners:write', fields, keyField: 'name', fills: ['candidacy'], parse: (values) => parse(values), write,
  say: (row) => ({ Candidate: row.name, Website: row.website ?? '', Type: row.type, Contact: row.contact ? `${row.contact.name}, ${row.contact.email}` : '', 'Where from': row.sourceNote ?? '' }),
}

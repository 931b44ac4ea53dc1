import type { Id } from '../../kernel/ids.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { companiesByCrmId, readBuyer, readCountry, recogniseMany, upsertCompanies, type CompanyInput } from '../companies/index.ts'

type Place = Pick<CompanyInput, 'street' | 'zip' | 'city' | 'country'>
/** How another system names a company: by its own id, a website or domain, a name; and where it is, which tells those of one name apart. */
export type CompanyWords = Place & Pick<CompanyInput, 'crmId'> & { domain?: string | undefined; name?: string | undefined }

/** What was recognised before in one run, by the words. Holds only companies that were there already, so a rollback leaves nothing false. */
export type Remembered = Map<string, Id>
const mostRemembered = 100_000

/**
 * The company of each row, or null: by the CRM's id, else by what is spelled the same. A near name is another company, since the export
 * says so; unknown ones with a name are made as prospects when that is wanted. The same words are looked up once.
 */
export async function companiesOfRows(tx: Tx, words: (CompanyWords | null)[], create: boolean, remembered: Remembered = new Map()): Promise<(Id | null)[]> {
  const { ids, unknown } = await rememberCompanies(tx, words, remembered)
  const named = unknown.filter(([, w]) => w.name)
  const made = named.length === 0 ? [] : await upsertCompanies(tx, named.map(([, { name = '', domain, ...more }]) => ({ name, website: domain, ...more })), { createMissing: create })
  for (const [at, [key]] of named.entries()) {
    const outcome = made[at]
    if (outcome && outcome.outcome !== 'problem') ids.set(key, outcome.companyId)
  }
  return words.map((w) => (w && ids.get(keyOf(w))) ?? null)
}

/** Looks up the words that are not remembered and remembers whom they name; those that name nobody for certain are left over. */
export async function rememberCompanies(r: Reading, words: (CompanyWords | null)[], remembered: Remembered): Promise<{ ids: Map<string, Id>; unknown: [string, CompanyWords][] }> {
  const ids = new Map<string, Id>()
  const asked: [string, CompanyWords][] = []
  for (const [key, w] of new Map(words.flatMap((one) => (one ? [[keyOf(one), one] as const] : [])))) {
    const known = remembered.get(key)
    if (known) ids.set(key, known)
    else asked.push([key, w])
  }
  if (remembered.size > mostRemembered) remembered.clear()
  const recognised = (key: string, id: Id) => void (ids.set(key, id), remembered.set(key, id))
  const byCrmId = await companiesByCrmId(r, asked.flatMap(([, w]) => w.crmId ?? []))
  for (const [key, w] of asked) {
    const id = w.crmId ? byCrmId.get(w.crmId) : undefined
    if (id) recognised(key, id)
  }
  const rest = asked.filter(([key]) => !ids.has(key))
  const found = await recogniseMany(r, rest.map(([, w]) => soughtOf(w)), { exact: true })
  const unknown = rest.filter(([key, w], at) => {
    const link = found[at]
    // A company that belongs to another record of the CRM is another one; one without an id gets it from whoever makes what is left over.
    if (!link?.companyId || link.band !== 'same' || w.crmId) return true
    recognised(key, link.companyId)
    return false
  })
  return { ids, unknown }
}

const keyOf = (w: CompanyWords): string => JSON.stringify([w.crmId, w.domain, w.name, w.street, w.zip, w.city, w.country].map((word) => word ?? ''))

function soughtOf({ name, domain, street, zip, city, country }: CompanyWords): Place & { name?: string; domain?: string } {
  const site = domain ? readBuyer(domain).domain : undefined
  return { ...(name ? { name } : {}), ...(site ? { domain: site } : {}), street, zip, city, country: country && readCountry(country) }
}

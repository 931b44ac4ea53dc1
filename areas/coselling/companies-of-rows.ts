import type { Id } from '../../kernel/ids.ts'
import type { Tx } from '../../platform/db/context.ts'
import { companiesByCrmId, readBuyer, recogniseMany, upsertCompanies } from '../companies/index.ts'

/** How another system names a company: by its own id, a website or domain, a name. */
export type CompanyWords = { crmId?: string | undefined; domain?: string | undefined; name?: string | undefined }

/** What was recognised before in one run, by the words. Holds only companies that were there already, so a rollback leaves nothing false. */
export type Remembered = Map<string, Id>
const mostRemembered = 100_000

/**
 * The company of each row, or null: by the CRM's id, else by what is spelled the same. A near name is another company, since the export
 * says so; unknown ones with a name are made as prospects when that is wanted. The same words are looked up once.
 */
export async function companiesOfRows(tx: Tx, words: (CompanyWords | null)[], create: boolean, remembered: Remembered = new Map()): Promise<(Id | null)[]> {
  const keyOf = (w: CompanyWords) => JSON.stringify([w.crmId ?? '', w.domain ?? '', w.name ?? ''])
  const keys = words.map((w) => (w ? keyOf(w) : ''))
  const ids = new Map<string, Id>()
  const asked: [string, CompanyWords][] = []
  for (const [key, w] of new Map(words.flatMap((one, at) => (one ? [[keys[at] ?? '', one] as const] : [])))) {
    const known = remembered.get(key)
    if (known) ids.set(key, known)
    else asked.push([key, w])
  }
  if (remembered.size > mostRemembered) remembered.clear()
  const recognised = (key: string, id: Id) => void (ids.set(key, id), remembered.set(key, id))
  const byCrmId = await companiesByCrmId(tx, asked.flatMap(([, w]) => w.crmId ?? []))
  for (const [key, w] of asked) {
    const id = w.crmId ? byCrmId.get(w.crmId) : undefined
    if (id) recognised(key, id)
  }

  const rest = asked.filter(([key]) => !ids.has(key))
  const found = await recogniseMany(tx, rest.map(([, w]) => soughtOf(w)), { exact: true })
  const unknown = rest.filter(([key, w], at) => {
    const link = found[at]
    // A company that belongs to another record of the CRM is another one; one without an id gets it below.
    if (!link?.companyId || link.band !== 'same' || w.crmId) return true
    recognised(key, link.companyId)
    return false
  })
  const named = unknown.filter(([, w]) => w.name)
  const made = named.length === 0 ? [] : await upsertCompanies(tx, named.map(([, w]) => ({ crmId: w.crmId, name: w.name ?? '', website: w.domain })), { createMissing: create })
  for (const [at, [key]] of named.entries()) {
    const outcome = made[at]
    if (outcome && outcome.outcome !== 'problem') ids.set(key, outcome.companyId)
  }
  return keys.map((key) => ids.get(key) ?? null)
}

function soughtOf({ name, domain }: CompanyWords): { name?: string; domain?: string } {
  const site = domain ? readBuyer(domain).domain : undefined
  return { ...(name ? { name } : {}), ...(site ? { domain: site } : {}) }
}

// Who a new candidate may be the same as. For members to see; nothing is joined by it, and nothing of it is shown to an applicant.
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { readDomain, similarity } from '../companies/index.ts'
import { partnerKeys, type PartnerKeys } from '../partners/index.ts'

export type SameAs = { partnerId: Id; score: number; reasons: string[] }
export type Known = { name: string; domains: Set<string> }

const fromScore = 0.85
const mostShown = 5

/** The registrable domain of a website or mail address that says something of its company; undefined for mail providers and shared hosts. */
export function domainOf(text: string | null): string | undefined {
  const read = text ? readDomain(text) : undefined
  return read && 'domain' in read ? read.domain : undefined
}

export const domainsOf = (website: string | null, emails: string[]): Set<string> =>
  new Set([website, ...emails.map((email) => email.slice(email.lastIndexOf('@') + 1))].map((text) => domainOf(text)).filter((domain) => domain !== undefined))

/** Every partner with what it is told apart by, asked once and kept while many are compared. */
export class PartnerIndex {
  private readonly partners: (PartnerKeys & Known)[] = []
  private readonly byWord = new Map<string, Set<number>>()
  private readonly byDomain = new Map<string, Set<number>>()

  static async of(r: Reading): Promise<PartnerIndex> {
    const index = new PartnerIndex()
    for (const partner of await partnerKeys(r)) index.add(partner)
    return index
  }

  add(partner: PartnerKeys): void {
    const at = this.partners.length
    const domains = domainsOf(partner.website, partner.emails)
    this.partners.push({ ...partner, domains })
    for (const word of beginnings(partner.name)) note(this.byWord, word, at)
    for (const domain of domains) note(this.byDomain, domain, at)
  }

  /** Likeliest first. The name is compared only with those that share the beginning of a word: others are never near enough. */
  look(sought: Known, except?: Id): SameAs[] {
    const near = new Set([...[...sought.domains].flatMap((domain) => [...(this.byDomain.get(domain) ?? [])]), ...beginnings(sought.name).flatMap((word) => [...(this.byWord.get(word) ?? [])])])
    return [...near].flatMap((at) => {
      const partner = this.partners[at]
      if (!partner || partner.id === except) return []
      const site = [...sought.domains].find((domain) => partner.domains.has(domain))
      const { score, reasons } = similarity(sought.name, partner.name)
      if (!site && score < fromScore) return []
      return [{ partnerId: partner.id, score: site ? Math.max(0.95, score) : score, reasons: [...(site ? [`Both are at ${site}.`] : []), ...(score >= fromScore ? reasons : [])] }]
    }).sort((a, b) => b.score - a.score).slice(0, mostShown)
  }
}

function note(map: Map<string, Set<number>>, key: string, at: number): void {
  const held = map.get(key)
  if (held) held.add(at)
  else map.set(key, new Set([at]))
}

/** The first three letters of each word and of the whole, without accents and case. */
function beginnings(name: string): string[] {
  const words = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  return [...new Set([...words, words.join('')].map((word) => word.slice(0, 3)))]
}

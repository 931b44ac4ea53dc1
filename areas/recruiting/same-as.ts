// Who a new candidate may be the same as. For members to see; nothing is joined by it, and nothing of it is shown to an applicant.
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { fold, readDomain, similarity, thresholds, words } from '../companies/index.ts'
import { partnerKeys, type PartnerKeys } from '../partners/index.ts'

export type SameAs = { partnerId: Id; score: number; reasons: string[] }
export type Known = { name: string; domains: Set<string> }

const mostShown = 5
/** A key that more names have is not looked under. */
const mostPerKey = 60

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
  private readonly byKey = new Map<string, Set<number>>()
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
    for (const key of keysOf(partner.name)) note(this.byKey, key, at)
    for (const domain of domains) note(this.byDomain, domain, at)
  }

  /**
   * Likeliest first. The name is compared only with those that share a key which few have: a word that many names have says too little,
   * and ten thousand of them would be compared with each other.
   */
  look(sought: Known, except?: Id): SameAs[] {
    const near = new Set([...[...sought.domains].flatMap((domain) => [...(this.byDomain.get(domain) ?? [])]), ...keysOf(sought.name).flatMap((key) => [...this.few(key)])])
    return [...near].flatMap((at) => {
      const partner = this.partners[at]
      if (!partner || partner.id === except) return []
      const site = [...sought.domains].find((domain) => partner.domains.has(domain))
      const { score, reasons } = similarity(sought.name, partner.name)
      if (!site && score < thresholds.maybe) return []
      return [{ partnerId: partner.id, score: site ? Math.max(0.95, score) : score, reasons: [...(site ? [`Both are at ${site}.`] : []), ...(score >= thresholds.maybe ? reasons : [])] }]
    }).sort((a, b) => b.score - a.score).slice(0, mostShown)
  }

  private few(key: string): Iterable<number> {
    const held = this.byKey.get(key)
    return held && held.size <= mostPerKey ? held : []
  }
}

function note(map: Map<string, Set<number>>, key: string, at: number): void {
  const held = map.get(key)
  if (held) held.add(at)
  else map.set(key, new Set([at]))
}

/** All letters together, their first six, and the first four of each word, without accents and case. */
function keysOf(name: string): string[] {
  const all = words(fold(name))
  const whole = all.join('')
  return [...new Set([`=${whole}`, `^${whole.slice(0, 6)}`, ...all.map((word) => word.slice(0, 4))])]
}

// How likely a buyer is a company that we know: website first, then name and former names. Pure.
import type { Buyer } from './read-buyer.ts'
import { labelOf, lettersOfDomain, showDomain } from './domains.ts'
import { parseName } from './names.ts'
import type { Place } from './places.ts'
import { similarity, type Similarity } from './similarity.ts'

export type Sought = Pick<Buyer, 'domain' | 'name' | 'lookAlikeOf'> & Place & { country?: string | null | undefined }
/** A company as far as recognition goes. `lookAlikeOf` of its domains is found by whoever reads them. */
export type Known = { name: string; aliases: string[]; domains: string[]; pretends: string[] }

/** Below `same`: noticed, never taken for the other. */
const noticed = 0.9
/** A website alone that is spelled like a name. */
const namedLike = 0.88
/** A label of this many letters is spelled like one company, not like any. */
const tellingLabel = 8

export function scoreOf(sought: Sought, known: Known): Similarity {
  if (sought.domain && known.domains.includes(sought.domain)) return { score: 1, reasons: [`The same website, ${showDomain(sought.domain)}.`] }
  const website = scoreWebsite(sought, known)
  const name = scoreName(sought, known)
  return website.score > name.score ? website : name
}

/** By the name that is nearest, whatever the websites say. */
export function nameScore(sought: Sought, known: { name: string; aliases: string[] | null }): Similarity {
  const asked = sought.name ?? (sought.domain ? showDomain(sought.domain) : '')
  return [similarity(asked, known.name), ...(known.aliases ?? []).map((alias) => aliased(alias, similarity(asked, alias)))].reduce((a, b) => (b.score > a.score ? b : a))
}

function scoreName(sought: Sought, known: Known): Similarity {
  const best = nameScore(sought, known)
  if (!sought.domain) return best
  if (known.domains.length > 0) return cap(best, sought.name ? noticed : namedLike, `Its website is ${showDomain(known.domains[0] ?? '')}.`)
  if (sought.name) return best
  return lettersOfDomain(sought.domain).length >= tellingLabel ? best : cap(best, namedLike, 'Only the website is known.')
}

function scoreWebsite(sought: Sought, known: Known): Similarity {
  const nothing = { score: 0, reasons: [] }
  if (!sought.domain) {
    const letters = parseName(sought.name ?? '').letters
    const site = known.domains.find((domain) => lettersOfDomain(domain) === letters)
    return site && letters.length > 1 ? { score: 0.82, reasons: [`Its website is ${showDomain(site)}.`] } : nothing
  }
  const [own, pretended] = [sought.domain, sought.lookAlikeOf]
  const seems = known.pretends.includes(own) || (pretended && (known.domains.includes(pretended) || known.pretends.includes(pretended)))
  if (seems) return { score: noticed, reasons: [`The website looks like ${pretended ?? own} but is written with other letters.`] }
  const twin = known.domains.find((domain) => labelOf(domain) === labelOf(own))
  return twin ? { score: namedLike, reasons: [`Its website is ${showDomain(twin)}, the same name under another ending.`] } : nothing
}

const aliased = (alias: string, found: Similarity): Similarity => ({ score: found.score, reasons: [`It is also called “${alias}”.`, ...found.reasons] })
const cap = (found: Similarity, most: number, reason: string): Similarity => (found.score <= most ? found : { score: most, reasons: [...found.reasons, reason] })

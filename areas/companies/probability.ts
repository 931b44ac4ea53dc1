// How likely a buyer is a company that we know, from 0 to 1: of a hundred that are said to be 0.9, some ninety are. Websites first, then
// names, then the country, the address and the telephone. Pure. The weights are made from labelled lists (matching/train.ts); what no list could tell is marked as judged.
import { lettersOfDomain } from './domains.ts'
import { sayCountry } from './icp-judge.ts'
import { logistic } from './matching/fit.ts'
import { likelihoodOf } from './matching/likelihood.ts'
import { likenessOf, readName, type Likeness } from './matching/likeness.ts'
import { siteFeatures, siteLikeness } from './matching/site-name.ts'
import { siteWeights, weights as nameWeights } from './matching/weights.ts'
import { parseName } from './names.ts'
import type { Place } from './places.ts'
import type { Sought } from './score.ts'
import { samePlaceAs, sayWhere } from './where.ts'

export type Called = { name: string; aliases: string[] | null }
export type Likely = Called & Place & { domains: string[] | null; country: string | null; attributes?: Record<string, unknown> | null }

/** Of two lists of start-ups, 3 of 5,914 websites stand at two entries. */
const sameWebsite = 0.99
/** Judged: two websites of one company are not rare, two companies of one name with a website each are common. In odds, as logarithm. */
const otherWebsite = -5
/** Judged: called like the website and not like the name, as IBM is. */
const calledLikeItsSite = 0.5
/** Of 35 companies in two lists 30 have one country, of two companies of those lists taken by chance 52 in 100. In odds, as logarithm. */
const countries = { same: Math.log(0.857 / 0.522), other: Math.log(0.143 / 0.478) }
export type PlaceRates = { one: number; two: number }
/** A company has more than one place, so that what differs counts half; judged. In odds, as logarithm. */
export const placeOdds = ({ one, two }: PlaceRates) => ({ same: Math.log(one / two), other: Math.log((1 - one) / (1 - two)) / 2 })
/**
 * How many have it in common, of one and of two. Of places with like names: 965 and 14 in 1,000 have one street and number, 831 and 26 one
 * telephone number, 948 and 77 one postal code. Of 312 large companies in two lists from different years 81 in 100 have one city; of two
 * companies 1 in 100, but ours and a partner's are often from one region, so that one in four is said; judged.
 */
export const placesCount = {
  address: placeOdds({ one: 0.965, two: 0.014 }), phone: placeOdds({ one: 0.831, two: 0.026 }), zip: placeOdds({ one: 0.948, two: 0.077 }),
  city: { same: Math.log(0.81 / 0.25), other: Math.log(0.19 / 0.75) },
}
/** Companies that share no word with what is asked are one of many. */
const nobodyShares = 25

/** `found` are all companies that shared a key, this one among them: what many of them say tells little. */
export function probabilityOf(sought: Sought, known: Likely, found: Called[], weights = nameWeights, odds = placesCount): number {
  const domains = known.domains ?? []
  if (sought.domain && domains.includes(sought.domain)) return sameWebsite
  const name = sought.name ? Math.max(likelihoodOfNames(sought.name, known, found, weights), isCalledLikeSite(sought.name, domains) ? calledLikeItsSite : 0) : 0
  const site = sought.domain && (!sought.name || domains.length === 0) ? likelihoodOfSite(sought.domain, known, found) : 0
  const p = Math.min(1 - 1e-6, Math.max(1e-6, name, site))
  return logistic(Math.log(p / (1 - p)) + (sought.domain && domains.length > 0 ? otherWebsite : 0) + (sought.country && known.country ? countries[sought.country === known.country ? 'same' : 'other'] : 0) + oddsOfPlace(sought, known, odds))
}

/** What two have in common of a place is one thing that they have in common. */
function oddsOfPlace(sought: Sought, known: Likely, odds: typeof placesCount): number {
  const place = samePlaceAs(sought, known)
  const told = (['address', 'city', 'zip', 'phone'] as const).flatMap((what) => (place[what] === null ? [] : [odds[what][place[what] ? 'same' : 'other']]))
  return Math.max(0, ...told) + Math.min(0, ...told)
}

/** What website, country, address and telephone say, in words; nothing where one of them does not say any. A website in common is said where names are. */
export function sayPlaces(sought: Sought, known: Likely): string[] {
  const website = sought.domain && known.domains && known.domains.length > 0 && !known.domains.includes(sought.domain) ? ['Their websites differ.'] : []
  const country = sought.country && known.country ? [sought.country === known.country ? `Both are in ${sayCountry(known.country)}.` : `One is in ${sayCountry(sought.country)}, the other in ${sayCountry(known.country)}.`] : []
  return [...website, ...country, ...sayWhere(samePlaceAs(sought, known))]
}

const likelihoodOfNames = (asked: string, known: Called, found: Called[], weights: typeof nameWeights): number => Math.max(...namesOf(known).map((name) => likelihoodOf(likenessAmong(asked, name, found), weights)))

/** How alike two names are among all that were found. */
export function likenessAmong(asked: string, name: string, found: Called[]): Likeness {
  const [one, other] = [readName(asked), readName(name)]
  const shared = one.name.core.filter((word) => other.core.has(word))
  const of = (holds: (core: string[]) => boolean): number => found.filter((company) => namesOf(company).some((called) => holds(parseName(called).core))).length
  const crowd = shared.length === 0 ? nobodyShares : of((core) => shared.every((word) => core.includes(word)))
  const namesakes = of((core) => new Set(core).size === one.core.size && core.every((word) => one.core.has(word)))
  return likenessOf(one, other, Math.max(1, crowd), namesakes)
}

function likelihoodOfSite(domain: string, known: Called, found: Called[]): number {
  const letters = lettersOfDomain(domain)
  const crowd = found.filter((one) => namesOf(one).some((name) => parseName(name).letters === letters)).length
  return Math.max(...namesOf(known).map((name) => {
    const likeness = siteLikeness(domain, name, crowd)
    return logistic(siteFeatures.reduce((sum, feature) => sum + siteWeights[feature] * likeness[feature], 0))
  }))
}

function isCalledLikeSite(name: string, domains: string[]): boolean {
  const { letters } = parseName(name)
  return letters.length > 1 && domains.some((domain) => lettersOfDomain(domain) === letters)
}

const namesOf = (one: Called): string[] => [one.name, ...(one.aliases ?? [])]

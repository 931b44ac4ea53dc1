// Websites asked for among companies of which only the names are known, for train.ts and the tests: what the recogniser would compare. Pure.
import { lettersOfDomain, readDomain } from '../domains.ts'
import { nearKeys, storedKeys } from '../keys.ts'
import { parseName } from '../names.ts'
import { similarity } from '../similarity.ts'
import type { Example } from './fit.ts'
import { siteFeatures, siteLikeness } from './site-name.ts'

type Company = { name: string; domain: string | undefined }
/** `asker`: the place of the company whose website was asked for. */
export type WebsiteCase = Example & { asker: number }

/** Under a key that more companies share nobody is looked for. */
const looks = 25
/** What is less alike never comes into question. */
const least = 0.5

export function websiteCases(companies: Company[]): WebsiteCase[] {
  const under = new Map<string, number[]>()
  for (const [place, { name }] of companies.entries()) for (const key of storedKeys(name)) under.set(key, [...(under.get(key) ?? []), place])
  const claims = Map.groupBy(companies, (one) => one.domain)
  return companies.flatMap(({ domain }, asker) => {
    // What many give as theirs is the page of a network.
    if (domain === undefined || claims.get(domain)!.length > 2) return []
    const label = lettersOfDomain(domain)
    const places = new Set([`n${label}`, ...nearKeys(domain)].flatMap((key) => { const own = under.get(key) ?? []; return own.length <= looks || key.startsWith('n') ? own : [] }))
    const near = [...places].map((place) => companies[place]!)
    const crowd = near.filter((one) => parseName(one.name).letters === label).length
    return near.filter((one) => parseName(one.name).letters === label || similarity(domain, one.name).score >= least).map((one): WebsiteCase => {
      const likeness = siteLikeness(domain, one.name, crowd)
      return { asker, x: siteFeatures.map((feature) => likeness[feature]), y: one.domain === domain ? 1 : 0 }
    })
  })
}

/** Undefined where a host names no company. */
export function domainOf(host: string): string | undefined {
  const read = host ? readDomain(host) : undefined
  return read && 'domain' in read ? read.domain : undefined
}

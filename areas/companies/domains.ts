// Which organisation a website or a mail address belongs to: its registrable domain, in ASCII. Pure but for the lists.
import { domainToASCII, domainToUnicode } from 'node:url'
import { parse } from 'tldts'
import { fold, pretends } from './fold.ts'
import { isDisposable, isFreeMail, registrySuffixes, sharedHosts } from './domain-lists.ts'

/** Reserved for examples (RFC 2606); the demo world lives there. */
const documentation = 'example'

export type DomainProblem = 'free_mail' | 'disposable_mail' | 'shared_host' | 'not_a_domain'
export type ReadDomain = { domain: string; lookAlikeOf?: string } | { problem: DomainProblem; shown: string }

/**
 * The registrable domain of a website, host or mail domain: "https://www.shop.Meridian.co.uk/a" → meridian.co.uk. A name in other
 * letters comes as punycode. Pages on shared services and mail providers are problems, not companies.
 */
export function readDomain(text: string): ReadDomain {
  const given = text.trim().slice(0, 2000)
  const options = { allowPrivateDomains: true, validateHostname: true, extractHostname: true }
  const typed = parse(given, options)
  const ascii = typed.hostname ? domainToASCII(typed.hostname) : ''
  const { hostname, domain, publicSuffix, isIcann, isPrivate, isIp } = parse(ascii, options)
  if (!hostname || !domain || isIp || !(isIcann || isPrivate || publicSuffix === documentation) || domain.length > 253) return { problem: 'not_a_domain', shown: given.slice(0, 80) }
  const shown = domainToUnicode(domain) || domain
  if (isPrivate && !registrySuffixes.has(publicSuffix ?? '')) return { problem: 'shared_host', shown: domainToUnicode(hostname) }
  if (sharedHosts.has(domain) && (hasPath.test(given) || (hostname !== domain && hostname !== `www.${domain}`))) return { problem: 'shared_host', shown: domainToUnicode(hostname) }
  if (isFreeMail(hostname)) return { problem: 'free_mail', shown }
  if (isDisposable(hostname)) return { problem: 'disposable_mail', shown }
  const lookAlikeOf = pretendedDomain(shown)
  return lookAlikeOf ? { domain, lookAlikeOf } : { domain }
}

const hasPath = /^(?:[a-z]+:\/\/)?[^/?#]+\/[^/?#]/i

/** "meridіan.com" with a Cyrillic і → meridian.com; undefined for an honest name. */
export function pretendedDomain(shown: string): string | undefined {
  const parts = shown.split('.')
  const pretended = pretends(parts[0] ?? '')
  const plain = pretended?.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')
  return plain && /^[a-z0-9-]+$/.test(plain) ? [plain, ...parts.slice(1)].join('.') : undefined
}

/** How people write it: punycode as letters. */
export const showDomain = (domain: string): string => (domain.includes('xn--') ? domainToUnicode(domain) || domain : domain)

/** The part of a domain that is the name: "meridian-foods.co.uk" → "meridian-foods". */
export function labelOf(domain: string): string {
  return showDomain(domain).split('.')[0] ?? domain
}

/** Folded letters of the label, to be compared with the letters of a name: meridianfoods. */
export const lettersOfDomain = (domain: string): string => fold(labelOf(domain)).replace(/[^\p{L}\p{N}]/gu, '')

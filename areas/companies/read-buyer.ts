// What a partner types under "Who is it? Company, website or work e-mail". Pure but for the lists; never throws on any text.
import { cleanLine, parseEmail } from '../../kernel/text.ts'
import { nameAndAddress } from './addresses.ts'
import { lettersOfDomain, readDomain, type DomainProblem, type ReadDomain } from './domains.ts'
import { longestName } from './fold.ts'
import { isLegalForm } from './legal-forms.ts'
import { isKnownWord, nameKey, parseName } from './names.ts'

export type BuyerProblem = { field: 'buyer'; code: string; message: string }
export type Buyer = {
  kind: 'domain' | 'email' | 'name'
  /** Registrable, ASCII. */
  domain?: string
  name?: string
  /** A whole address that stood behind the name. */
  street?: string
  /** As given, also when it is private and says nothing about the company. */
  email?: string
  /** The domain is written with look-alike letters; this is the one it looks like. */
  suspicious?: 'look_alike'
  lookAlikeOf?: string
  problem?: BuyerProblem
}

const emailIn = /[^\s@<>"(),;:[\]]{1,64}@[^\s@<>"(),;:[\]/]{3,253}/u
const embeddedSite = /(?<![\p{L}\p{N}@.-])(?:https?:\/\/[^\s<>"(),;]+|(?:www\.)?[\p{Ll}\p{N}-]+(?:\.[\p{Ll}\p{N}-]{2,})+(?:\/[^\s<>"(),;]*)?)/u

/**
 * Company, website or mail address, or a name together with one of the others: "Meridian Foods (ana@meridianfoods.de)". A `problem`
 * says in a plain sentence why no company can be told from it; the name beside a private address is enough.
 */
export function readBuyer(text: string): Buyer {
  const line = plainLine(text)
  if (!/[\p{L}\p{N}]/u.test(line)) return { kind: 'name', problem: problem('required', 'Write the company’s name, its website or a work e-mail address.') }
  const mail = emailIn.exec(line)
  const email = mail ? parseEmail(mail[0].replace(/[.]+$/, '')) : undefined
  if (mail && email) return withAddress(email, besides(line, mail[0]), line.includes(`<${mail[0]}>`))
  if (/^\S+$/.test(line) && /[.:@]/.test(line)) {
    const whole = readWhole(line)
    if (whole) return whole
  }
  const site = embeddedSite.exec(line)?.[0].replace(/[.]+$/, '')
  const read = site && !isNamePart(site) ? readDomain(site) : undefined
  if (site && read && 'domain' in read) return { ...found('domain', read), ...named(besides(line, site) || undefined) }
  if (site && read && 'problem' in read && read.problem !== 'not_a_domain' && besides(line, site)) return nameOnly(besides(line, site))
  return nameOnly(line)
}

/** One word with a dot in it: a website, or a name such as "A.G." */
function readWhole(word: string): Buyer | undefined {
  const read = readDomain(word)
  if ('domain' in read) return isNamePart(word) ? undefined : found('domain', read)
  return read.problem === 'not_a_domain' && !/^[a-z]+:\/\/|^www\.|^[^@]+@/i.test(word) ? undefined : { kind: 'domain', problem: sayProblem(read) }
}

/** The words beside an address may be the company's or the person's: they are the company's when they look like it. */
function withAddress(email: string, beside: string, isPerson: boolean): Buyer {
  const read = readDomain(email.slice(email.lastIndexOf('@') + 1))
  const name = isPerson ? '' : beside
  if ('domain' in read) return { ...found('email', read), email, ...(isCompanyOf(name, read.domain) ? named(name) : {}) }
  if (name && nameKey(name) !== '') return { ...nameOnly(name), email }
  return { kind: 'email', email, problem: sayProblem(read) }
}

function isCompanyOf(name: string, domain: string): boolean {
  const parsed = parseName(name)
  const [letters, label] = [parsed.letters, lettersOfDomain(domain)]
  return parsed.legalForm !== null || parsed.core.some(isKnownWord) || (letters.length > 1 && (label.startsWith(letters) || letters.startsWith(label)))
}

const found = (kind: 'domain' | 'email', read: Extract<ReadDomain, { domain: string }>): Buyer => ({
  kind, domain: read.domain, ...(read.lookAlikeOf ? { suspicious: 'look_alike' as const, lookAlikeOf: read.lookAlikeOf } : {}),
})

function nameOnly(name: string): Buyer {
  if (nameKey(name) === '') return { kind: 'name', problem: problem('buyer.no_name', 'We cannot read a company’s name in this. Write it in letters, or give the website.') }
  return { kind: 'name', ...called(name) }
}
const called = (name: string): { name: string; street?: string } => nameAndAddress(name) ?? { name }
const named = (name: string | undefined): { name?: string; street?: string } => (name && nameKey(name) !== '' ? called(name) : {})

/** Dots in names: "Co.Kg" and "s.a" are legal forms, not websites. */
const isNamePart = (word: string): boolean => {
  if (/^[a-z]+:\/\//i.test(word) || /^www\./i.test(word)) return false
  const labels = word.toLowerCase().split('/')[0]?.split('.') ?? []
  return labels.every((label) => isLegalForm(label)) || isLegalForm(labels.join('')) || isLegalForm(labels.join(' '))
}

/** What stands beside the address, without the brackets and words that held it. */
function besides(line: string, part: string): string {
  return line.replace(part, ' ').replace(/\(\s*\)|<\s*>|\[\s*\]|"/g, ' ').replace(/\bmailto:/gi, ' ').replace(/\s+/g, ' ').replace(/^[\s,;:|/–—-]+|[\s,;:|/–—-]+$/gu, '')
}

/** Direction marks and other invisible characters would make two texts that look the same differ. */
function plainLine(text: string): string {
  return cleanLine(text.slice(0, longestName * 10).replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|\p{Cs}/gu, '')).slice(0, longestName).replace(/\p{Cs}$/u, '').trim()
}

const sentences: Record<DomainProblem, (shown: string) => string> = {
  free_mail: (shown) => `${shown} is a private mail provider. Write the company's name or website instead.`,
  disposable_mail: (shown) => `${shown} is a throw-away mail provider. Write the company's name or website instead.`,
  shared_host: (shown) => `${shown} is a page on a service that many companies share. Write the company's name or its own website instead.`,
  not_a_domain: (shown) => `${shown} is not an address on the internet. Write the company's name or website instead.`,
}
const problem = (code: string, message: string): BuyerProblem => ({ field: 'buyer', code, message })
const sayProblem = (read: Extract<ReadDomain, { problem: DomainProblem }>): BuyerProblem => problem(`buyer.${read.problem}`, sentences[read.problem](read.shown))

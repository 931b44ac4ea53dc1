import { refuseField } from '../../kernel/refusal.ts'
import { readDomain } from './domains.ts'
import { readBuyer } from './read-buyer.ts'

/** The domain of a website that a member typed; refuses what names no company, in the words that a partner would read too. */
export function readWebsite(text: string, field = 'website'): { domain: string; lookAlikeOf?: string } {
  const read = readDomain(text)
  if ('domain' in read) return read
  const said = readBuyer(/[.:@]/.test(text) ? text.replace(/\s/g, '') : `www.${text}`).problem
  throw refuseField(field, `companies.${read.problem}`, said?.message ?? 'This is not the address of a website.')
}

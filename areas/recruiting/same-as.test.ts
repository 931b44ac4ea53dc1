// Who is noticed as maybe the same, also where hundreds share a word; and who is not.
import { expect, test } from 'vitest'
import { domainOf, domainsOf, PartnerIndex } from './same-as.ts'

const index = new PartnerIndex()
const add = (id: string, name: string, website: string | null = null, emails: string[] = []) => index.add({ id, name, state: 'active', website, emails })
for (let n = 0; n < 500; n += 1) add(`c${n}`, `${String.fromCharCode(97 + (n % 26)).repeat(3)}${n} Consulting`)
add('brightline', 'Brightline Consulting', 'https://www.brightline.de/en', ['lena@brightline.de'])
add('norte', 'Studio Norte', null, ['tomas@gmail.com'])
add('sahar', 'سحر للاستشارات')
add('müller', 'Müller & Söhne GmbH')

const look = (name: string, website: string | null = null, emails: string[] = []) => index.look({ name, domains: domainsOf(website, emails) }).map((one) => one.partnerId)

test.each<[string, string | null, string[], string[]]>([
  ['Brightline Consulting GmbH', null, [], ['brightline']], ['Bright-Line Consulting', null, [], ['brightline']], ['BRIGHTLINE', null, [], ['brightline']], ['Something Else', 'brightline.de', [], ['brightline']],
  ['Something Else', null, ['x@mail.brightline.de'], ['brightline']], ['Mueller und Soehne', null, [], ['müller']], ['سحر للاستشارات', null, [], ['sahar']],
  ['Consulting', null, [], []], ['Dull Consulting', null, [], []], ['Estudio Sur', null, ['sur@gmail.com'], []], ['Brightwater Interim', null, [], []], ['', null, [], []],
])('%s at %s with %j', (name, website, emails, found) => {
  expect(look(name, website, emails)).toEqual(found)
})

test('the very partner is not its own double', () => {
  expect(index.look({ name: 'Studio Norte', domains: new Set() }, 'norte')).toEqual([])
})

test.each([['https://www.brightline.de/x', 'brightline.de'], ['gmail.com', undefined], ['norte.wordpress.com', undefined], ['no site', undefined], [null, undefined]])('the domain of %s is %s', (text, domain) => {
  expect(domainOf(text)).toBe(domain)
})

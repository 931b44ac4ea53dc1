import { readFileSync } from 'node:fs'

/** Legal forms of the world as words joined by a space, folded; made by data/build-lists.ts from the sources in data/NOTICE. */
const forms: ReadonlySet<string> = new Set(readFileSync(new URL('./data/legal-forms.txt', import.meta.url), 'utf8').split('\n').filter(Boolean))
const longest = 8
/** How a form may end: most names end otherwise, and are done with one look. */
const endings: ReadonlySet<string> = new Set([...forms].map((form) => form.slice(form.lastIndexOf(' ') + 1)))

// Forms that mean nothing else wherever they stand, and forms that come first.
const anywhere = new Set('gmbh mbh ltd limited llc llp inc incorporated plc corp corporation sarl sasu bvba sprl aktiengesellschaft kgaa pty pvt pte bhd'.split(' '))
const leading = new Set('ooo oao zao pao ao pt cv ud stichting tov prat pat dp fop ip'.split(' '))
// Chinese, Japanese and Korean forms stand without a space.
const unspaced = /^(株式会社|有限会社|合同会社|주식회사|유한회사)|(株式会社|有限会社|合同会社|주식회사|유한회사|股份有限公司|有限责任公司|有限責任公司|集团有限公司|集團有限公司|有限公司|集团公司|集團公司|公司)$/gu

const isLatin = /^[a-z0-9]+$/

/** The words without the legal form, and the form. A name that is nothing but a form keeps its words. */
export function withoutLegalForm(words: string[]): { rest: string[]; form: string | null } {
  const found: string[] = []
  let rest = words.map((word) => (isLatin.test(word) ? word : word.replace(unspaced, (form) => (form.length < word.length ? (found.push(form), '') : form))))
  for (let again = true; again && endings.has(rest.at(-1) ?? ''); ) {
    again = false
    for (let n = Math.min(longest, rest.length - 1); n >= 1 && !again; n--) {
      const tail = rest.slice(-n).join(' ')
      if (!forms.has(tail)) continue
      found.unshift(tail)
      rest = rest.slice(0, -n)
      again = true
      while (rest.length > 1 && rest.at(-1) === 'and') rest = rest.slice(0, -1)
    }
  }
  while (rest.length > 1 && leading.has(rest[0] ?? '')) found.unshift(rest.shift() ?? '')
  const kept = rest.filter((word, index) => index === 0 || !anywhere.has(word) || (found.push(word), false))
  return { rest: kept, form: found.length > 0 ? found.join(' ') : null }
}

export const isLegalForm = (phrase: string): boolean => forms.has(phrase)

import { edits } from './distance.ts'
import { fold } from './fold.ts'

const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl']
const plain = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]+/gu, '')

const notCountries = new Set(['EU', 'EZ', 'UN', 'ZZ', 'QO', 'XA', 'XB'])
/** Countries and territories in use today, as Unicode lists them: withdrawn codes have another canonical form. */
const codes: ReadonlySet<string> = (() => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  return new Set(letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => !notCountries.has(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}` && names.of(code) !== undefined))
})()

/** Every spelling → alpha-2, made of the names that Unicode gives countries, and a few that people use. */
const spellings: ReadonlyMap<string, string> = (() => {
  const map = new Map<string, string>()
  for (const language of languages) {
    const names = new Intl.DisplayNames(language, { type: 'region' })
    for (const code of codes) {
      const name = plain(names.of(code) ?? '')
      if (!map.has(name)) map.set(name, code)
    }
  }
  const more = `usa=US unitedstatesofamerica=US us=US america=US uk=GB greatbritain=GB england=GB scotland=GB wales=GB britain=GB holland=NL thenetherlands=NL korea=KR
    southkorea=KR republicofkorea=KR russianfederation=RU czechrepublic=CZ czechia=CZ uae=AE macedonia=MK ivorycoast=CI vietnam=VN burma=MM turkey=TR turkiye=TR
    prchina=CN peoplesrepublicofchina=CN bolivia=BO venezuela=VE iran=IR syria=SY taiwan=TW hongkong=HK macau=MO palestine=PS moldova=MD tanzania=TZ laos=LA brd=DE democraticrepublicofthecongo=CD republicofthecongo=CG`
  for (const pair of more.split(/\s+/)) map.set(pair.split('=')[0] ?? '', pair.split('=')[1] ?? '')
  return map
})()

/** The alpha-2 code of a country as a file names it: "DE", "Germany", "Deutschland", "Philipines". Undefined when it is none. */
export function readCountry(text: string): string | undefined {
  const code = text.trim().toUpperCase()
  if (codes.has(code)) return code
  const name = plain(text.slice(0, 100))
  const known = spellings.get(name)
  if (known || name.length < 6) return known
  const near = new Set([...spellings].filter(([spelling]) => edits(spelling, name, 1) <= 1).map(([, found]) => found))
  return near.size === 1 ? [...near][0] : undefined
}

// Makes the lists of this folder from public ones (see NOTICE): node areas/companies/data/build-lists.ts <folder of the sources>.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { fold, words } from '../fold.ts'
import { joinLetters } from '../letters.ts'

const source = process.argv[2]
if (!source) throw new Error('Name the folder with the source lists.')
const text = (name: string): string => readFileSync(join(source, name), 'utf8')
const here = (name: string): URL => new URL(name, import.meta.url)
const unique = (lines: string[]): string => `${[...new Set(lines)].sort().join('\n')}\n`

const phrase = (raw: string): string => joinLetters(words(fold(raw))).join(' ')

// Single words that are also ordinary words of names: stripping them would make two companies one.
const ordinary = new Set(
  `bank fund trust union school church university college institute society association foundation club center fondation fundacja fundacion stiftung verein
  cooperative coop council company partnership charity office agency ministry department state city group holding holdings enterprise enterprises
  international partner partners business firm corporation-sole branch parish hospital national federal public private capital investment investments
  insurance savings credit political party religious family fonds sparkasse bolsa bourse academy academia museum ombudsman municipality commune region district
  county province party synagogue mosque temple army navy air force institut agence banque banca banco cassa caja caisse museo escuela scuola ecole
  fundatia fundacio fondazione zadruga spolek nadace ustav cirkev banka obec kraj mesto firma trade trading services service solutions group groupe grupo
  concern konzern kombinat factory works plant farm market general standard united first new one pro plus data net web me is it in on at be do go so to no my we
  ages multi pac sic src sat sam gan gar soc ges jso mau mut aim rot ust bundesland bund bezirk gemeinde canton cantone kanton comune embassy ambassade
  ambasciate botschaft confederation confederazione distretto etat undivided artel chp procura prokura procuration taisuhing ii iii iv vi vii viii ix xi xii xiii`.split(/\s+/),
)
// Two letters say too little unless they are one of the forms that everybody uses.
const short = new Set('ab ad ae ag ao as ay bt bv cc co cv dd ee eg ev gk hb hf is kb kd kg kk ks kv ky lp ltd nl nv od oe og ou oy ps pt rt sa sc se sf sk sl sp ss ua ug yk zt'.split(' '))
const usable = (form: string): boolean => {
  const parts = form.split(' ')
  return form !== '' && parts.length <= 8 && !(parts.length === 1 && (ordinary.has(form) || /^\d+$/.test(form) || form.length === 1 || (form.length === 2 && /^[a-z]+$/.test(form) && !short.has(form))))
}

const cleanco = JSON.parse(text('legal_forms_cleanco.json')) as Record<string, Record<string, string[]>>
const fromCleanco = Object.values(cleanco).flatMap((group) => Object.values(group).flat())

// Types of states, churches and clubs are not legal forms of companies.
const companyTypes = new Set(['LLC', 'JSC', 'LP', 'LLP', 'GP', 'SP', 'JV', ''])
const fromRigour = text('legal_forms_rigour.yml').split(/^  - (?=display|generic|compare|aliases)/m).slice(1).flatMap((block) => {
  const field = (name: string): string => new RegExp(`^\\s*${name}: *"?([^"\\n#]*)`, 'm').exec(block)?.[1]?.trim() ?? ''
  if (!companyTypes.has(field('generic')) || field('generic') === '') return []
  return [field('display'), ...[...block.matchAll(/^\s+- "?([^"\n]*?)"?$/gm)].map((match) => match[1] ?? '')]
})

// ISO 20275: whole names of two words and more, and the abbreviations.
const fromIso = text('iso20275_elf_2026-02-19.csv').split('\n').slice(1).flatMap((line) => {
  const cells = [...line.matchAll(/"((?:[^"]|"")*)"/g)].map((match) => match[1] ?? '')
  const names = [cells[5] ?? '', cells[8] ?? ''].filter((name) => phrase(name).includes(' ') && !/fund|trust|bank|found|church|universit|school|association|societ(y|ies)|cooperat|fond|stift|verein|union|institut/i.test(name))
  const short = [cells[9] ?? '', cells[10] ?? ''].flatMap((list) => list.split(';'))
  return [...names, ...short]
})

const forms = [...fromCleanco, ...fromRigour, ...fromIso].map(phrase).filter(usable)
const english = 'co company companies & co|and company|& company|co ltd|co inc|co llc|company limited|company ltd'.split('|').map(phrase)
writeFileSync(here('legal-forms.txt'), unique([...forms, ...english, 'co', 'company', 'corp', 'corporation']))
writeFileSync(here('free-mail.txt'), unique([...text('free_email_domains.txt').split('\n'), ...text('email_providers_common.txt').split('\n')].map((line) => line.trim().toLowerCase()).filter(Boolean)))
const wildcards = text('disposable_email_wildcards.txt').split('\n').filter(Boolean)
const disposable = gunzipSync(readFileSync(join(source, 'disposable_email_domains.txt.gz'))).toString('utf8').split('\n').filter(Boolean)
writeFileSync(here('disposable-mail.txt.gz'), gzipSync(unique([...disposable, ...wildcards]), { level: 9 }))

// Whether a probability means what it says: on labelled names, with weights made from the other half of them, and on websites of another
// list than the one that the weights were made from. The tables are printed.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { sharedData } from '../../test/setup/shared-data.ts'
import { allKeys } from './candidates.ts'
import { storedKeys } from './keys.ts'
import { fit, logistic, type Example } from './matching/fit.ts'
import { features, type Feature } from './matching/likeness.ts'
import { reliability } from './matching/evaluate.ts'
import { siteFeatures } from './matching/site-name.ts'
import { domainOf, websiteCases } from './matching/website-cases.ts'
import { siteWeights } from './matching/weights.ts'
import { likenessAmong, probabilityOf, sayPlaces, type Likely } from './probability.ts'
import { readPhone, readZip } from './places.ts'
import { bandOf } from './rules.ts'
import { scoreOf, type Sought } from './score.ts'

const company = (name: string, more: Partial<Likely> = {}): Likely => ({ name, aliases: null, domains: null, country: null, ...more })

describe('how likely it is', () => {
  const known = company('Meridian Foods GmbH', { aliases: ['Harbourlight'], domains: ['meridian-foods.com'], country: 'DE' })
  const p = (sought: Sought, of = known, found = [of]) => probabilityOf(sought, of, found)

  test('a website decides, whatever else is said', () => {
    expect(p({ domain: 'meridian-foods.com', name: 'Something else', country: 'US' })).toBe(0.99)
    expect(p({ name: 'Meridian Foods', domain: 'mf-group.eu' })).toBeLessThan(0.5)
    expect(p({ domain: 'meridianfoods.de' }, company('Meridian Foods'))).toBeGreaterThan(0.9)
    expect(p({ domain: 'bay.de' }, company('Bay'))).toBeLessThan(p({ domain: 'meridianfoods.de' }, company('Meridian Foods')))
  })

  test('the same name or a former one is likely, a name that many have is not, somebody else is not at all', () => {
    expect(p({ name: 'Meridian Foods' })).toBeGreaterThan(0.9)
    expect(p({ name: 'Harbourlight' })).toBeGreaterThan(0.9)
    expect(p({ name: 'Meridian' }, known, [known, company('Meridian Motors'), company('Meridian Optics')])).toBeLessThan(0.5)
    expect(p({ name: 'Zenith Optics' })).toBeLessThan(0.01)
    expect(p({ name: 'IBM' }, company('International Business Machines', { domains: ['ibm.com'] }))).toBe(0.5)
  })

  test('a country in common speaks for it, another one against it, and both are said', () => {
    const [same, none, other] = ['DE', undefined, 'FR'].map((country) => p({ name: 'Meridian Foods', country }))
    expect(same! > none! && none! > other!).toBe(true)
    expect([sayPlaces({ country: 'DE' }, known), sayPlaces({ country: 'FR' }, known), sayPlaces({}, known)]).toEqual([['Both are in Germany.'], ['One is in France, the other in Germany.'], []])
  })

  test('a telephone number in common says much, a postal code less, and another one a little against it', () => {
    const at = company('Meridian Foods GmbH', { attributes: { 'Main phone': '+49 (30) 555 0101', 'Billing Zip/Postal Code': '10115', Seats: '7' } })
    const [none, phone, zip, other] = [{}, { phone: '5550101' }, { zip: '10115' }, { phone: '5550999', zip: '80331' }].map((place) => p({ name: 'Meridien Foods', ...place }, at))
    expect(phone! > zip! && zip! > none! && none! > other!).toBe(true)
    expect(sayPlaces({ phone: '5550101', zip: '80331' }, at)).toEqual(['They have the same telephone number.', 'They have other postal codes.'])
    expect([readPhone('030 / 555-01 01'), readPhone('12'), readZip('SW1A 1AA'), readZip('')]).toEqual(['5550101', null, 'SW1A1', null])
  })
})

type Row = Record<string, string>
const rowsOf = (text: string): Row[] => papa.parse<Row>(text, { header: true, skipEmptyLines: true }).data

/** The mean distance between what was said and what was, each tenth counted by its cases; printed, tenth by tenth. */
function missOf(what: string, cases: { p: number; isRight: boolean }[]): number {
  const bins = reliability(cases).filter((bin) => bin.n > 0)
  for (const { from, to, n, said, was } of bins) console.info(`${what}, ${from.toFixed(1)} to ${to.toFixed(1)}: said ${said.toFixed(3)}, was ${was.toFixed(3)}, n ${n}`)
  return bins.reduce((sum, { n, said, was }) => sum + n * Math.abs(said - was), 0) / cases.length
}

const [reference, queries] = [sharedData('company-matching-sec/reference.csv'), sharedData('company-matching-sec/queries_dev.csv')]
test.runIf(reference && queries)('of registrants of the SEC, as the recogniser finds them, by weights from the other half of the queries', () => {
  const companies = rowsOf(readFileSync(reference!, 'utf8')).map((row) => ({ id: row['cik']!, ...company(row['name']!) }))
  const under = new Map<string, typeof companies>()
  for (const one of companies) for (const key of storedKeys(one.name)) under.set(key, [...(under.get(key) ?? []), one])
  const asked = rowsOf(readFileSync(queries!, 'utf8')).filter((row) => row['kind'] !== 'renamed').map((row) => {
    const found = [...new Set(allKeys({ name: row['query']! }).flatMap((key) => { const own = under.get(key) ?? []; return own.length <= 25 || key.startsWith('n') ? own : [] }))]
    const near = found.map((one) => ({ one, score: scoreOf({ name: row['query']! }, { ...one, aliases: [], domains: [], pretends: [] }).score })).filter(({ score }) => score >= 0.5)
    return { name: row['query']!, label: row['label_cik'] ?? '', found, near }
  })
  const examples = (own: typeof asked): Example[] => own.flatMap(({ name, label, found, near }) => near.map(({ one }) => { const likeness = likenessAmong(name, one.name, found); return { x: features.map((feature) => Number(likeness[feature])), y: one.id === label ? 1 : 0 } }))
  const cases = [0, 1].flatMap((half) => {
    const w = fit(examples(asked.filter((_, i) => i % 2 !== half)), 10)
    const weights = Object.fromEntries(features.map((feature, i) => [feature, w[i]])) as Record<Feature, number>
    return asked.filter((_, i) => i % 2 === half).flatMap(({ name, label, found, near }) => near.map(({ one, score }) => ({ p: probabilityOf({ name }, one, found, weights), isRight: one.id === label, band: bandOf(score) })))
  })
  const miss = missOf('names', cases)
  for (const band of ['same', 'maybe', 'none'] as const) {
    const own = cases.filter((one) => one.band === band)
    console.info(`${band}: said ${(own.reduce((sum, one) => sum + one.p, 0) / own.length).toFixed(3)}, was ${(own.filter((one) => one.isRight).length / own.length).toFixed(3)}, n ${own.length}`)
  }
  const sure = cases.filter(({ p }) => p >= 0.9)
  console.info(`names: on average off by ${miss.toFixed(4)}; of those said 0.9 or more ${(sure.filter((one) => one.isRight).length / sure.length).toFixed(4)} were right`)
  expect(miss).toBeLessThan(0.03)
  expect(sure.filter((one) => one.isRight).length / sure.length).toBeGreaterThan(0.98)
}, 60_000)

const universe = sharedData('company-universe/yc_companies.csv.gz')
test.runIf(universe)('of websites among start-ups whose names are known, by weights from another list of start-ups', () => {
  const companies = rowsOf(gunzipSync(readFileSync(universe!)).toString('utf8')).map((row) => ({ name: row['name'] ?? '', domain: domainOf(row['host'] ?? '') }))
  const miss = missOf('websites', websiteCases(companies).map(({ x, y }) => ({ p: logistic(siteFeatures.reduce((sum, feature, i) => sum + siteWeights[feature] * x[i]!, 0)), isRight: y === 1 })))
  console.info(`websites: on average off by ${miss.toFixed(4)}`)
  expect(miss).toBeLessThan(0.03)
}, 60_000)

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
import { likenessAmong, placeOdds, placesCount, probabilityOf, sayPlaces, type Likely } from './probability.ts'
import { readPhone, readZip, type Place } from './places.ts'
import { bandOf } from './rules.ts'
import { scoreOf, type Sought } from './score.ts'
import { samePlaceAs } from './where.ts'

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

describe('an address', () => {
  const at = company('Meridian Foods GmbH', { street: 'Hauptstr. 5', zip: '10115', city: 'Berlin' })
  const p = (name: string, place: Place) => probabilityOf({ name, ...place }, at, [at])

  test('in common speaks much for it, a city in common little, another one against it', () => {
    const [same, city, none, other] = [{ street: 'Hauptstraße 5', city: 'Berlin' }, { city: 'Berlin' }, {}, { city: 'Bonn' }].map((place) => p('Meridien Foods', place))
    expect(same! > city! && city! > none! && none! > other!).toBe(true)
  })

  test('names nobody alone, and what it has in common counts once', () => {
    expect(p('Zenith Optics', { street: 'Hauptstr. 5', zip: '10115', city: 'Berlin' })).toBeLessThan(0.05)
    expect(p('Meridien Foods', { street: 'Hauptstr. 5', zip: '10115', city: 'Berlin' })).toBe(p('Meridien Foods', { street: 'Hauptstr. 5' }))
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

const brierOf = (cases: { p: number; isRight: boolean }[]): number => cases.reduce((sum, { p, isRight }) => sum + (p - Number(isRight)) ** 2, 0) / cases.length

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
  console.info(`names: on average off by ${miss.toFixed(4)}; of those said 0.9 or more ${(sure.filter((one) => one.isRight).length / sure.length).toFixed(4)} were right; squared error ${brierOf(cases).toFixed(4)}`)
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

const sites = sharedData('company-matching-sites/sites_dev.csv')
test.runIf(sites)('of sites with addresses and telephones, as the recogniser finds them, by weights from the other half of the places', () => {
  const rows = rowsOf(readFileSync(sites!, 'utf8')).map((row) => ({ truth: row['true_id']!, ...company(row['name']!, { street: row['address'] ?? null, zip: row['zip'] ?? null, phone: row['phone'] ?? null }) }))
  const under = new Map<string, typeof rows>()
  for (const one of rows) for (const key of storedKeys(one.name)) under.set(key, [...(under.get(key) ?? []), one])
  const half = new Map([...new Set(rows.map((row) => row.truth))].map((truth, i) => [truth, i % 2]))
  const pairs = rows.flatMap((asked) => {
    const found = [...new Set(allKeys({ name: asked.name }).flatMap((key) => { const own = under.get(key) ?? []; return own.length <= 25 || key.startsWith('n') ? own : [] }))].filter((one) => one !== asked)
    return found.filter((one) => bandOf(scoreOf({ name: asked.name }, { ...one, aliases: [], domains: [], pretends: [] }).score) !== 'none').map((known) => ({ asked, known, found, half: half.get(asked.truth)!, isRight: asked.truth === known.truth, place: samePlaceAs(asked, known) }))
  })
  const ratesOf = (own: typeof pairs, what: 'address' | 'phone' | 'zip') => {
    const share = (isRight: boolean): number => { const told = own.filter((one) => one.place[what] !== null && one.isRight === isRight); return told.filter((one) => one.place[what]).length / told.length }
    return { one: share(true), two: share(false) }
  }
  const judgedBy = (of: (pair: (typeof pairs)[number]) => Place) => [0, 1].flatMap((own) => {
    const others = pairs.filter((pair) => pair.half !== own)
    const odds = { ...placesCount, address: placeOdds(ratesOf(others, 'address')), phone: placeOdds(ratesOf(others, 'phone')), zip: placeOdds(ratesOf(others, 'zip')) }
    return pairs.filter((pair) => pair.half === own).map((pair) => ({ p: probabilityOf({ name: pair.asked.name, ...of(pair) }, pair.known, pair.found, undefined, odds), isRight: pair.isRight }))
  })
  const [byName, byPhone, byAddress] = [judgedBy(() => ({})), judgedBy(({ asked: { zip, phone } }) => ({ zip, phone })), judgedBy(({ asked: { street, zip, phone } }) => ({ street, zip, phone }))]
  const missed = [missOf('sites, names alone', byName), missOf('sites, with telephone and code', byPhone), missOf('sites, with addresses too', byAddress)]
  console.info(`sites, ${pairs.length} pairs: on average off by ${missed.map((miss) => miss.toFixed(4)).join(', ')}; squared error ${[byName, byPhone, byAddress].map((own) => brierOf(own).toFixed(4)).join(', ')}; address in common ${JSON.stringify(ratesOf(pairs, 'address'))}`)
  expect(missed[2]).toBeLessThan(missed[1]! / 2)
  expect(brierOf(byAddress)).toBeLessThan(brierOf(byPhone) / 2)
  expect(missed[2]).toBeLessThan(0.05)
}, 60_000)

// Makes weights.ts from labelled lists: node areas/companies/matching/train.ts REFERENCE QUERIES SITES UNIVERSE (see docs/guides/matching.md for
// their columns; the last has name and host of companies, one a row, and is not the list on which the tests try what was made). Prints how good the weights are on rows that they were not made from, each tenth left out in turn.
import { writeFileSync } from 'node:fs'
import { readCsvFile } from '../../../platform/imports/index.ts'
import { reliability, scoreClusters, scoreLinks, type Linked } from './evaluate.ts'
import { features } from './likeness.ts'
import { fit, logistic, type Example } from './fit.ts'
import { readRecord, type Entry } from './records.ts'
import { referenceOf } from './reference.ts'
import type { PlaceFeature } from './same-place.ts'
import { siteFeatures, type SiteFeature } from './site-name.ts'
import { domainOf, websiteCases } from './website-cases.ts'

const [referenceFile, queryFile, siteFile, universeFile] = process.argv.slice(2)
if (!referenceFile || !queryFile || !siteFile || !universeFile) throw new Error('Name the reference, the queries, the sites and the universe.')
const [parts, nameRidge, placeRidge, sitesRidge] = [10, 10, 3, 3]
const round = (values: number[]): number[] => values.map((v) => Math.round(v * 1000) / 1000)
const dot = (x: number[], w: number[]): number => x.reduce((sum, v, i) => sum + v * w[i]!, 0)
const inLines = (values: Record<string, number>): string => Object.entries(values).map(([name, value]) => `  ${name}: ${value},`).join('\n')
const write = (names: number[], places: Record<string, number>, websites: Record<string, number>): void => writeFileSync(new URL('weights.ts', import.meta.url), `// Made by train.ts from labelled pairs; how much each thing says for (above zero) or against two names, or two places, being one.
import type { Feature } from './likeness.ts'
import type { PlaceFeature } from './same-place.ts'
import type { SiteFeature } from './site-name.ts'

export const weights: Record<Feature, number> = {\n${features.map((name, i) => `  ${name}: ${names[i]},`).join('\n')}\n}

export const placeWeights: Record<PlaceFeature, number> = {\n${inLines(places)}\n}\n
export const siteWeights: Record<SiteFeature, number> = {\n${inLines(websites)}\n}\n`)

async function rowsOf(path: string): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = []
  for await (const { records } of readCsvFile(path)) rows.push(...records)
  return rows
}

async function names(): Promise<number[]> {
  const reference = referenceOf((await rowsOf(referenceFile!)).map((row) => ({ id: row['cik']!, name: row['name']! })))
  // What was renamed altogether is no question of spelling.
  const asked = (await rowsOf(queryFile!)).filter((row) => row['kind'] !== 'renamed').map((row) => ({
    label: row['label_cik']!, kind: row['kind']!, found: reference.find(row['query']!).map((one) => ({ id: one.id, x: features.map((name) => Number(one.likeness[name])) })),
  }))
  const examples = (own: typeof asked): Example[] => own.flatMap(({ label, found }) => found.map(({ id, x }) => ({ x, y: id === label ? 1 : 0 })))
  const links: Linked[] = []
  for (let part = 0; part < parts; part += 1) {
    const w = fit(examples(asked.filter((_, i) => i % parts !== part)), nameRidge)
    for (const { label, kind, found } of asked.filter((_, i) => i % parts === part)) {
      const [best] = found.map(({ id, x }) => ({ id, p: logistic(dot(x, w)) })).sort((a, b) => b.p - a.p)
      links.push({ matched: best?.id ?? '', p: best?.p ?? 0, label, kind })
    }
  }
  for (const least of [0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9]) {
    const { precision, recall, f1 } = scoreLinks(links.map((one) => (one.p >= least ? one : { ...one, matched: '' })))
    console.log(`names, from ${least}: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${f1.toFixed(4)}`)
  }
  return round(fit(examples(asked), nameRidge))
}

/** The places build on the names' weights, so they are read once those are written. */
async function sites(): Promise<Record<PlaceFeature, number>> {
  const [{ clustersOf, pairsOf }, { placeFeatures, placeLikeness }] = await Promise.all([import('./cluster.ts'), import('./same-place.ts')])
  const rows = await rowsOf(siteFile!)
  const entries = rows.map((row) => readRecord({ id: row['id']!, name: row['name']!, address: row['address']!, zip: row['zip']!, phone: row['phone']!, domain: row['website']! }))
  const truth = rows.map((row) => row['true_id']!)
  const x = (a: Entry, b: Entry): number[] => { const own = placeLikeness(a, b); return placeFeatures.map((name) => own[name]) }
  const place = new Map(entries.map((entry, i) => [entry, i]))
  const pairs = pairsOf(entries, () => 1, 0).map(({ a, b }) => ({ a, b, x: x(entries[a]!, entries[b]!), y: (truth[a] === truth[b] ? 1 : 0) as 0 | 1 }))
  const part = new Map([...new Set(truth)].map((id, i) => [id, i % parts]))
  const of = (at: number): number => part.get(truth[at]!)!
  const others = Array.from({ length: parts }, (_, k) => fit(pairs.filter(({ a, b }) => of(a) !== k && of(b) !== k), placeRidge))
  // A pair across two parts is judged by the weights of the first one's.
  const compare = (a: Entry, b: Entry): number => logistic(dot(x(a, b), others[of(place.get(a)!)]!))
  const near = pairsOf(entries, compare, 0.05)
  for (const least of [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
    const clusters = clustersOf(entries, near, least, compare)
    const { pairs: score, perEntity } = scoreClusters(clusters.map((cluster, i) => ({ cluster: String(cluster), truth: truth[i]! })))
    console.log(`sites, from ${least}: precision ${score.precision.toFixed(4)}, recall ${score.recall.toFixed(4)}, F1 ${score.f1.toFixed(4)}; per entity F1 ${perEntity.f1.toFixed(4)}`)
  }
  const w = round(fit(pairs, placeRidge))
  return Object.fromEntries(placeFeatures.map((name, i) => [name, w[i]])) as Record<PlaceFeature, number>
}

/** A website alone, among companies of which only the names are known. Half of the companies make the weights, the other half tries them. */
async function websites(): Promise<Record<SiteFeature, number>> {
  const companies = (await rowsOf(universeFile!)).map((row) => ({ name: row['name'] ?? '', domain: domainOf(row['host'] ?? '') }))
  const cases = websiteCases(companies)
  const of = (half: number) => cases.filter(({ asker }) => asker % 2 === half)
  const w = fit(of(0), sitesRidge)
  for (const { from, n, said, was } of reliability(of(1).map(({ x, y }) => ({ p: logistic(dot(x, w)), isRight: y === 1 })))) console.log(`websites from ${from}: said ${said.toFixed(3)}, was ${was.toFixed(3)}, n ${n}`)
  const rounded = round(w)
  return Object.fromEntries(siteFeatures.map((name, i) => [name, rounded[i]])) as Record<SiteFeature, number>
}

const nameWeights = await names()
write(nameWeights, {}, {})
const websiteWeights = await websites()
write(nameWeights, {}, websiteWeights)
write(nameWeights, await sites(), websiteWeights)

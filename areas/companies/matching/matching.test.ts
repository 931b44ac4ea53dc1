import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sharedData } from '../../../test/setup/shared-data.ts'
import { readCsvFile } from '../../../platform/imports/index.ts'
import { chained, findSame, findSameAside, kindOf, linkName, readRecord, referenceOf, reliability, scoreClusters, scoreLinks, trigramPairs, trigramReference, withAliases } from './index.ts'
import { fit } from './fit.ts'

const reference = referenceOf([
  ['1', 'Meridian Foods Inc.'], ['2', 'Meridian Motors Inc.'], ['3', 'Kestrel Systems Ltd'], ['4', 'Northwind Fund II'], ['5', 'Northwind Fund III'], ['6', 'Cognita Technology Solutions Corp'], ['6', 'Brightwell Corp'],
].map(([id, name]) => ({ id: id!, name: name! })))

describe('a name is linked to one of a list', () => {
  test.each([
    ['as it is written', 'Meridian Foods Inc.', '1'], ['in capitals, without the legal form', 'MERIDIAN FOODS', '1'], ['with another legal form', 'Kestrel Systems Limited', '3'],
    ['by its short form, where nobody else is called so', 'Cognita', '6'], ['by another name of the same company', 'Brightwell Corporation', '6'],
  ])('%s', (_, query, id) => {
    expect(linkName(reference, query)).toMatchObject({ id })
  })

  test.each([
    ['somebody else', 'Zephyr Optics GmbH'], ['another of a series', 'Northwind Fund IV'], ['half of two names', 'Meridian'], ['nothing', ''], ['no letter at all', '💥'],
  ])('%s is linked to nobody', (_, query) => {
    expect(linkName(reference, query).id).toBe('')
  })

  test('cut short, turned, respaced or under another form of fund it is the same one; another bank of a like name is not', () => {
    const list = referenceOf(['Abrdn Japan Equity Fund, Inc.', 'Hunt J B Transport Services Inc', 'Gladstone Investment Corporationde', 'Pioneer High Income Fund, Inc.', 'Cedar Falls Bancorp', 'Pioneer Harbor Trust Bank'].map((name, i) => ({ id: `${i}`, name })))
    const likely = (query: string) => linkName(list, query, 0)
    expect(['Aberdeen Japan Equity Fund', 'J.B. Hunt', 'Gladstone Investment Corporation\\DE', 'Pioneer High Income Trust'].map((query) => likely(query).id)).toEqual(['0', '1', '2', '3'])
    expect(linkName(list, 'Aberdeen Japan Equity Fund').id).toBe('0')
    expect(linkName(list, 'Pioneer High Income Trust').id).toBe('3')
    expect(likely('Cedar First Falls Bancorp').probability).toBeLessThan(likely('Cedar Falls Bancorp').probability / 1.2)
  })

  test('a short form in brackets says nothing more, but tells two of one name apart; a place or a legal form in brackets is read as ever', () => {
    const list = referenceOf(['Harbourlight Income Fund', 'Acme Optics (ACMO)', 'Acme Optics (ADMO)', 'Kestrel Metals (USA)'].map((name, i) => ({ id: `${i}`, name })))
    expect(['Harbourlight Income Fund (HIF)', 'Acme Optics (ACMO)', 'Acme Optics (ADMO)', 'Acme Optics (AXMO)', 'Acme Optics', 'Kestrel Metals (USA)', 'Harbourlight Income Fund (LTD)'].map((query) => linkName(list, query).id)).toEqual(['0', '1', '2', '', '', '3', '0'])
  })

  const likely = (query: string, name: string) => linkName(referenceOf([{ id: '1', name }]), query, 0).probability
  test('who drops a word keeps the legal form, which is the same spelled out', () => {
    expect(['Herbolite Corp', 'Herbolite Inc'].map((name) => linkName(referenceOf([{ id: '1', name }]), 'Herbolite Nutrition Corp').id)).toEqual(['1', ''])
    expect(likely('Herbolite Nutrition Corp', 'Herbolite Corporation')).toBe(likely('Herbolite Nutrition Corp', 'Herbolite Corp'))
    expect(likely('Herbolite Nutrition AG', 'Herbolite Aktiengesellschaft')).toBeGreaterThan(likely('Herbolite Nutrition AG', 'Herbolite SE'))
  })

  test('another number of a series, or another common word, speaks against it; a fund under another manager may be the same', () => {
    expect(likely('Harbour Capital V', 'Harbour Capital VII')).toBeLessThan(0.1)
    expect(likely('Herbolite Nutrition Holdings', 'Herbolite Group')).toBeLessThan(likely('Herbolite Nutrition Group', 'Herbolite Group') / 1.5)
    expect(likely('Tekura Diversified Income & Convertible Fund', 'Virtell Diversified Income & Convertible Fund')).toBeGreaterThan(5 * likely('Tekura Diversified Convertible Fund', 'Virtell Income & Convertible Fund'))
  })

  test('names of nothing but a legal form, and what is no name, are linked to nobody', () => {
    expect(['Inc', 'GmbH & Co. KG', 'LLC LLC LLC', 'S.A. de C.V.', 'Sp. z o.o.', '株式会社', 'ООО', '   ', '\u0000', '()', '(ABC)', '/ /'].map((query) => linkName(reference, query).id).join('')).toBe('')
  })

  test('what follows two hundred letters says nothing, so a name of a megabyte is read like its beginning', () => {
    const long = `Kestrel ${'Systems '.repeat(24)}Northern Branch`.padEnd(200, 'x')
    const list = referenceOf([{ id: '1', name: `${long} of the east` }])
    expect(linkName(list, long + 'y'.repeat(1_000_000))).toEqual(linkName(list, `${long} of the east`))
  })

  test('two of the very same name are both half as likely, so none is taken', () => {
    const twins = referenceOf([{ id: 'a', name: 'First Savings Bank' }, { id: 'b', name: 'First Savings Bank' }])
    expect(linkName(twins, 'First Savings Bank')).toMatchObject({ id: '', probability: expect.closeTo(0.5, 1) as number })
  })

  test('a further name belongs to the one company that is called so; where two are, to none', () => {
    const list = [['1', 'Northwind, Sons & Co'], ['2', 'First Bank'], ['3', 'FIRST BANK']].map(([id, name]) => ({ id: id!, name: name! }))
    expect(withAliases(list, [{ name: 'Ostrowind', current: 'northwind sons co' }, { name: 'Eldest', current: 'First Bank' }, { name: 'Nobody', current: 'Nobody Else' }]).slice(3)).toEqual([{ id: '1', name: 'Ostrowind' }])
  })

  test('any text is answered, and the probability is one', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (query) => {
      const { probability } = linkName(reference, query)
      expect(probability >= 0 && probability <= 1).toBe(true)
    }), { numRuns: 500 })
  })
})

describe('records of a list that are the same', () => {
  const records = (rows: [name: string, address?: string, phone?: string][]) => rows.map(([name, address = '', phone = ''], i) => readRecord({ id: String(i), name, address, phone }))

  test('one place under two spellings is one, another place of the same house is not', () => {
    const found = findSame(records([
      ['Sunny Days Day Care', '12 W. Oak Street', '555-0101'], ['Sunny Days Daycare Inc.', '12 W Oak St', '(312) 555-0101'], ['Sunny Days Day Care', '940 N Elm Avenue', '555-0999'], ['Harbor School', '1 Pier Rd', '555-0444'],
    ]), 'company')
    expect(found).toEqual([0, 0, 2, 3])
  })

  test('the order of the rows does not matter', () => {
    const rows: [string, string, string][] = [['Sunny Days Day Care', '12 Oak St', '5550101'], ['Sunny Days Daycare', '12 Oak Street', '5550101'], ['Harbor School', '1 Pier Rd', '5550444'], ['Harbour School', '1 Pier Road', '5550444'], ['Elm Clinic', '9 Elm Ave', '5550777']]
    fc.assert(fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (mixed) => {
      const found = findSame(records(mixed), 'company')
      const groups = Map.groupBy(mixed, (_, i) => found[i])
      expect([...groups.values()].map((group) => group.map(([name]) => name).sort().join(' = ')).sort()).toEqual(['Elm Clinic', 'Harbor School = Harbour School', 'Sunny Days Day Care = Sunny Days Daycare'])
    }), { numRuns: 20 })
  })

  test('in a long list too, where many share a word', () => {
    const word = (n: number) => [n, n >> 4, n >> 8].map((part) => ['ba', 'lor', 'mi', 'ken', 'sta', 'vu', 'per', 'zi', 'nom', 'dra', 'qui', 'fel', 'hox', 'wyn', 'jad', 'gre'][part & 15]).join('')
    const names = Array.from({ length: 5200 }, (_, n) => `${['Alder', 'Birch', 'Cedar'][n % 3]} ${word((n * 40_503) & 4095)}${word(n & 4095)} Optics Limited`)
    const others = names.slice(0, 50).map((name) => `${name.split(' ').slice(0, -1).reverse().join(' ').toUpperCase()}, Ltd.`)
    const found = findSame(records([...names, ...others].map((name): [string] => [name])), 'company')
    expect(others.filter((_, i) => found[5200 + i] === found[i]).length).toBeGreaterThanOrEqual(45)
  }, 60_000)

  test('a list that repeats its names is one of mentions', () => {
    expect(kindOf(records([['Unilever N.V.'], ['UNILEVER NV'], ['Unilever'], ['Unilever, N.V.'], ['Shell']]))).toBe('group')
    expect(kindOf(records([['Unilever N.V.'], ['Shell'], ['Philips'], ['DSM']]))).toBe('company')
    expect(kindOf(records([['Unilever', '1 Dock St'], ['Unilever', '2 Dock St'], ['Unilever', '3 Dock St']]))).toBe('company')
  })
})

describe('scores', () => {
  test('links: a wrong one costs precision and recall, a missing one recall only', () => {
    const links = [['a', 'a'], ['b', 'b'], ['c', 'x'], ['', 'd'], ['', '']].map(([matched, label]) => ({ matched: matched!, label: label!, p: 1, kind: '' }))
    expect(scoreLinks(links)).toEqual({ precision: 2 / 3, recall: 0.5, f1: expect.closeTo(4 / 7) as number, right: 2, wrong: 1, missed: 2 })
  })

  test('clusters: over pairs, and per entity so that a huge one does not decide', () => {
    const rows = (text: string) => text.split(' ').map((pair) => ({ truth: pair.charAt(0), cluster: pair.charAt(1) }))
    expect(scoreClusters(rows('a1 a1 a1 b2 b2')).pairs).toMatchObject({ precision: 1, recall: 1, right: 4 })
    const split = scoreClusters(rows('a1 a1 a1 a1 b2 b3'))
    expect(split.pairs).toMatchObject({ right: 6, wrong: 0, missed: 1 })
    expect(split.perEntity).toMatchObject({ precision: 1, recall: 0.75 })
  })

  test('a probability is counted in its tenth', () => {
    expect(reliability([{ p: 0.95, isRight: true }, { p: 1, isRight: false }, { p: 0.1, isRight: false }])).toMatchObject({ 1: { n: 1, was: 0 }, 9: { n: 2, said: 0.975, was: 0.5 } })
  })

  test('weights are those of the rule that made the examples', () => {
    const examples = Array.from({ length: 400 }, (_, i) => ({ x: [1, (i % 20) / 10, ((i * 7) % 13) / 13], y: (((i % 20) / 10 > 1) !== (i % 17 === 0) ? 1 : 0) as 0 | 1 }))
    const [, tells = 0, noise = 0] = fit(examples, 0.1)
    expect(tells).toBeGreaterThan(3)
    expect(Math.abs(noise)).toBeLessThan(1)
  })

  test('trigrams are those of pg_trgm', () => {
    expect(trigramPairs(['word', 'two words'], 0.1)).toEqual([{ a: 0, b: 1, p: expect.closeTo(4 / 11) as number }])
    expect(['word', 'xyz'].map(trigramReference(['two words', 'word']))).toEqual([{ at: 1, p: 1 }, { at: -1, p: 0 }])
    expect(chained(4, [{ a: 0, b: 1, p: 1 }, { a: 1, b: 3, p: 1 }])).toEqual([0, 0, 2, 0])
  })
})

async function rowsOf(path: string): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = []
  for await (const { records } of readCsvFile(path)) rows.push(...records)
  return rows
}

const [registrants, queries, sites, filings] = ['company-matching-sec/reference.csv', 'company-matching-sec/queries_dev.csv', 'company-matching-sites/sites_dev.csv', 'company-matching-patstat/names_dev.csv'].map(sharedData)

test.runIf(registrants && queries)('registrants of the SEC: precision before recall', async () => {
  const list = referenceOf((await rowsOf(registrants!)).map((row) => ({ id: row['cik']!, name: row['name']! })))
  const asked = (await rowsOf(queries!)).filter((row) => row['kind'] !== 'renamed')
  const links = asked.map((row) => ({ ...linkName(list, row['query']!), label: row['label_cik']!, kind: row['kind']! }))
  const score = scoreLinks(links.map((one) => ({ matched: one.id, label: one.label, p: one.probability, kind: one.kind })))
  console.info(`SEC without renamed: precision ${score.precision.toFixed(4)}, recall ${score.recall.toFixed(4)}, F1 ${score.f1.toFixed(4)}`)
  const entries = (await rowsOf(registrants!)).map((row) => ({ id: row['cik']!, name: row['name']! }))
  const nearest = asked.map((row) => row['query']!).map(trigramReference(entries.map((one) => one.name)))
  const plain = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75].map((least) => scoreLinks(nearest.map(({ at, p }, i) => ({ matched: p >= least ? entries[at]!.id : '', label: asked[i]!['label_cik']!, p, kind: '' }))).f1)
  console.info(`trigrams at their best: F1 ${Math.max(...plain).toFixed(4)}`)
  for (const bin of reliability(asked.map((row) => ({ link: linkName(list, row['query']!, 0), label: row['label_cik']! })).filter(({ link }) => link.id !== '').map(({ link, label }) => ({ p: link.probability, isRight: link.id === label })))) console.info(`said ${bin.from.toFixed(1)} to ${bin.to.toFixed(1)}: was ${bin.was.toFixed(3)}, n = ${bin.n}`)
  expect(score.f1).toBeGreaterThan(Math.max(...plain) + 0.1)
  expect(score.precision).toBeGreaterThanOrEqual(0.99)
  expect(score.f1).toBeGreaterThanOrEqual(0.955)
})

test.runIf(registrants && queries)('what was renamed is found where a list has the former name; here that list is made of the answers', async () => {
  const renamed = (await rowsOf(queries!)).filter((row) => row['kind'] === 'renamed')
  const entries = withAliases((await rowsOf(registrants!)).map((row) => ({ id: row['cik']!, name: row['name']! })), renamed.map((row) => ({ name: row['query']!, current: row['label_name']! })))
  const list = referenceOf(entries)
  const found = renamed.filter((row) => linkName(list, row['query']!).id === row['label_cik']).length
  console.info(`renamed, with their former names: ${found} of ${renamed.length}`)
  expect(found).toBeGreaterThanOrEqual(renamed.length * 0.97)
})

test.runIf(sites)('sites with address and telephone: at least five points over trigrams at their best', async () => {
  const rows = await rowsOf(sites!)
  const entries = rows.map((row) => readRecord({ id: row['id']!, name: row['name']!, address: row['address']!, zip: row['zip']!, phone: row['phone']!, domain: row['website']! }))
  const scored = (clusters: number[]) => scoreClusters(clusters.map((cluster, i) => ({ cluster: String(cluster), truth: rows[i]!['true_id']! }))).pairs.f1
  const plain = trigramPairs(rows.map((row) => ['name', 'address', 'zip', 'phone', 'website'].map((column) => row[column]).join(' ')), 0.3)
  const trigram = Math.max(...[0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7].map((least) => scored(chained(rows.length, plain.filter(({ p }) => p >= least)))))
  const ours = scored(findSame(entries, kindOf(entries)))
  console.info(`sites: F1 ${ours.toFixed(4)}, trigrams at their best ${trigram.toFixed(4)}`)
  expect(ours).toBeGreaterThanOrEqual(trigram + 0.05)
}, 60_000)

test.runIf(filings)('names on patents, a group as one', async () => {
  const rows = await rowsOf(filings!)
  const entries = rows.map((row) => readRecord({ id: row['person_id']!, name: row['person_name']! }))
  expect(kindOf(entries)).toBe('group')
  const { pairs, perEntity } = scoreClusters(findSame(entries, 'group').map((cluster, i) => ({ cluster: String(cluster), truth: rows[i]!['leuven_id']! })))
  console.info(`patents: F1 ${pairs.f1.toFixed(4)}, per entity ${perEntity.f1.toFixed(4)}`)
  expect(pairs.f1).toBeGreaterThanOrEqual(0.93)
  expect(perEntity.f1).toBeGreaterThanOrEqual(0.93)
}, 60_000)

test('many records are compared in a thread of their own, with the same answer', async () => {
  const records = Array.from({ length: 400 }, (_, i) => ({ id: String(i), name: ['Zenith Optics', 'Zenith Optic', 'Harbour Mills', 'Kestrel Foods'][i % 4]! + ` ${Math.floor(i / 8)}` }))
  expect(await findSameAside(records, 'company')).toEqual(findSame(records.map(readRecord), 'company'))
})

// How good the recogniser is on real names, with the pure matcher on an index in memory. Floors leave a margin; figures are printed.
import { readFileSync } from 'node:fs'
import papa from 'papaparse'
import { expect, test } from 'vitest'
import { sharedData } from '../../test/setup/shared-data.ts'
import { allKeys } from './candidates.ts'
import { storedKeys } from './keys.ts'
import { parseName } from './names.ts'
import { decideBand } from './rules.ts'
import { scoreOf } from './score.ts'

type Row = Record<string, string>
const rowsOf = (path: string): Row[] => papa.parse<Row>(readFileSync(path, 'utf8'), { header: true, skipEmptyLines: true }).data

function indexOf(names: Map<string, string>) {
  const byKey = new Map<string, string[]>()
  for (const [id, name] of names) for (const key of storedKeys(name)) byKey.set(key, [...(byKey.get(key) ?? []), id])
  return (query: string) => {
    const ids = new Set(allKeys({ name: query }).flatMap((key) => (byKey.get(key) ?? []).slice(0, 40)))
    const standing = { hasCrmId: false, isCustomer: false }
    return decideBand([...ids].map((id) => ({ companyId: id, name: names.get(id)!, ...scoreOf({ name: query }, { name: names.get(id)!, aliases: [], domains: [], pretends: [] }), standing })))
  }
}

const [reference, queries] = [sharedData('company-matching-sec/reference.csv'), sharedData('company-matching-sec/queries_dev.csv')]
test.runIf(reference && queries)('registrants of the SEC: precision before recall', () => {
  const find = indexOf(new Map(rowsOf(reference!).map((row) => [row['cik']!, row['name']!])))
  const kinds = new Map<string, { right: number; wrong: number; missed: number; noticed: number }>()
  for (const query of rowsOf(queries!)) {
    const label = query['label_cik'] || undefined
    const found = find(query['query']!)
    const linked = found.band === 'same' ? found.best?.companyId : undefined
    const kind = kinds.get(query['kind']!) ?? { right: 0, wrong: 0, missed: 0, noticed: 0 }
    if (linked && linked === label) kind.right++
    else {
      if (linked) kind.wrong++
      if (label) kind.missed++
      if (label && found.candidates.some((one) => one.companyId === label)) kind.noticed++
    }
    kinds.set(query['kind']!, kind)
  }
  const sum = (field: 'right' | 'wrong' | 'missed') => [...kinds].filter(([kind]) => kind !== 'renamed').reduce((total, [, counts]) => total + counts[field], 0)
  const [precision, recall] = [sum('right') / (sum('right') + sum('wrong')), sum('right') / (sum('right') + sum('missed'))]
  const f1 = (2 * precision * recall) / (precision + recall)
  console.info(`SEC without renamed: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}`, Object.fromEntries(kinds))
  expect(precision).toBeGreaterThanOrEqual(0.98)
  expect(f1).toBeGreaterThanOrEqual(0.92)
})

const accounts = sharedData('maven-crm/accounts.csv')
test.runIf(accounts)('accounts of Maven: each is itself and no other, also with a slip, spaces gone or a legal form', () => {
  const names = rowsOf(accounts!).map((row) => row['account']!)
  const find = indexOf(new Map(names.map((name) => [name, name])))
  let noticed = 0
  for (const name of names) {
    expect(find(name), name).toMatchObject({ band: 'same', best: { companyId: name } })
    expect(find(`${name.toUpperCase()} GmbH`).best?.companyId, name).toBe(name)
    if (!parseName(name).legalForm && parseName(name).fillers.length === 0) expect(find(name.replace(/^The /, '').replaceAll(' ', '')).best?.companyId, name).toBe(name)
    const slipped = `${name.slice(0, 3)}${name[4] ?? ''}${name[3] ?? ''}${name.slice(5)}`
    if (find(slipped).candidates.some((one) => one.companyId === name)) noticed++
  }
  console.info(`Maven: ${noticed} of ${names.length} accounts are noticed with two letters swapped`)
  expect(noticed).toBeGreaterThanOrEqual(Math.floor(names.length * 0.85))
  for (const row of rowsOf(accounts!)) if (row['subsidiary_of']) expect(find(row['subsidiary_of']).best?.companyId).not.toBe(row['account'])
})

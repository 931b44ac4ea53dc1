import { chained, findSame, kindOf, kinds, readRecord, scoreClusters, trigramPairs, type RawRecord } from '../../areas/companies/index.ts'
import { CliProblem, progressBar, type Call } from './command.ts'
import { allRows, csvFile, given, maybe, share } from './match-files.ts'

/** `said`: what was found out on the way. */
type Found = { clusters: number[]; said: { from: number } | { one: string } }

/** Says which rows of a file are the same: a cluster is called by the id of its first row. */
export async function dedupe(call: Call) {
  const [path, idColumn, nameColumn, out] = [given(call, 'in'), given(call, 'id'), given(call, 'name'), given(call, 'out')]
  const more = (['address', 'zip', 'city', 'phone', 'domain', 'country'] as const).flatMap((field) => { const column = maybe(call, field); return column ? [{ field, column }] : [] })
  const rows = await allRows(path, [idColumn, nameColumn, ...more.map(({ column }) => column)], 'Reading')
  const ids = rows.map((row) => row[idColumn] ?? '')
  const method = maybe(call, 'method') ?? 'ours'
  if (method !== 'ours' && method !== 'trigram') throw new CliProblem('--method is ours or trigram.', true)
  const found = method === 'trigram'
    ? plainly(call, rows.map((row) => [row[nameColumn], ...more.map(({ column }) => row[column])].filter(Boolean).join(' ')), rows.map((row) => row[maybe(call, 'truth') ?? ''] ?? ''))
    : ours(call, rows.map((row): RawRecord => ({ id: row[idColumn] ?? '', name: row[nameColumn] ?? '', ...Object.fromEntries(more.map(({ field, column }) => [field, row[column] ?? ''])) })))
  const file = csvFile(out, [idColumn, 'cluster'])
  await file.write(ids.map((id, i) => [id, ids[found.clusters[i]!]]))
  await file.close()
  const clusters = new Set(found.clusters).size
  call.say(`${rows.length.toLocaleString('en-US')} rows are ${clusters.toLocaleString('en-US')} companies. Written to ${out}.`)
  return { json: { rows: rows.length, clusters, out, ...found.said } }
}

function ours(call: Call, records: RawRecord[]): Found {
  const entries = records.map(readRecord)
  const asked = maybe(call, 'one')
  const kind = asked === undefined ? kindOf(entries) : kinds.find((one) => one === asked)
  if (!kind) throw new CliProblem('--one is company or group.', true)
  const bar = progressBar('Comparing')
  const clusters = findSame(entries, kind, maybe(call, 'at-least') === undefined ? undefined : share(call, 'at-least', 0), (done) => bar(done, ''))
  bar(1, '')
  return { clusters, said: { one: kind } }
}

/** The plain matcher: chained trigrams at the threshold given, or, where the truth is, at the one that serves it best. */
function plainly(call: Call, texts: string[], truth: string[]): Found {
  const pairs = trigramPairs(texts, 0.25)
  const at = (least: number): number[] => chained(texts.length, pairs.filter(({ p }) => p >= least))
  const asked = maybe(call, 'at-least')
  if (asked !== undefined || truth.every((value) => value === '')) {
    const from = share(call, 'at-least', 0.6)
    return { clusters: at(from), said: { from } }
  }
  const tried = Array.from({ length: 15 }, (_, i) => Math.round((0.25 + i * 0.05) * 100) / 100).map((from) => {
    const clusters = at(from)
    return { from, clusters, f1: scoreClusters(clusters.map((one, i) => ({ cluster: String(one), truth: truth[i]! }))).pairs.f1 }
  })
  const { clusters, from } = tried.reduce((best, one) => (one.f1 > best.f1 ? one : best))
  return { clusters, said: { from } }
}

import { linkFrom, linkName, referenceOf, trigramReference, withAliases, type ReferenceEntry } from '../../areas/companies/index.ts'
import { csvNumber } from '../../platform/files/csv.ts'
import { CliProblem, progressBar, type Call } from './command.ts'
import { allRows, csvFile, given, maybe, rowsIn, share } from './match-files.ts'

/** Where the plain matcher is at its best on registers. */
const trigramFrom = 0.6

/** Links each row of one file to a row of another, or to none. */
export async function link(call: Call) {
  const [keyColumn, nameColumn, idColumn, queryColumn] = [given(call, 'key'), given(call, 'name'), given(call, 'id'), given(call, 'query')]
  const [referenceFile, queryFile, out] = [given(call, 'reference'), given(call, 'queries'), given(call, 'out')]
  const listed: ReferenceEntry[] = (await allRows(referenceFile, [keyColumn, nameColumn], 'Reference')).map((row) => ({ id: row[keyColumn] ?? '', name: row[nameColumn] ?? '' }))
  const entries = withAliases(listed, await aliasesSaid(call))
  const answer = answerer(call, entries)
  const file = csvFile(out, [idColumn, keyColumn, 'probability'])
  const bar = progressBar('Linking')
  let [asked, linked] = [0, 0]
  for await (const { rows, fraction } of rowsIn(queryFile, [idColumn, queryColumn])) {
    const answers = answer(rows.map((row) => row[queryColumn] ?? ''))
    await file.write(rows.map((row, i) => [row[idColumn], answers[i]!.id, csvNumber(answers[i]!.probability.toFixed(4))]))
    asked += rows.length
    linked += answers.filter((one) => one.id !== '').length
    bar(fraction, `${linked.toLocaleString('en-US')} of ${asked.toLocaleString('en-US')} linked`)
  }
  await file.close()
  call.say(`${linked.toLocaleString('en-US')} of ${asked.toLocaleString('en-US')} are among the ${listed.length.toLocaleString('en-US')} of ${referenceFile}. Written to ${out}.`)
  return { json: { reference: listed.length, aliases: entries.length - listed.length, queries: asked, linked, out } }
}

type Answer = { id: string; probability: number }

function answerer(call: Call, entries: ReferenceEntry[]): (queries: string[]) => Answer[] {
  const method = maybe(call, 'method') ?? 'ours'
  if (method === 'trigram') {
    const least = share(call, 'at-least', trigramFrom)
    const nearest = trigramReference(entries.map((entry) => entry.name))
    return (queries) => queries.map(nearest).map(({ at, p }) => ({ id: p >= least ? (entries[at]?.id ?? '') : '', probability: p }))
  }
  if (method !== 'ours') throw new CliProblem('--method is ours or trigram.', true)
  const least = share(call, 'at-least', linkFrom)
  const reference = referenceOf(entries)
  return (queries) => queries.map((query) => linkName(reference, query, least))
}

async function aliasesSaid(call: Call): Promise<{ name: string; current: string }[]> {
  const path = maybe(call, 'aliases')
  if (!path) return []
  const [former, current] = [maybe(call, 'former') ?? 'former_name', maybe(call, 'current') ?? 'current_name']
  return (await allRows(path, [former, current], 'Aliases')).map((row) => ({ name: row[former] ?? '', current: row[current] ?? '' }))
}

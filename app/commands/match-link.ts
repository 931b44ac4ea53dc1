import { linkFrom, linkName, referenceOf, trigramLinks, type ReferenceEntry } from '../../areas/companies/index.ts'
import { csvNumber } from '../../platform/files/csv.ts'
import { CliProblem, progressBar, type Call } from './command.ts'
import { allRows, csvFile, given, maybe, rowsIn, share } from './match-files.ts'

/** Above every false friend and below every slip: where the plain matcher is at its best on registers. */
const trigramFrom = 0.6

/** Links each row of one file to a row of another, or to none. */
export async function link(call: Call) {
  const [keyColumn, nameColumn, idColumn, queryColumn] = [given(call, 'key'), given(call, 'name'), given(call, 'id'), given(call, 'query')]
  const [referenceFile, queryFile, out] = [given(call, 'reference'), given(call, 'queries'), given(call, 'out')]
  const entries: ReferenceEntry[] = (await allRows(referenceFile, [keyColumn, nameColumn], 'Reference')).map((row) => ({ id: row[keyColumn] ?? '', name: row[nameColumn] ?? '' }))
  const known = entries.length
  await addAliases(call, entries)
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
  call.say(`${linked.toLocaleString('en-US')} of ${asked.toLocaleString('en-US')} are among the ${known.toLocaleString('en-US')} of ${referenceFile}. Written to ${out}.`)
  return { json: { reference: known, aliases: entries.length - known, queries: asked, linked, out } }
}

type Answer = { id: string; probability: number }

function answerer(call: Call, entries: ReferenceEntry[]): (queries: string[]) => Answer[] {
  const method = maybe(call, 'method') ?? 'ours'
  if (method === 'trigram') {
    const least = share(call, 'at-least', trigramFrom)
    const names = entries.map((entry) => entry.name)
    return (queries) => trigramLinks(names, queries).map(({ at, p }) => ({ id: p >= least ? (entries[at]?.id ?? '') : '', probability: p }))
  }
  if (method !== 'ours') throw new CliProblem('--method is ours or trigram.', true)
  const least = share(call, 'at-least', linkFrom)
  const reference = referenceOf(entries)
  return (queries) => queries.map((query) => linkName(reference, query, least))
}

/** A former name is one more name of each company of the reference that is called as the list says now. */
async function addAliases(call: Call, entries: ReferenceEntry[]): Promise<void> {
  const path = maybe(call, 'aliases')
  if (!path) return
  const [former, current] = [maybe(call, 'former') ?? 'former_name', maybe(call, 'current') ?? 'current_name']
  const idOf = new Map(entries.map((entry) => [plain(entry.name), entry.id]))
  for (const row of await allRows(path, [former, current], 'Aliases')) {
    const id = idOf.get(plain(row[current] ?? ''))
    if (id !== undefined && row[former]) entries.push({ id, name: row[former] })
  }
}

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()

import { reliability, scoreClusters, scoreLinks, type Score, type ScoredLink } from '../../areas/companies/index.ts'
import { CliProblem, type Call } from './command.ts'
import { allRows, given, maybe } from './match-files.ts'

/** Scores a file that link or dedupe wrote against a column with the truth. */
export async function evaluate(call: Call) {
  const [idColumn, truthColumn, out] = [given(call, 'id'), given(call, 'truth'), given(call, 'out')]
  return maybe(call, 'queries') ? links(call, idColumn, truthColumn, out) : clusters(call, idColumn, truthColumn, out)
}

async function links(call: Call, idColumn: string, truthColumn: string, out: string) {
  const by = maybe(call, 'by')
  const truth = await allRows(given(call, 'queries'), [idColumn, truthColumn, ...(by ? [by] : [])], 'Truth')
  const rows = await allRows(out, [idColumn, 'probability'], 'Links')
  const keyColumn = Object.keys(rows[0] ?? {}).find((column) => column !== idColumn && column !== 'probability') ?? ''
  const written = new Map(rows.map((row) => [row[idColumn], row] as const))
  const scored = truth.map((row): ScoredLink => {
    const answer = written.get(row[idColumn])
    if (!answer) throw new CliProblem(`${out} has no row for ${idColumn} ${row[idColumn]}.`)
    return { matched: answer[keyColumn] ?? '', p: Number(answer['probability']), label: row[truthColumn] ?? '', kind: by ? (row[by] ?? '') : '' }
  })
  const all = scoreLinks(scored)
  const kinds = Object.fromEntries([...Map.groupBy(scored, (one) => one.kind)].filter(([kind]) => kind !== '').map(([kind, own]) => [kind, scoreLinks(own)]))
  const bins = reliability(scored.filter((one) => one.matched !== '').map((one) => ({ p: one.p, isRight: one.matched === one.label })))
  call.say(sayScore('links', all))
  for (const [kind, score] of Object.entries(kinds)) call.say(`  ${sayScore(kind, score)}`)
  call.say('Probability said, and how often it was right:')
  for (const bin of bins) if (bin.n > 0) call.say(`  ${bin.from.toFixed(1)} to ${bin.to.toFixed(1)}: said ${bin.said.toFixed(3)}, was ${bin.was.toFixed(3)}, n = ${bin.n}`)
  return { json: { ...all, n: scored.length, kinds, reliability: bins } }
}

async function clusters(call: Call, idColumn: string, truthColumn: string, out: string) {
  const truth = await allRows(given(call, 'in'), [idColumn, truthColumn], 'Truth')
  const written = await allRows(out, [idColumn, 'cluster'], 'Clusters')
  if (truth.length !== written.length || truth.some((row, i) => row[idColumn] !== written[i]![idColumn])) throw new CliProblem(`${out} was made from another list.`)
  const { pairs, perEntity } = scoreClusters(truth.map((row, i) => ({ truth: row[truthColumn] ?? '', cluster: written[i]!['cluster'] ?? '' })))
  call.say(sayScore('pairs', pairs))
  call.say(`per entity: precision ${perEntity.precision.toFixed(4)}, recall ${perEntity.recall.toFixed(4)}, F1 ${perEntity.f1.toFixed(4)}`)
  return { json: { ...pairs, n: truth.length, perEntity: { precision: perEntity.precision, recall: perEntity.recall, f1: perEntity.f1 } } }
}

const sayScore = (what: string, score: Score): string => `${what}: precision ${score.precision.toFixed(4)}, recall ${score.recall.toFixed(4)}, F1 ${score.f1.toFixed(4)} (${score.right} right, ${score.wrong} wrong, ${score.missed} missed)`

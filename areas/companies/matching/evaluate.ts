// How good links and clusters are against the truth: precision, recall, F1, and whether a probability means what it says. Pure.

/** Precision, recall and F1 from 0 to 1, with the counts they are made of. */
export type Score = { precision: number; recall: number; f1: number; right: number; wrong: number; missed: number }
export type Bin = { from: number; to: number; n: number; said: number; was: number }

export function scoreOf(right: number, wrong: number, missed: number): Score {
  const precision = right + wrong === 0 ? 1 : right / (right + wrong)
  const recall = right + missed === 0 ? 1 : right / (right + missed)
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall), right, wrong, missed }
}

/** `matched` and `label` are empty where there is none; `p` is how likely the link was said to be. */
export type Linked = { matched: string; label: string; p: number; kind: string }

export function scoreLinks(links: Linked[]): Score {
  const right = links.filter((one) => one.matched !== '' && one.matched === one.label).length
  const linked = links.filter((one) => one.matched !== '').length
  const labelled = links.filter((one) => one.label !== '').length
  return scoreOf(right, linked - right, labelled - right)
}

/** Of the pairs with a probability in each tenth, how many were right: where `said` and `was` agree, the probability is calibrated. */
export function reliability(cases: { p: number; isRight: boolean }[], bins = 10): Bin[] {
  return Array.from({ length: bins }, (_, i) => {
    const own = cases.filter(({ p }) => Math.min(bins - 1, Math.floor(p * bins)) === i)
    const share = (count: number): number => (own.length === 0 ? 0 : count / own.length)
    return { from: i / bins, to: (i + 1) / bins, n: own.length, said: share(own.reduce((sum, { p }) => sum + p, 0)), was: share(own.filter((one) => one.isRight).length) }
  })
}

/** How clusters agree with the truth, over pairs of records; and averaged over the true entities, so that a huge one does not decide. */
export function scoreClusters(records: { cluster: string; truth: string }[]): { pairs: Score; perEntity: Score } {
  const [byTruth, byCluster] = [tally(records.map((one) => one.truth)), tally(records.map((one) => one.cluster))]
  const both = tally(records.map((one) => `${one.truth}\u0000${one.cluster}`))
  const right = pairsIn(both)
  const [recalls, precisions] = [new Map<string, number>(), new Map<string, number>()]
  for (const [key, n] of both) {
    const [truth = '', cluster = ''] = key.split('\u0000')
    const [ofTruth, ofCluster] = [byTruth.get(truth)!, byCluster.get(cluster)!]
    recalls.set(truth, (recalls.get(truth) ?? 0) + (n / ofTruth) ** 2)
    precisions.set(truth, (precisions.get(truth) ?? 0) + (n / ofTruth) * (n / ofCluster))
  }
  const mean = (values: Map<string, number>): number => [...values.values()].reduce((sum, v) => sum + v, 0) / Math.max(1, values.size)
  const [precision, recall] = [mean(precisions), mean(recalls)]
  const pairs = scoreOf(right, pairsIn(byCluster) - right, pairsIn(byTruth) - right)
  return { pairs, perEntity: { ...pairs, precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) } }
}

function tally(values: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

const pairsIn = (counts: Map<string, number>): number => [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)

// Pure decisions of the area: what a sharing level keeps and shows, what a list comes to, what changed, and who may do what.
import { no, yes, type Can } from '../../kernel/refusal.ts'

export const sharings = ['all', 'overlap', 'counts', 'hidden'] as const
export type Sharing = (typeof sharings)[number]
export const listStates = ['waiting', 'running', 'ready', 'replaced', 'failed', 'cancelled', 'deleted'] as const
export type ListState = (typeof listStates)[number]
export const relations = ['customer', 'open', 'prospect', 'unknown'] as const
export type Relation = (typeof relations)[number]
/** A grade, or that the list and we know too little to give one. */
export const standings = ['A', 'B', 'C', 'none', 'ungraded'] as const
export type Standing = (typeof standings)[number]
export type Band = 'same' | 'maybe' | 'none'
export type Amount = { amountMinor: string; currency: string }

/**
 * From which score a customer is taken for a company of ours, and from which it waits for a person; and how likely the same it must be at
 * least to be taken for it. Set for disclosure, which prefers to
 * be silent: naming the wrong company to somebody costs more than overlooking one.
 */
export const disclosure = { same: 0.95, maybe: 0.8, leastLikely: 0.9 } as const

export type Mapped = { band: Band; relation: Relation; grade: Exclude<Standing, 'ungraded'> | null; openValue: Amount[]; wonValue: Amount[] }
export type Cell = { relation: Relation; grade: Standing; companies: number; openValue: Amount[]; wonValue: Amount[] }
/** `inIcp` of `graded` are A or B; whatever could not be graded is in neither. `review`: how many wait for a person. */
export type Figures = { customers: number; known: number; review: number; inIcp: number; graded: number; cells: Cell[] }

export const mostRows = 1_000_000
/** Of what happened since a list was matched, more of one kind are not counted. */
export const mostCounted = 100
export const longestKeepDays = 730
export const usualKeepDays = 365

/** Which customers of a list are kept with their names. */
export const keeps = (sharing: Sharing, row: { band: Band }): boolean => sharing === 'all' || sharing === 'hidden' || (sharing === 'overlap' && row.band === 'same')
/** Whether we may look at names, and at figures. */
export const showsRows = (sharing: Sharing): boolean => sharing === 'all' || sharing === 'overlap'
export const showsFigures = (sharing: Sharing): boolean => sharing !== 'hidden'

const width: Record<Sharing, number> = { all: 3, overlap: 2, counts: 1, hidden: 0 }
/** Whether `to` keeps no more than `from`, so that it can be reached by removing. A hidden list keeps everything. */
export const isNarrower = (from: Sharing, to: Sharing): boolean => from !== to && (from === 'hidden' ? false : to === 'hidden' ? from === 'all' : width[to] < width[from])

/** Sums what was found. Exact: amounts are whole minor units by currency. */
export function figuresOf(rows: Iterable<Mapped>): Figures {
  const cells = new Map<string, { relation: Relation; grade: Standing; companies: number; open: Map<string, bigint>; won: Map<string, bigint> }>()
  const figures = { customers: 0, known: 0, review: 0, inIcp: 0, graded: 0 }
  for (const row of rows) {
    const grade: Standing = row.grade ?? 'ungraded'
    figures.customers += 1
    if (row.band === 'same') figures.known += 1
    if (row.band === 'maybe') figures.review += 1
    if (row.grade !== null) figures.graded += 1
    if (row.grade === 'A' || row.grade === 'B') figures.inIcp += 1
    const key = `${row.relation} ${grade}`
    const cell = cells.get(key) ?? { relation: row.relation, grade, companies: 0, open: new Map(), won: new Map() }
    cell.companies += 1
    addTo(cell.open, row.openValue)
    addTo(cell.won, row.wonValue)
    cells.set(key, cell)
  }
  const rank = (cell: { relation: Relation; grade: Standing }) => relations.indexOf(cell.relation) * standings.length + standings.indexOf(cell.grade)
  return { ...figures, cells: [...cells.values()].sort((a, b) => rank(a) - rank(b)).map(({ open, won, ...cell }) => ({ ...cell, openValue: amountsIn(open), wonValue: amountsIn(won) })) }
}

/** Figures of the customers that are kept, with what an earlier run said of those that are not: of them nothing can be found anew. */
export function withForgotten(kept: Figures, before: Figures): Figures {
  const forgotten = before.cells.filter((cell) => cell.relation === 'unknown')
  const sum = (of: (cell: Cell) => boolean) => forgotten.filter(of).reduce((n, cell) => n + cell.companies, 0)
  return {
    customers: kept.customers + sum(() => true), known: kept.known, review: before.review, inIcp: kept.inIcp + sum((cell) => cell.grade === 'A' || cell.grade === 'B'),
    graded: kept.graded + sum((cell) => cell.grade !== 'ungraded'), cells: [...kept.cells.filter((cell) => cell.relation !== 'unknown'), ...forgotten],
  }
}

function addTo(sums: Map<string, bigint>, amounts: Amount[]): void {
  for (const { amountMinor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amountMinor))
}
const amountsIn = (sums: Map<string, bigint>): Amount[] => [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ amountMinor: minor.toString(), currency }))

/** Our company behind a row: a customer first (so named, or something was won), then one with an open opportunity, then any that we know. */
export function relationOf(company: { isCustomer: boolean; hasWon: boolean; hasOpen: boolean } | null): Relation {
  return company === null ? 'unknown' : company.isCustomer || company.hasWon ? 'customer' : company.hasOpen ? 'open' : 'prospect'
}

/** Whether a candidate is the company, may be it, or is not taken for it. Where both say a country and it differs, the name alone says too little. */
export function bandFor(found: { band: 'same' | 'maybe' | 'none'; score: number; probability?: number | null } | null, place: { sameWebsite: boolean; ours: string | null; theirs: string | null }): Band {
  if (!found || found.score < disclosure.maybe) return 'none'
  if (found.band !== 'same' || found.score < disclosure.same) return 'maybe'
  if (found.probability != null && found.probability < disclosure.leastLikely) return 'maybe'
  return !place.sameWebsite && place.ours && place.theirs && place.ours !== place.theirs ? 'maybe' : 'same'
}

/** What is one customer in two lists: our company, else the website, else the letters of the name. */
export const keyOf = (row: { companyId: string | null; band: Band; domain: string | null; letters: string }): string =>
  row.band === 'same' && row.companyId ? `c ${row.companyId}` : row.domain ? `d ${row.domain}` : `n ${row.letters}`

export type Kept = { key: string; name: string; relation: Relation }
/** `names` at most `mostNames`. `comparable`: both lists keep who their customers are; otherwise only counts can be held against each other. */
export type Changes = { since: string; comparable: boolean; came: number; went: number; moved: number; wentNames: string[]; before: { customers: number; known: number } }
const mostNames = 50

export function changesBetween(before: { at: string; figures: Figures; rows: Kept[] }, after: { rows: Kept[] }, comparable: boolean): Changes {
  const base = { since: before.at, before: { customers: before.figures.customers, known: before.figures.known } }
  if (!comparable) return { ...base, comparable, came: 0, went: 0, moved: 0, wentNames: [] }
  const [was, is] = [new Map(before.rows.map((row) => [row.key, row])), new Map(after.rows.map((row) => [row.key, row]))]
  const went = [...was.values()].filter((row) => !is.has(row.key))
  return {
    ...base, comparable, came: [...is.keys()].filter((key) => !was.has(key)).length, went: went.length,
    moved: [...is.values()].filter((row) => { const old = was.get(row.key); return old !== undefined && old.relation !== row.relation }).length,
    wentNames: went.slice(0, mostNames).map((row) => row.name),
  }
}

const words: Record<Sharing, string> = { all: 'every customer', overlap: 'the customers that we know too', counts: 'figures only', hidden: 'nothing yet' }
export const saySharing = (sharing: Sharing): string => words[sharing]

type Listed = { state: ListState; sharing: Sharing }
const isOver = ({ state }: Listed): boolean => state === 'deleted' || state === 'failed' || state === 'cancelled' || state === 'replaced'

export const mayCancel = (list: Listed & { cancelAsked: boolean }): Can => (list.state !== 'waiting' && list.state !== 'running' ? no('It has been read already.') : list.cancelAsked ? no('It is being stopped.') : yes)
export const mayDelete = (list: Listed): Can => (list.state === 'deleted' ? no('It is deleted already.') : list.state === 'waiting' || list.state === 'running' ? no('It is being read. Stop that first.') : yes)
export const mayMatchAgain = (list: Listed): Can =>
  list.state !== 'ready' ? no('Only the list in use can be matched again.') : list.sharing === 'counts' ? no('Only figures were kept. A new list is needed.') : yes
export const mayNarrow = (list: Listed): Can => (isOver(list) || list.state !== 'ready' ? no('Only the list in use can be narrowed.') : list.sharing === 'counts' ? no('Less than figures cannot be kept. It can be deleted.') : list.sharing === 'hidden' ? no('It is hidden. The partner opens it on its own page.') : yes)
export const mayJudge = (list: Listed): Can => (list.state !== 'ready' ? no('This list is not in use any more.') : list.sharing !== 'all' ? no('Only where every customer is shared can a person look at both.') : yes)

/** A partner is asked to introduce whom its own list names and we know. `isAsked`: a question about it is open. */
export function mayAsk(row: Mapped, list: Listed, facts: { introduces: Can; isAsked: boolean; isIntroduced: boolean }): Can {
  if (list.state !== 'ready' || !showsRows(list.sharing)) return no('The list is not in use any more, or names nobody.')
  if (row.band !== 'same') return no('It is not certain which company this is.')
  if (row.relation === 'customer') return no('It is our customer already.')
  if (!facts.introduces.allowed) return facts.introduces
  if (facts.isAsked) return no('The partner has been asked and has not answered yet.')
  return facts.isIntroduced ? no('The partner has introduced it already.') : yes
}

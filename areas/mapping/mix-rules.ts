// What kind of customers a list names: by industry, size and country. What a level of sharing does not keep is told in kinds that several have in common, or not at all.
import { sizeBandOf, type SizeBand } from '../../kernel/sizes.ts'
import type { Band, Sharing } from './rules.ts'

export const dimensions = ['industry', 'size', 'country'] as const
export type Dimension = (typeof dimensions)[number]
/** What the list says of a customer, and what our company does where it is one of ours. */
export type Said = { industry: string | null; employees: number | null; country: string | null; ourIndustry: string | null; ourEmployees: number | null; ourCountry: string | null }
/** So many customers are of one kind. `ours`: of how many of them our company said it; null where that is not told. */
export type MixCell = { isKnown: boolean; industry: string | null; size: SizeBand | null; country: string | null; customers: number; ours: Record<Dimension, number> | null }

/** Kinds that fewer have in common are not told of customers that are not kept: they would say who it is. */
export const fewestAlike = 5
/** Industries beyond so many, the rarest ones, count as not told. */
const mostIndustries = 200

/** Our word comes before that of the list. `isKept` says which customers a level that shows only those we know keeps. */
export function mixOf(rows: Iterable<Said & { band: Band }>, isKept: (row: { band: Band }) => boolean = (row) => row.band === 'same'): MixCell[] {
  const cells = new Map<string, MixCell>()
  const spellings = new Map<string, string>()
  for (const row of rows) {
    const said = (row.ourIndustry ?? row.industry)?.trim() || null
    const letters = said?.toLowerCase() ?? null
    if (said !== null && letters !== null && !spellings.has(letters)) spellings.set(letters, said)
    const employees = row.ourEmployees ?? row.employees
    const kind = { isKnown: isKept(row), industry: letters === null ? null : spellings.get(letters)!, size: employees === null ? null : sizeBandOf(employees), country: row.ourCountry ?? row.country }
    add(cells, { ...kind, customers: 1, ours: { industry: Number(row.ourIndustry !== null), size: Number(row.ourEmployees !== null), country: Number(row.ourCountry !== null) } })
  }
  return withoutRare([...cells.values()])
}

/** So many customers of whom nothing is known but that they are there. */
export const nothingTold = (customers: number): MixCell => ({ isKnown: false, industry: null, size: null, country: null, customers, ours: { industry: 0, size: 0, country: 0 } })

/** The cells that a level keeps: whole where the customers are, else coarse, and of figures alone not even which are known to us. */
export function mixFor(sharing: Sharing, cells: MixCell[]): MixCell[] {
  if (sharing === 'counts') return coarse(cells.map((cell) => ({ ...cell, isKnown: false, ours: null })))
  return sharing === 'overlap' ? [...cells.filter((cell) => cell.isKnown), ...coarse(cells.filter((cell) => !cell.isKnown))] : cells
}

const ways: Dimension[][] = [['industry', 'size', 'country'], ['industry', 'size'], ['industry', 'country'], ['industry'], ['size', 'country'], ['country'], ['size']]

/** As much of each kind as at least `fewest` have in common, industry first; the rest is counted and not told. */
export function coarse(cells: MixCell[], fewest: number = fewestAlike): MixCell[] {
  const told = new Map<string, MixCell>()
  let rest = cells
  for (const way of ways) {
    const groups = Map.groupBy(rest, (cell) => keyOf(only(cell, way)))
    rest = [...groups.values()].flatMap((group) => {
      if (group.reduce((n, cell) => n + cell.customers, 0) < fewest) return group
      for (const cell of group) add(told, only(cell, way))
      return []
    })
  }
  for (const cell of rest) add(told, only(cell, []))
  return [...told.values()]
}

const only = (cell: MixCell, way: Dimension[]): MixCell => ({
  ...cell, industry: way.includes('industry') ? cell.industry : null, size: way.includes('size') ? cell.size : null, country: way.includes('country') ? cell.country : null,
  ours: cell.ours && { industry: way.includes('industry') ? cell.ours.industry : 0, size: way.includes('size') ? cell.ours.size : 0, country: way.includes('country') ? cell.ours.country : 0 },
})
const keyOf = (cell: MixCell): string => JSON.stringify([cell.isKnown, cell.ours === null, cell.industry?.toLowerCase(), cell.size, cell.country])

function add(cells: Map<string, MixCell>, cell: MixCell): void {
  const known = cells.get(keyOf(cell))
  if (!known) return void cells.set(keyOf(cell), cell)
  const ours = known.ours && cell.ours && { industry: known.ours.industry + cell.ours.industry, size: known.ours.size + cell.ours.size, country: known.ours.country + cell.ours.country }
  cells.set(keyOf(cell), { ...known, customers: known.customers + cell.customers, ours })
}

function withoutRare(cells: MixCell[]): MixCell[] {
  const often = new Set(valuesOf(cells, 'industry').slice(0, mostIndustries).map((one) => one.value.toLowerCase()))
  const merged = new Map<string, MixCell>()
  for (const cell of cells) add(merged, cell.industry !== null && !often.has(cell.industry.toLowerCase()) ? only(cell, ['size', 'country']) : cell)
  return [...merged.values()]
}

/** `fromUs`: of how many our company said it; null where that is not told. */
export type MixValue = { value: string; customers: number; fromUs: number | null }
/** `unknown` of all customers are not known, or not told, in this respect; `others` are of values that are not listed. */
export type MixDimension = { dimension: Dimension; unknown: number; fromUs: number | null; values: MixValue[]; others: number }

/** Each respect by itself, the commonest first; sizes from small to large. `customers` is all there are. */
export function mixShown(cells: MixCell[], customers: number, mostValues: number): MixDimension[] {
  return dimensions.map((dimension) => {
    const values = valuesOf(cells, dimension)
    const known = values.reduce((n, one) => n + one.customers, 0)
    return {
      dimension, unknown: Math.max(0, customers - known), fromUs: values.some((one) => one.fromUs === null) ? null : values.reduce((n, one) => n + (one.fromUs ?? 0), 0),
      values: values.slice(0, mostValues), others: values.slice(mostValues).reduce((n, one) => n + one.customers, 0),
    }
  })
}

function valuesOf(cells: MixCell[], dimension: Dimension): MixValue[] {
  const values = new Map<string, MixValue>()
  for (const cell of cells) {
    const value = cell[dimension]
    if (value === null) continue
    const known = values.get(value.toLowerCase()) ?? { value, customers: 0, fromUs: 0 }
    const fromUs = known.fromUs === null || cell.ours === null ? null : known.fromUs + cell.ours[dimension]
    values.set(value.toLowerCase(), { value: known.value, customers: known.customers + cell.customers, fromUs })
  }
  const smallest = (value: string) => Number.parseInt(value, 10)
  return [...values.values()].sort((a, b) => (dimension === 'size' ? smallest(a.value) - smallest(b.value) : b.customers - a.customers || (a.value < b.value ? -1 : 1)))
}

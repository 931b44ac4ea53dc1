import type { ImportField } from './kinds.ts'

/** Field of ours → name of the column. */
export type Mapping = Record<string, string>
export type Column = { name: string; samples: string[] }

/**
 * Guesses which column holds which field: by name against the synonyms, then, for required fields that no name gave, by what the values
 * look like. A column serves one field; where two fields want it the better match wins.
 */
export function guessMapping(fields: ImportField[], columns: Column[]): Mapping {
  const wishes = fields.flatMap((field) => columns.map((column, at) => ({ field, column, at, score: nameScore(field, column.name) + valueScore(field, column) })))
    .filter((wish) => wish.score >= 50)
    .sort((a, b) => b.score - a.score || a.at - b.at)
  const mapping: Mapping = {}
  const taken = new Set<string>()
  for (const { field, column } of wishes) {
    if (mapping[field.name] !== undefined || taken.has(column.name)) continue
    mapping[field.name] = column.name
    taken.add(column.name)
  }
  return mapping
}

/** "Deal - Stage", "deal_stage" and "Deal Stage" are one name. */
export function plainName(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().replace(/\([^)]*\)|[^\p{L}\p{N}]+/gu, ' ').trim()
}

function nameScore(field: ImportField, columnName: string): number {
  const name = plainName(columnName)
  const synonyms = field.synonyms.map(plainName)
  const exact = synonyms.indexOf(name)
  if (exact !== -1) return 100 - Math.min(exact, 30)
  const words = ` ${name} `
  const within = synonyms.findIndex((synonym) => synonym.length >= 5 && words.includes(` ${synonym} `))
  return within === -1 ? 0 : 55 - Math.min(within, 5)
}

function valueScore(field: ImportField, column: Column): number {
  if (!field.looksLike || column.samples.length === 0) return 0
  const share = column.samples.filter(field.looksLike).length / column.samples.length
  return share >= 0.8 ? (field.required ? 50 : 15) : share < 0.3 ? -30 : 0
}

/** Whether any of these names is one that exports use: then the row is the header. */
export function knowsName(fields: ImportField[], names: string[]): boolean {
  const known = new Set(fields.flatMap((field) => field.synonyms.map(plainName)))
  return names.some((name) => known.has(plainName(name)))
}

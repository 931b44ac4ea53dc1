// What somebody wrote where something else belongs, and what to do about it.

export function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? (inner as Record<PropertyKey, unknown>)[key] : undefined), document)
}
export const isMissing = (written: unknown): boolean => written === undefined

export const sayValue = (written: unknown): string => (typeof written === 'object' && written !== null ? sayKind(written) : `“${String(written).slice(0, 60)}”`)
export const sayKind = (written: unknown): string =>
  written === undefined ? 'nothing' : written === null ? 'null' : Array.isArray(written) ? 'a list' : typeof written === 'object' ? 'a map of names and values' : typeof written === 'string' ? 'text' : typeof written === 'number' ? `the number ${written}` : String(written)

/** For the usual slips: a sign, a comma, a day the other way round, a moment without its offset, a currency in small letters. */
export function hintFor(written: unknown): string | undefined {
  if (typeof written === 'number') return `Write it in quotes, so that no digit is lost: "${written}".`
  if (typeof written !== 'string') return undefined
  const text = written.trim()
  if (/^[\d.]+\s*%$/.test(text)) return `Leave out the sign: "${text.replace(/\s*%$/, '')}".`
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return `Leave out the commas: "${text.replaceAll(',', '')}".`
  if (/^\d+,\d{1,2}$/.test(text)) return `Write the decimals after a point: "${text.replace(',', '.')}".`
  if (/^[€$£¥]\s*\d/.test(text) || /^\d[\d.]*\s*[€$£¥A-Za-z]{1,3}$/.test(text)) return 'Write the number alone; the currency stands beside it.'
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)) return `Write a moment with its offset: "${text.slice(0, 10)}T${text.slice(11, 16)}:00Z", or the day alone: "${text.slice(0, 10)}".`
  if (/^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}$/.test(text)) return 'Write a day that there is, the year first and two digits for month and day: "2026-04-01".'
  return /^[a-z]{3}$/.test(text) ? `Write it in capitals: "${text.toUpperCase()}".` : undefined
}

/** From so many items on a list is written a few items at a time. */
const long = 500
/** Some ten to a hundred kilobytes of text. */
const atOnce = 50
/** Lists of so many are looked into for longer ones. */
const few = 20

/** Whether a list is in it that is worth writing in pieces: itself, below its fields, or below the items of a short list. */
export function holdsLongList(value: unknown): boolean {
  if (Array.isArray(value)) return value.length >= long || (value.length <= few && value.some(holdsLongList))
  return isRecord(value) && Object.values(value).some(holdsLongList)
}

/**
 * The text that `JSON.stringify` makes of a value of fields, lists and plain values, in pieces. One text of many megabytes is memory that
 * the system hands out anew for every answer, page by page, which can take longer than writing it.
 */
export function* jsonInPieces(value: unknown): Generator<string> {
  if (!holdsLongList(value)) yield JSON.stringify(value)
  else if (Array.isArray(value)) yield* listInPieces(value)
  else yield* fieldsInPieces(value as Record<string, unknown>)
}

function* listInPieces(list: unknown[]): Generator<string> {
  if (list.length < long) {
    for (const [i, item] of list.entries()) yield* after(i === 0 ? '[' : ',', jsonInPieces(item))
    return yield ']'
  }
  for (let from = 0; from < list.length; from += atOnce) yield `${from === 0 ? '[' : ','}${JSON.stringify(list.slice(from, from + atOnce)).slice(1, -1)}`
  yield ']'
}

function* fieldsInPieces(record: Record<string, unknown>): Generator<string> {
  let opened = false
  for (const [name, field] of Object.entries(record)) {
    if (field === undefined) continue
    yield* after(`${opened ? ',' : '{'}${JSON.stringify(name)}:`, jsonInPieces(field))
    opened = true
  }
  yield '}'
}

function* after(start: string, rest: Iterable<string>): Generator<string> {
  yield start
  yield* rest
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

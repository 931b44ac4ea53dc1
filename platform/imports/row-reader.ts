// RFC 4180 with bounded memory: a quote that is never closed costs its own line, not the rest of the file.

/** `fault` where the row could not be read as it was meant; its cells are then the line cut at each delimiter. */
export type RawRow = { cells: string[]; fault?: 'quotes' | 'too_long' }
export type RowReader = { push(text: string): RawRow[]; end(): RawRow[] }

const longestRow = 2 * 1024 * 1024

/**
 * Cuts decoded text, given in pieces of any size, into rows. Line ends may be mixed; quotes may hold delimiters and line breaks, a quote
 * inside quotes is doubled, spaces after a closing quote are dropped. Blank lines are rows with one empty cell.
 */
export function createRowReader(delimiter: string): RowReader {
  let rest = ''
  let endsInReturn = false
  let skipsLine = false

  function take(last: boolean): RawRow[] {
    const rows: RawRow[] = []
    const text = rest
    let at = 0
    let quote = text.indexOf('"')
    while (at < text.length) {
      const newline = text.indexOf('\n', at)
      const lineEnd = newline === -1 ? text.length : newline
      const afterLine = newline === -1 ? text.length : newline + 1
      if (quote !== -1 && quote < at) quote = text.indexOf('"', at)
      if (skipsLine) {
        skipsLine = newline === -1
        at = afterLine
        continue
      }
      const isPlain = quote === -1 || quote >= lineEnd
      const row = isPlain ? (newline === -1 && !last ? 'more' : { cells: text.slice(at, lineEnd).split(delimiter), end: afterLine }) : readQuoted(text, at, delimiter, last)
      if (row === 'more' && text.length - at <= longestRow) break
      if (row === 'more' && !isPlain && newline !== -1) {
        rows.push({ cells: text.slice(at, lineEnd).split(delimiter), fault: 'quotes' })
        at = afterLine
      } else if (row === 'more' || row.end - at > longestRow) {
        rows.push({ cells: [`${text.slice(at, at + 200)}…`], fault: 'too_long' })
        skipsLine = row === 'more' && newline === -1
        at = row === 'more' ? afterLine : row.end
      } else {
        rows.push(row.fault ? { cells: row.cells, fault: row.fault } : { cells: row.cells })
        at = row.end
      }
    }
    rest = text.slice(at)
    return rows
  }

  return {
    push(piece) {
      const whole = endsInReturn ? `\r${piece}` : piece
      endsInReturn = whole.endsWith('\r')
      const usable = endsInReturn ? whole.slice(0, -1) : whole
      rest += usable.includes('\r') ? usable.replace(/\r\n?/g, '\n') : usable
      return take(false)
    },
    end() {
      if (endsInReturn) rest += '\n'
      endsInReturn = false
      return take(true)
    },
  }
}

type Cut = { cells: string[]; end: number; fault?: 'quotes' }

/** A row with quotes in it, or `more` when its end is not there yet. */
function readQuoted(text: string, start: number, delimiter: string, last: boolean): Cut | 'more' {
  const cells: string[] = []
  let at = start
  for (;;) {
    if (text.charCodeAt(at) !== 34) {
      const newline = text.indexOf('\n', at)
      if (newline === -1 && !last) return 'more'
      const lineEnd = newline === -1 ? text.length : newline
      const line = text.slice(at, lineEnd)
      const next = line.indexOf(delimiter)
      cells.push(next === -1 ? line : line.slice(0, next))
      if (next === -1) return { cells, end: newline === -1 ? text.length : newline + 1 }
      at += next + 1
      continue
    }
    let close = text.indexOf('"', at + 1)
    while (close !== -1 && text.charCodeAt(close + 1) === 34) close = text.indexOf('"', close + 2)
    let after = close + 1
    while (close !== -1 && text.charCodeAt(after) === 32 && delimiter !== ' ') after++
    const isOpen = close === -1
    const isCut = !isOpen && after >= text.length
    if ((isOpen || isCut) && !last) return 'more'
    const isDelimited = !isOpen && text[after] === delimiter
    if (isOpen || (!isCut && !isDelimited && text.charCodeAt(after) !== 10)) return asItStands(text, start, delimiter, last)
    cells.push(unquoted(text, at, close))
    at = after + 1
    if (!isDelimited) return { cells, end: Math.min(at, text.length) }
  }
}

/** A quote that is not closed, or closes in the middle of a cell: the line is given as it stands, and reading goes on behind it. */
function asItStands(text: string, start: number, delimiter: string, last: boolean): Cut | 'more' {
  const newline = text.indexOf('\n', start)
  if (newline === -1 && !last) return 'more'
  const end = newline === -1 ? text.length : newline
  return { cells: text.slice(start, end).split(delimiter), end: newline === -1 ? text.length : newline + 1, fault: 'quotes' }
}

function unquoted(text: string, open: number, close: number): string {
  const inner = text.slice(open + 1, close)
  return inner.includes('""') ? inner.replaceAll('""', '"') : inner
}

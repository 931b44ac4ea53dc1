import fc from 'fast-check'
import papaparse from 'papaparse'
import { describe, expect, test } from 'vitest'
import { createRowReader } from './row-reader.ts'

function readAll(text: string, delimiter = ',', pieceLength = text.length || 1) {
  const reader = createRowReader(delimiter)
  const pieces = []
  for (let at = 0; at < text.length; at += pieceLength) pieces.push(reader.push(text.slice(at, at + pieceLength)))
  return [...pieces, reader.end()].flat()
}
const cells = (text: string, delimiter?: string) => readAll(text, delimiter).map((row) => row.cells)

describe('rows of a file', () => {
  test.each([
    ['one row without a line end', 'a,b', [['a', 'b']]],
    ['line ends of all kinds', 'a\r\nb\nc\rd', [['a'], ['b'], ['c'], ['d']]],
    ['a return at the very end', 'a\r', [['a']]],
    ['quotes hold delimiters', '"a,b",c\n', [['a,b', 'c']]],
    ['quotes hold line breaks', '"a\r\nb",c\nd,e', [['a\nb', 'c'], ['d', 'e']]],
    ['a doubled quote is one', '"say ""hi""",x\n', [['say "hi"', 'x']]],
    ['empty quotes', '"","",\n', [['', '', '']]],
    ['spaces after a closing quote', '"a" ,b\n', [['a', 'b']]],
    ['a quote inside an unquoted cell is a character', '5" pipe,3\n', [['5" pipe', '3']]],
    ['ends with a quoted cell', 'a,"b"', [['a', 'b']]],
    ['trailing delimiter', 'a,b,\n', [['a', 'b', '']]],
    ['blank lines are rows', 'a\n\nb\n', [['a'], [''], ['b']]],
    ['nothing', '', []],
  ])('%s', (_what, text, expected) => {
    expect(cells(text)).toEqual(expected)
    for (const length of [1, 2, 3, 7]) expect(readAll(text, ',', length).map((row) => row.cells)).toEqual(expected)
  })

  test('a quote that is never closed costs its own line', () => {
    expect(readAll('id,name\n1,"Acme\n2,Beta\n3,Gamma\n')).toEqual([
      { cells: ['id', 'name'] }, { cells: ['1', '"Acme'], fault: 'quotes' }, { cells: ['2', 'Beta'] }, { cells: ['3', 'Gamma'] },
    ])
  })

  test('a quote closed in the middle of a cell costs its own line, also when a later row has quotes', () => {
    expect(readAll('1,"Acme" Inc,x\n2,"B, C",y\n')).toEqual([{ cells: ['1', '"Acme" Inc', 'x'], fault: 'quotes' }, { cells: ['2', 'B, C', 'y'] }])
    expect(readAll('1,"Acme\n2,"B, C",y\n')).toEqual([{ cells: ['1', '"Acme'], fault: 'quotes' }, { cells: ['2', 'B, C', 'y'] }])
  })

  test('a row longer than 2 MB is named and passed over', () => {
    const long = 'x'.repeat(3_000_000)
    expect(readAll(`a,b\n${long},1\nc,d\n`, ',', 1_000_000).map((row) => row.fault ?? row.cells)).toEqual([['a', 'b'], 'too_long', ['c', 'd']])
    expect(readAll(`a,b\n"${long}",1\nc,d\n`, ',', 1_000_000).map((row) => row.fault ?? row.cells)).toEqual([['a', 'b'], 'too_long', ['c', 'd']])
    expect(readAll(`a,b\n1,"${'y\n'.repeat(1_500_000)}`, ',', 1_000_000)[1]).toEqual({ cells: ['1', '"y'], fault: 'quotes' })
  })

  test('a large file without any quote or delimiter is read in no time', () => {
    const began = performance.now()
    expect(readAll('word\n'.repeat(400_000)).length).toBe(400_000)
    expect(performance.now() - began).toBeLessThan(5000)
  })

  test('whatever a writer quotes properly is read back, however it is cut', () => {
    const cell = fc.string({ maxLength: 8, unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', 'é', '😀') })
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 20 }), fc.constantFrom(',', ';', '\t'), (rows, pieceLength, delimiter) => {
      const text = papaparse.unparse(rows, { quotes: true, delimiter, newline: '\r\n' })
      expect(readAll(text, delimiter, pieceLength).map((row) => row.cells)).toEqual(rows)
    }))
  })

  test('nothing crashes it and nothing loops', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200, unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ') }), fc.integer({ min: 1, max: 50 }), (text, pieceLength) => {
      const lines = text.split(/\r\n?|\n/).length
      const rows = readAll(text, ',', pieceLength)
      expect(rows.length).toBeLessThanOrEqual(lines)
      expect(rows).toEqual(readAll(text))
    }), { numRuns: 500 })
  })
})

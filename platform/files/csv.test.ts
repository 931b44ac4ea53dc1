import papaparse from 'papaparse'
import { describe, expect, test } from 'vitest'
import { csvNumber, csvStream, csvText } from './csv.ts'

const parse = (text: string) => papaparse.parse<string[]>(text.trimEnd(), { newline: '\r\n' }).data

describe('csvText', () => {
  test('a header and rows, CR LF, quotes where needed', () => {
    expect(csvText([{ partner: 'Söhne, "Nordlicht" & Co', amount: csvNumber('1054.50'), n: 3n, won: true, none: null }]))
      .toBe('partner,amount,n,won,none\r\n"Söhne, ""Nordlicht"" & Co",1054.50,3,true,\r\n')
    expect(csvText([], ['a', 'b'])).toBe('a,b\r\n')
  })

  test.each(["=cmd|' /C calc'!A0", '+49 30 1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\0=1', '＝1', '＋1', '－1', '＠x', '=HYPERLINK("http://x","y")'])('text %j is never a formula', (text) => {
    const [, row] = parse(csvText([{ text, after: 'x' }]))
    expect(row?.[0]?.startsWith("'")).toBe(true)
    expect(row?.[1]).toBe('x')
  })

  test('a negative amount stays a number, and only a number passes as one', () => {
    expect(csvText([{ minor: -1250n, amount: csvNumber('-12.50'), n: -1 }])).toBe('minor,amount,n\r\n-1250,-12.50,-1\r\n')
    expect(() => csvNumber('=1')).toThrow()
    expect(() => csvNumber('-1+1')).toThrow()
  })

  test('semicolons and line breaks stay inside their cell', () => {
    expect(csvText([{ a: 'x;=1', b: 'one\ntwo' }])).toBe('a,b\r\n"x;=1","one\ntwo"\r\n')
  })

  test('a stream of batches is the same text', async () => {
    const rows = Array.from({ length: 25 }, (_, i) => ({ n: BigInt(i), text: `row ${i}` }))
    async function* batches() {
      yield rows.slice(0, 10)
      yield []
      yield rows.slice(10)
    }
    expect((await csvStream(['n', 'text'], batches()).toArray()).join('')).toBe(csvText(rows))
  })

})

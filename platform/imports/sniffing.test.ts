import { describe, expect, test } from 'vitest'
import { createDecoder, notText, sniffEncoding, type Encoding } from './encoding.ts'
import { columnNames, guessDelimiter, headerIndex, looksLikeHeader, sepLine } from './format.ts'

const utf16 = (text: string, order: 'le' | 'be', mark: boolean) => {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
  return order === 'be' ? bytes.swap16() : bytes
}
const latin = (text: string) => Buffer.from(text.replaceAll('€', '\x80'), 'latin1')
const decode = (bytes: Uint8Array, pieceLength: number): { text: string; encoding: Encoding } => {
  const decoder = createDecoder(sniffEncoding(bytes))
  let text = ''
  for (let at = 0; at < bytes.length; at += pieceLength) text += decoder.push(bytes.subarray(at, at + pieceLength))
  return { text: text + decoder.end(), encoding: decoder.encoding() }
}

describe('encodings', () => {
  const text = 'Konto;Betrag\r\nMüller & Söhne;12,50 €\r\n'
  test.each<[string, Uint8Array, Encoding]>([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 little end with a mark', utf16(text, 'le', true), 'utf-16le'],
    ['UTF-16 big end with a mark', utf16(text, 'be', true), 'utf-16be'],
    ['UTF-16 little end without a mark', utf16(text, 'le', false), 'utf-16le'],
    ['UTF-16 big end without a mark', utf16(text, 'be', false), 'utf-16be'],
    ['Windows-1252', latin(text), 'windows-1252'],
  ])('%s is found out and read, cut anywhere', (_what, bytes, encoding) => {
    for (const pieceLength of [bytes.length, 64, 17, 1]) {
      // Too few bytes show no zeros: the first piece of a file is a megabyte or the whole of it.
      expect(decode(bytes, pieceLength)).toEqual({ text, encoding })
    }
  })

  test('the choice waits for the first letter beyond ASCII', () => {
    const plain = 'a,b\n'.repeat(1000)
    expect(decode(latin(`${plain}é,1\n`), 1024)).toEqual({ text: `${plain}é,1\n`, encoding: 'windows-1252' })
    expect(decode(Buffer.from(`${plain}é😀,1\n`), 1024)).toEqual({ text: `${plain}é😀,1\n`, encoding: 'utf-8' })
    expect(decode(Buffer.from(plain), 1024)).toEqual({ text: plain, encoding: 'utf-8' })
  })

  test('null bytes here and there do not make it UTF-16', () => {
    expect(sniffEncoding(Buffer.from('id,name\n1,Ac\0me\n2,Be\0ta\n3,Gamma\n'))).toBeUndefined()
  })

  test.each([
    ['nothing', Buffer.alloc(0), 'imports.empty'],
    ['a workbook', Buffer.from('PK\x03\x04…'), 'imports.not_csv'],
    ['gzip', Buffer.from([0x1f, 0x8b, 8]), 'imports.not_csv'],
    ['a web page', Buffer.from('\n <html><table>'), 'imports.not_csv'],
    ['JSON', Buffer.from('[{"a":1}]'), 'imports.not_csv'],
    ['a screenshot', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10]), 'imports.not_csv'],
    ['a photograph', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'imports.not_csv'],
  ])('%s is refused with a hint', (_what, bytes, code) => {
    expect(notText(bytes)?.code).toBe(code)
  })
})

describe('layout', () => {
  test.each([
    ['a,b,c\n1,2,3\n', ','],
    ['a;b;c\n1,5;2,5;3,5\n', ';'],
    ['a\tb\n"x,y"\t2\n', '\t'],
    ['a|b|c\n1|2|3\n', '|'],
    ['name\nAcme\nBeta\n', ','],
    ['name;country\nAcme, Inc.;US\nBeta;DE\nGamma, Ltd.;UK\n', ';'],
    ['a,b\n"x;y;z",2\n"p;q;r",3\n', ','],
    ['title\n\na;b;c\n1;2;3\n4;5;6\n', ';'],
  ])('the delimiter of %j', (text, delimiter) => {
    expect(guessDelimiter(text)).toBe(delimiter)
  })

  test('Excel says the delimiter in a line of its own', () => {
    expect(sepLine('sep=;\r\na;b\r\n')).toEqual({ delimiter: ';', length: 7 })
    expect(sepLine('separate,b\n')).toBeUndefined()
  })

  test('a title above the table is passed over', () => {
    expect(headerIndex([['Opportunities, all'], [''], ['Id', 'Name', 'Stage'], ['1', 'x', 'Won'], ['2', 'y', 'Lost']].map((cells) => ({ cells })))).toBe(2)
  })

  test.each([
    [['Id', 'Name'], true],
    [['360Networks Inc.', 'Canada'], true], // cannot be told from names of columns; the person can
    [['17', 'Acme'], false],
    [['2024-01-01', 'Acme'], false],
    [['Acme', 'info@acme.example'], false],
  ])('%j as a header: %s', (cells, is) => {
    expect(looksLikeHeader({ cells })).toBe(is)
  })

  test('column names are there once', () => {
    expect(columnNames(['Name', '', 'name', 'Name', ' Stage '])).toEqual(['Name', 'Column 2', 'name (2)', 'Name (3)', 'Stage'])
  })
})

import { describe, expect, test } from 'vitest'
import { documentKindOf } from './document-kinds.ts'
import { readDocument, sayBytes, type DocumentRules } from './documents.ts'

const bytes = (text: string, encoding: 'latin1' | 'utf8' | 'utf16le' = 'latin1') => Buffer.from(text, encoding)
const rules: DocumentRules = { kinds: ['pdf', 'png', 'jpeg', 'csv', 'text', 'mail'], mostBytes: 1000, said: 'a PDF or a picture' }
const codeOf = (work: () => unknown) => {
  try {
    work()
    return 'taken'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('what a file is follows from its bytes', () => {
  test.each([
    ['%PDF-1.7\n', 'a.pdf', 'pdf'], ['\n\n%PDF-1.4', 'a.txt', 'pdf'], ['\x89PNG\r\n\x1a\n\0\0', 'a.pdf', 'png'], ['\xff\xd8\xff\xe0\0\x10JFIF', 'a.jpg', 'jpeg'], ['GIF89a\x01\0', 'a.gif', 'gif'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'a.webp', 'webp'], ['\0\0\0\x18ftypheic\0\0', 'IMG_1.HEIC', 'heic'], ['II*\0\x08\0', 'scan.tif', 'tiff'], ['a,b\r\n1,2', 'a.CSV', 'csv'], ['a,b\r\n1,2', 'a', 'text'],
    ['From: Ana\r\nSubject: x\r\n\r\nHello', 'a.eml', 'mail'], ['From: Ana', 'a.txt', 'text'], ['no header', 'a.eml', 'text'], ['<?xml version="1.0"?><a/>', 'a.pdf', 'xml'], ['Gr\xfc\xdfe', 'a.csv', 'csv'], ['\xff\xfeH\0i\0', 'a.txt', 'text'],
    ['<html><script>', 'a.png', 'text'],
  ] as const)('%j called %s is %s', (content, name, kind) => expect(documentKindOf(bytes(content), name)).toBe(kind))

  test.each([['PK\x03\x04', 'a.docx'], ['MZ\x90\0', 'a.pdf'], ['\x7fELF', 'a.txt'], ['\0\0\0\x18ftypmp42', 'a.heic'], ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1WordDocument', 'a.msg'], ['', 'a.txt'], ['text with a \0 byte', 'a.txt']])('%j called %s is nothing that we know', (content, name) =>
    expect(documentKindOf(bytes(content), name)).toBeUndefined())

  test('an Outlook message is told from other compound files', () =>
    expect(documentKindOf(Buffer.concat([bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), bytes('__substg1.0_0037001F', 'utf16le')]), 'a.msg')).toBe('outlook'))
})

describe('what is taken', () => {
  test.each([
    ['../../etc/passwd', 'passwd.txt'], ['C:\\fake\\notes.txt', 'notes.txt'], ['page.html', 'page.html.txt'], ['invoice\u202efdp.exe', 'invoicefdp.exe.txt'], ['  two\n lines .txt ', 'two lines .txt'], ['', 'file.txt'],
    ['"><img src=x>.txt', '"><img src=x>.txt'], ['سحر.txt', 'سحر.txt'],
  ])('%j is kept as %j', (name, kept) => expect(readDocument({ name, bytes: bytes('words') }, rules)).toMatchObject({ name: kept, contentType: 'text/plain' }))

  test('a long name keeps its end', () => expect(readDocument({ name: `${'x'.repeat(400)}.txt`, bytes: bytes('words') }, rules).name).toMatch(/^x{146}\.txt$/))

  test('what is empty, too large or of another kind is refused with its name and the remedy', () => {
    expect(codeOf(() => readDocument({ name: 'a.txt', bytes: bytes('') }, rules))).toBe('files.empty')
    expect(codeOf(() => readDocument({ name: 'a.txt', bytes: bytes('x'.repeat(1001)) }, rules))).toBe('files.too_large')
    expect(codeOf(() => readDocument({ name: 'a.txt', bytes: bytes('x'), size: 5000 }, rules))).toBe('files.too_large')
    expect(codeOf(() => readDocument({ name: 'a.txt', bytes: bytes('x'.repeat(1000)) }, rules))).toBe('taken')
    expect(() => readDocument({ name: 'a.docx', bytes: bytes('PK\x03\x04') }, rules)).toThrow('“a.docx” cannot be taken. Send a PDF or a picture; save anything else as PDF.')
    expect(codeOf(() => readDocument({ name: 'a.gif', bytes: bytes('GIF89a') }, rules))).toBe('files.kind')
  })

  test.each([[1, '1 KB'], [1024, '1 KB'], [1025, '2 KB'], [8 * 1024 ** 2, '8 MB'], [8 * 1024 ** 2 + 1, '8.1 MB'], [12_900_000, '12.4 MB']])('%i bytes are %s', (size, said) => expect(sayBytes(size)).toBe(said))
})

import { expect, test } from 'vitest'
import { readDomain } from '../companies/index.ts'
import { textOf, websitesIn } from './browser/websites-in.ts'

test.each([
  ['name,website\nMeridian,https://www.Meridian-Foods.example/en?x=1\nArden,info@arden-print.co.uk\n"Zenith; Optics","zenith.example"\nNobody,\n', ['meridian-foods.example', 'arden-print.co.uk', 'zenith.example'], 2],
  ['meridian.example\r\nmeridian.example\r\n\r\nshop.meridian.example', ['meridian.example'], 0],
  ['Müller GmbH;müller.example;3.5\tx', ['xn--mller-kva.example'], 0],
  ['A.G.\n1.200,00\nhello', [], 3],
])('%j', (text, domains, left) => expect(websitesIn(text)).toEqual({ domains, left }))

test('a website is the same to the browser and to us', () => {
  for (const site of ['https://shop.meridian.co.uk/a', 'WWW.Nordlys.example', 'bücher.example', 'a.b.c.kyoto.jp', 'http://user@arden.example:8080/x'])
    expect(websitesIn(site).domains[0], site).toBe((readDomain(site.slice(site.lastIndexOf('@') + 1)) as { domain: string }).domain)
})

test('the text of a file as spreadsheets save it; a workbook is none', () => {
  expect(textOf(Buffer.from('Müller;mueller.example'))).toBe('Müller;mueller.example')
  expect(textOf(Buffer.from('\ufeffMüller;mueller.example', 'utf16le'))).toBe('Müller;mueller.example')
  expect(() => textOf(Buffer.from('PK\x03\x04xl'))).toThrow('This is a workbook, not a CSV file.')
})

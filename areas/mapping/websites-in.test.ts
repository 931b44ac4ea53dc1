import { expect, test } from 'vitest'
import { readDomain } from '../companies/index.ts'
import { websitesIn } from './browser/websites-in.ts'

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

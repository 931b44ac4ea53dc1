// Names in PDFs, whatever script they are in: in the right order, from a typeface that has them, and found by who searches.
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { inDrawnOrder } from './pdf-direction.ts'
import { hasEastAsian, runsOf } from './pdf-letters.ts'
import { startPdf } from './statement-pdf-page.ts'

const drawn = (line: string) => inDrawnOrder(line).map((word) => `${word.isApart ? ' ' : ''}${word.text}`).join('')

describe('the order of words', () => {
  test.each([
    ['Nordlicht GmbH', 'Nordlicht GmbH'], ['אחת שתיים שלוש', 'שלוש שתיים אחת'], ['For אחת שתיים, earned today.', 'For שתיים אחת, earned today.'], ['אחת ABC Ltd שתיים', 'שתיים ABC Ltd אחת'],
    ['אחת 2026', '2026 אחת'], ['Nr. 12 (אחת)', 'Nr. 12 (אחת)'], ['15 % of אחת · Statement', '15 % of אחת · Statement'], ['اسم 12 آخر', 'آخر 12 اسم'], ['', ''],
  ])('“%s” is drawn as “%s”', (line, wanted) => expect(drawn(line)).toBe(wanted))
  test('no word is lost, and a line without such letters stays as it is', () => {
    for (const line of ['a  b', ' - ', 'אחת - שתיים , x ; 9', '(אחת) "שתיים"!']) expect([...drawn(line).replaceAll(' ', '')].sort()).toEqual([...line.replaceAll(' ', '')].sort())
  })
})

describe('letters', () => {
  test.each(['华为技术有限公司', '台灣積體電路製造', '株式会社ソニー・グループ', '삼성전자 주식회사', '１２，（株）'])('%s: each has an outline of its own', (name) => {
    const letters = runsOf(name).filter((run) => typeof run !== 'string')
    expect(letters.length).toBe([...name].filter(hasEastAsian).length)
    for (const letter of letters) expect([letter.ops.length > 20, letter.advance, letter.ops.includes('NaN')]).toEqual([true, expect.any(Number), false])
  })
  test('the same letter is drawn as its language does', () => {
    const first = (text: string) => { const [run] = runsOf(text); return typeof run === 'string' ? run : run?.name }
    expect([first('直'), first('直と'), first('直가')]).toEqual(['Lscx76f4', 'Ljpx76f4', 'Lkrx76f4'])
  })
  test('what no typeface has is told by its number', () => expect(runsOf('𪚥 AG')).toEqual(['[U+2A6A5] AG']))
})

test('a document says the same bytes each time, holds each letter once, and carries the text for who searches it', async () => {
  const make = () => {
    const pdf = startPdf({ title: 'Names', author: 'Maven', at: Temporal.Instant.from('2026-01-01T00:00:00Z'), foot: '华为 · שלום' })
    for (let n = 0; n < 3; n += 1) pdf.row(['华为 شركة', '€1.00'], [null, 92])
    return pdf.end()
  }
  const [one, other] = [await make(), await make()]
  expect(one.equals(other)).toBe(true)
  const text = one.toString('latin1')
  expect(text.match(/\/Subtype \/Form/g)?.length).toBe(2)
  const pages = [...text.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, bytes]) => { try { return inflateSync(Buffer.from(bytes ?? '', 'latin1')).toString('latin1') } catch { return '' } })
  expect(pages.join('\n').match(/\/ActualText/g)?.length).toBe(4)
})

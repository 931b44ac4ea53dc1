import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { startPdf, type Pdf } from './statement-pdf-page.ts'

const about = { title: 'Statement', author: 'Cartwheel', at: Temporal.Instant.from('2026-10-01T08:00:00Z'), foot: 'Cartwheel' }

/** The operators of each page, as a reader of PDF gets them. */
async function operatorsOf(draw: (pdf: Pdf) => void): Promise<string[]> {
  const pdf = startPdf(about)
  draw(pdf)
  const file = (await pdf.end()).toString('latin1')
  return [...file.matchAll(/\/FlateDecode\n>>\nstream\n([^]*?)\nendstream/g)].map(([, packed = '']) => inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')).filter((text) => text.includes('BT'))
}
const shown = (operators: string) => [...operators.matchAll(/\((.*)\) Tj/g)].map(([, text]) => text)

describe('text in Latin letters', () => {
  test('is set in Windows-1252, and what ends a text in PDF does not end it', async () => {
    const [page = ''] = await operatorsOf((pdf) => pdf.text('Müller (Söhne) \\ €12.50 – “Œuvre” ž…', { size: 9 }))
    expect(shown(page)[0]).toBe('M\xfcller \\(S\xf6hne\\) \\\\ \x8012.50 \x96 \x93\x8cuvre\x94 \x9e\x85')
  })

  test('that ends at the right margin ends there, by the widths of the typeface', async () => {
    const [page = ''] = await operatorsOf((pdf) => pdf.row(['', '10.00'], [null, 92]))
    const [, x = ''] = /9\.5 Tf 1 0 0 -1 (\S+) \S+ Tm \(10\.00\)/.exec(page) ?? []
    // Digits of Helvetica are 556 thousandths wide, the point 278.
    expect(Number(x) + (9.5 * (4 * 556 + 278)) / 1000).toBeCloseTo(595.28 - 52, 2)
  })

  test('keeps within the page, a word that is wider in pieces', async () => {
    const [page = ''] = await operatorsOf((pdf) => pdf.text(`${'Route '.repeat(60)}${'W'.repeat(120)}`, { size: 10 }))
    const lines = shown(page).slice(0, -2)
    expect([lines.join(' ').replaceAll(' ', '').length, lines.length]).toEqual([60 * 5 + 120, 7])
    for (const line of lines.filter((one) => one?.startsWith('W'))) expect(line!.length * 9.44).toBeLessThanOrEqual(595.28 - 104)
  })
})

test('other letters are set in a typeface that is in the file, beside Latin ones', async () => {
  const [page = ''] = await operatorsOf((pdf) => {
    pdf.text('Ελληνική', { size: 9 })
    pdf.text('Latin', { size: 9 })
  })
  expect(shown(page)[0]).toBe('Latin')
  expect(page).toMatch(/\/F\d+ 9 Tf\n\[?<[0-9a-f]{4}/)
})

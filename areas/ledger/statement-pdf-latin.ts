// Sets text in the two typefaces that every reader of PDF has, straight as operators and without pairs of letters moved together: with the
// library's own way a statement of ten thousand lines takes some eight times as long.
// Source: ISO 32000-1, 9.4 (text objects) and annex D (WinAnsiEncoding).

/** From 0x80 on, where Windows-1252 has other letters than Latin-1; a space where it has none. */
const beyond = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'
/** What these typefaces can set: Windows-1252. */
const settable = /^[\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/
export const isLatin = (text: string): boolean => settable.test(text)

/** Of both typefaces, in thousandths of the size. */
const ascender = 718
const names = { regular: 'Helvetica', bold: 'Helvetica-Bold' }
export type Face = keyof typeof names

/** What of the library's document is needed beyond what it declares: the typeface that was chosen, and those that a page names. */
type Fonts = { _font: { id: string; ref(): unknown }; page: { fonts: Record<string, unknown> } }
export type LatinFace = {
  /** In points, of text that `isLatin`. */
  widthOf(text: string, size: number): number
  /** `y` is the top of the letters, counted from the top of the page; `color` three parts between 0 and 1. */
  draw(text: string, place: { x: number; y: number; size: number; color: string }): void
}

/** One of the typefaces in a document. */
export function latinFace(doc: PDFKit.PDFDocument, face: Face): LatinFace {
  const inside = doc as unknown as Fonts
  doc.font(names[face]).fontSize(1000)
  const font = inside._font
  const widths = Array.from({ length: 256 }, (_, code) => (code < 0x20 ? 0 : doc.widthOfString(letterOf(code))))
  return {
    widthOf(text, size) {
      let width = 0
      for (let i = 0; i < text.length; i += 1) width += widths[codeOf(text, i)] ?? 0
      return (width * size) / 1000
    },
    draw(text, { x, y, size, color }) {
      if (text === '') return
      inside.page.fonts[font.id] ??= font.ref()
      // The page counts downwards, letters stand upwards.
      doc.addContent(Buffer.from(`BT ${color} rg /${font.id} ${size} Tf 1 0 0 -1 ${points(x)} ${points(y + (ascender * size) / 1000)} Tm (${literal(text)}) Tj ET\n`, 'latin1'))
    },
  }
}

const letterOf = (code: number): string => (code < 0x80 || code > 0x9f ? String.fromCharCode(code) : (beyond[code - 0x80] ?? ' '))
function codeOf(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code < 0x100 ? code : 0x80 + beyond.indexOf(text.charAt(at))
}
const points = (value: number): string => String(Math.round(value * 1000) / 1000)
const special = /[()\\]|[^\x20-\x7e\xa0-\xff]/g
const literal = (text: string): string => text.replace(special, (letter) => (letter < '\x80' ? `\\${letter}` : String.fromCharCode(codeOf(letter, 0))))

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
  /** The lines that it fills, as many words on each as fit; nothing where a word is wider than the room. */
  linesOf(text: string, size: number, room: number): string[] | undefined
  /** `y` is the top of the letters, counted from the top of the page; `color` three parts between 0 and 1. It is on the page that was current then once it is flushed. */
  draw(text: string, place: { x: number; y: number; size: number; color: string }): void
}

/** What is drawn on a page is kept until something else comes upon it: one long text costs the library less than many short ones. */
export type Ink = { add(operators: string): void; flush(): void }
export function inkOf(doc: PDFKit.PDFDocument): Ink {
  let kept = ''
  return {
    add: (operators) => void (kept += operators),
    flush() {
      if (kept !== '') doc.addContent(Buffer.from(kept, 'latin1'))
      kept = ''
    },
  }
}

/** One of the typefaces in a document. */
export function latinFace(doc: PDFKit.PDFDocument, face: Face, ink: Ink): LatinFace {
  const inside = doc as unknown as Fonts
  doc.font(names[face]).fontSize(1000)
  const font = inside._font
  const widths = Float64Array.from({ length: 256 }, (_, code) => (code < 0x20 ? 0 : doc.widthOfString(letterOf(code))))
  const widthBetween = (text: string, from: number, to: number): number => {
    let width = 0
    for (let i = from; i < to; i += 1) {
      const code = text.charCodeAt(i)
      width += widths[code < 0x100 ? code : codeOf(text, i)] ?? 0
    }
    return width
  }
  const space = widths[0x20] ?? 0
  return {
    widthOf: (text, size) => (widthBetween(text, 0, text.length) * size) / 1000,
    linesOf(text, size, room) {
      const most = (room * 1000) / size
      const lines: string[] = []
      let [from, to, used] = [0, 0, 0]
      for (let word = 0; word <= text.length; ) {
        const gap = text.indexOf(' ', word)
        const end = gap === -1 ? text.length : gap
        const width = widthBetween(text, word, end)
        if (width > most) return undefined
        const isFirst = from === to
        if (!isFirst && used + space + width > most) lines.push(text.slice(from, to))
        if (isFirst || used + space + width > most) [from, used] = [word, width]
        else used += space + width
        to = end
        word = end + 1
      }
      return [...lines, text.slice(from, to)]
    },
    draw(text, { x, y, size, color }) {
      if (text === '') return
      inside.page.fonts[font.id] ??= font.ref()
      // The page counts downwards, letters stand upwards.
      ink.add(`BT ${color} rg /${font.id} ${size} Tf 1 0 0 -1 ${points(x)} ${points(y + (ascender * size) / 1000)} Tm (${literal(text)}) Tj ET\n`)
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
const isSpecial = /[()\\]|[^\x20-\x7e\xa0-\xff]/
const literal = (text: string): string => (isSpecial.test(text) ? text.replace(special, (letter) => (letter < '\x80' ? `\\${letter}` : String.fromCharCode(codeOf(letter, 0)))) : text)

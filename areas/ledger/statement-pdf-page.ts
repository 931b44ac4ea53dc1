// Draws text on pages, as little as a statement needs. Text in Latin letters is set in the typeface that every reader of PDF has; other
// letters in one that is put into the file, Chinese, Japanese and Korean ones as outlines, each once.
import { createRequire } from 'node:module'
import type PDFKitDocument from 'pdfkit'
import { hasRightToLeft, inDrawnOrder } from './pdf-direction.ts'
import { hasEastAsian, runsOf, type Letter } from './pdf-letters.ts'
import { inkOf, isLatin, latinFace } from './statement-pdf-latin.ts'

const margin = 52
const [width, height] = [595.28, 841.89]
const inner = width - 2 * margin
const bottom = height - margin - 18
const colors = { ink: '#16181d', quiet: '#5f6672', line: '#c9ced6' }
const require = createRequire(import.meta.url)
const other = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')
const otherBold = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')

type Look = { size: number; bold?: boolean; color?: 'ink' | 'quiet' }
export type Pdf = {
  text(text: string, look: Look & { gap?: number }): void
  heading(text: string): void
  /** One line of cells; a width of null takes what is left, the last cell is set to the right. */
  row(cells: string[], widths: (number | null)[], look?: { bold?: boolean }): void
  rule(): void
  /** Paragraphs that stay together on a page where they fit on one. */
  block(parts: (Look & { left: string; right?: string })[]): void
  end(): Promise<Buffer>
}

/** A document of A4 pages; `at` is the date inside the file, `foot` stands on every page with its number. */
export function startPdf({ title, author, at, foot }: { title: string; author: string; at: Temporal.Instant; foot: string }): Pdf {
  // Loaded with the first PDF.
  const PDFDocument = require('pdfkit') as typeof PDFKitDocument
  const doc = new PDFDocument({ size: 'A4', margin: 0, bufferPages: true, lang: 'en', displayTitle: true, info: { Title: title, Author: author, CreationDate: new Date(at.epochMilliseconds) } })
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  let y = margin
  const widths = new Map<string, number>()
  const ink = inkOf(doc)
  const faces = { regular: latinFace(doc, 'regular', ink), bold: latinFace(doc, 'bold', ink) }
  const faceOf = ({ bold }: Look) => faces[bold === true ? 'bold' : 'regular']
  const choose = (text: string, { size, bold = false, color = 'ink' }: Look) => {
    ink.flush()
    return doc.font(isLatin(text) ? (bold ? 'Helvetica-Bold' : 'Helvetica') : bold ? otherBold : other).fontSize(size).fillColor(colors[color])
  }
  const widthOf = (text: string, look: Look): number => {
    if (isLatin(text)) return faceOf(look).widthOf(text, look.size)
    const key = `${look.size} ${look.bold === true} ${text}`
    const known = widths.get(key) ?? measure(text, look)
    if (widths.size < 50_000) widths.set(key, known)
    return known
  }
  const measure = (text: string, look: Look): number => {
    const words = hasRightToLeft(text) ? inDrawnOrder(text) : []
    if (words.length > 1) return words.reduce((sum, word) => sum + widthOf(word.text, look) + (word.isApart ? widthOf(' ', look) : 0), 0)
    return hasEastAsian(text) ? mixedWidth(text, look) : choose(text, look).widthOfString(text)
  }
  const mixedWidth = (text: string, look: Look): number => runsOf(text).reduce((sum, run) => sum + (typeof run === 'string' ? choose(run, look).widthOfString(run) : (run.advance / run.unitsPerEm) * look.size), 0)
  const outlines = new Map<string, PDFKit.PDFKitReference>()
  const outline = (letter: Letter): PDFKit.PDFKitReference => {
    const known = outlines.get(letter.name)
    if (known) return known
    const { unitsPerEm: em } = letter
    const made = doc.ref({ Type: 'XObject', Subtype: 'Form', BBox: [-em, -em, 2 * em, 2 * em] })
    made.end(Buffer.from(letter.ops))
    outlines.set(letter.name, made)
    return made
  }
  /** On one line with Latin letters; who searches or copies finds the text. */
  const drawMixed = (text: string, left: number, baseline: number, look: Look) => {
    let x = left
    doc.markContent('Span', { actual: text })
    for (const run of runsOf(text)) {
      choose(typeof run === 'string' ? run : '', look).strokeColor(colors[look.color ?? 'ink'])
      if (typeof run === 'string') {
        doc.text(run, x, baseline, { lineBreak: false, baseline: 'alphabetic' })
        x += doc.widthOfString(run)
        continue
      }
      const scale = look.size / run.unitsPerEm
      doc.page.xobjects[run.name] = outline(run)
      doc.addContent(`q ${scale.toFixed(6)} 0 0 ${(-scale).toFixed(6)} ${x.toFixed(3)} ${baseline.toFixed(3)} cm ${run.unitsPerEm * (look.bold ? 0.085 : 0.04)} w 1 j /${run.name} Do Q`)
      x += run.advance * scale
    }
    doc.endMarkedContent()
  }
  const wrap = (text: string, look: Look, room: number): string[] => (isLatin(text) ? faceOf(look).linesOf(text, look.size, room) : undefined) ?? wrapWords(text, look, room)
  const wrapWords = (text: string, look: Look, room: number): string[] => {
    const space = widthOf(' ', look)
    const lines: string[] = []
    let [line, used] = ['', 0]
    const add = (word: string, wide: number) => {
      if (line !== '' && used + space + wide > room) {
        lines.push(line)
        ;[line, used] = [word, wide]
      } else [line, used] = line === '' ? [word, wide] : [`${line} ${word}`, used + space + wide]
    }
    for (const word of text.split(' ')) {
      const wide = widthOf(word, look)
      if (wide <= room) add(word, wide)
      else for (const part of pieces(word, (some) => widthOf(some, look) <= room)) add(part, widthOf(part, look))
    }
    return [...lines, line]
  }
  const draw = (text: string, x: number, look: Look, alignRightTo?: number) => {
    let at = alignRightTo === undefined ? x : alignRightTo - widthOf(text, look)
    const baseline = y + look.size * 0.718
    if (isLatin(text)) return faceOf(look).draw(text, { x: at, y, size: look.size, color: parts[look.color ?? 'ink'] })
    ink.flush()
    for (const word of hasRightToLeft(text) ? inDrawnOrder(text) : [{ text, isApart: false }]) {
      if (word.isApart) at += widthOf(' ', look)
      if (hasEastAsian(word.text)) drawMixed(word.text, at, baseline, look)
      else choose(word.text, look).text(word.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' })
      at += widthOf(word.text, look)
    }
  }
  const heightOf = (look: Look) => look.size * 1.35
  const need = (points: number) => {
    if (y + points <= bottom) return
    ink.flush()
    doc.addPage()
    y = margin
  }
  const paragraph = (text: string, look: Look, room = inner) => {
    for (const line of wrap(text, look, room)) {
      need(heightOf(look))
      draw(line, margin, look)
      y += heightOf(look)
    }
  }
  return {
    text(text, look) {
      paragraph(text, look)
      y += look.gap ?? 0
    },
    heading(text) {
      y += 16
      need(60)
      paragraph(text, { size: 11.5, bold: true })
      y += 4
    },
    row(cells, columns, look = {}) {
      const set: Look = { size: 9.5, ...look }
      const free = inner - columns.reduce<number>((sum, one) => sum + (one ?? 0), 0)
      const wrapped = cells.map((cell, i) => wrap(cell, set, (columns[i] ?? free) - 8))
      need(heightOf(set) * Math.max(...wrapped.map((lines) => lines.length)) + 3)
      const top = y
      let [x, lowest] = [margin, y]
      for (const [i, lines] of wrapped.entries()) {
        const wide = columns[i] ?? free
        y = top
        for (const line of lines) {
          draw(line, x, set, i === cells.length - 1 ? x + wide : undefined)
          y += heightOf(set)
        }
        lowest = Math.max(lowest, y)
        x += wide
      }
      y = lowest + 3
    },
    rule() {
      ink.flush()
      doc.moveTo(margin, y).lineTo(width - margin, y).lineWidth(0.7).strokeColor(colors.line).stroke()
      y += 5
    },
    block(parts) {
      const wrapped = parts.map((part) => ({ part, lines: wrap(part.left, part, inner - (part.right === undefined ? 60 : widthOf(part.right, part) + 16)) }))
      const whole = wrapped.reduce((sum, { part, lines }) => sum + lines.length * heightOf(part), 7)
      if (whole < bottom - margin) need(whole)
      for (const { part, lines } of wrapped)
        for (const [i, line] of lines.entries()) {
          need(heightOf(part))
          draw(line, margin, part)
          if (i === 0 && part.right !== undefined) draw(part.right, margin, part, width - margin)
          y += heightOf(part)
        }
      y += 7
    },
    end() {
      ink.flush()
      const { count } = doc.bufferedPageRange()
      const look: Look = { size: 8, color: 'quiet' }
      for (let page = 0; page < count; page += 1) {
        doc.switchToPage(page)
        y = height - margin + 6
        draw(wrap(foot, look, inner - 90)[0] ?? '', margin, look)
        draw(`Page ${page + 1} of ${count}`, margin, look, width - margin)
        ink.flush()
      }
      doc.end()
      return done
    },
  }
}

/** "#ff0000" as "1 0 0". */
const partsOf = (color: string): string => [1, 3, 5].map((at) => Math.round((parseInt(color.slice(at, at + 2), 16) / 255) * 1000) / 1000).join(' ')
const parts = { ink: partsOf(colors.ink), quiet: partsOf(colors.quiet) }

/** A word that is wider than the page, in pieces that are not. */
function pieces(word: string, fits: (part: string) => boolean): string[] {
  const parts: string[] = []
  let part = ''
  for (const letter of word) {
    if (part !== '' && !fits(part + letter)) {
      parts.push(part)
      part = ''
    }
    part += letter
  }
  return [...parts, part]
}

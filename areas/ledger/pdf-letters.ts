// Chinese, Japanese and Korean letters for PDFs, as outlines: fontkit cannot put parts of these compressed typefaces into a file. Each package
// has its letters in some hundred small files, of which only those are opened that a name needs.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Fontkit from 'fontkit'

const packages = { sc: '@fontsource-variable/noto-sans-sc', jp: '@fontsource-variable/noto-sans-jp', kr: '@fontsource-variable/noto-sans-kr' } as const
type Script = keyof typeof packages
const eastAsian = /[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{20000}-\u{3ffff}]/u
const [hangul, kana] = [/[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]/, /[\u3040-\u30ff]/]

/** An outline in PDF operators, in a square of `unitsPerEm`; `advance` in the same units. The thinnest there is: a line around it gives the weight. */
export type Letter = { name: string; ops: string; advance: number; unitsPerEm: number }
/** A run of other letters, or one letter that is drawn. */
export type Run = string | Letter

export const hasEastAsian = (text: string): boolean => eastAsian.test(text)

/** The text in runs; what no typeface has is told by its number, such as [U+2070E]. */
export function runsOf(text: string): Run[] {
  const order: Script[] = hangul.test(text) ? ['kr', 'sc', 'jp'] : kana.test(text) ? ['jp', 'sc', 'kr'] : ['sc', 'jp', 'kr']
  const runs: Run[] = []
  for (const char of text) {
    const letter = eastAsian.test(char) ? (letterOf(char, order) ?? `[U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`) : char
    const last = runs.at(-1)
    if (typeof letter === 'string' && typeof last === 'string') runs[runs.length - 1] = last + letter
    else runs.push(letter)
  }
  return runs
}

const letters = new Map<string, Letter | undefined>()
function letterOf(char: string, order: Script[]): Letter | undefined {
  const name = `L${order[0]}x${(char.codePointAt(0) ?? 0).toString(16)}`
  if (!letters.has(name)) letters.set(name, outlined(name, char, order))
  return letters.get(name)
}

function outlined(name: string, char: string, order: Script[]): Letter | undefined {
  const code = char.codePointAt(0) ?? 0
  for (const script of order) {
    const font = fontFor(script, code)
    if (!font?.hasGlyphForCodePoint(code)) continue
    const glyph = font.glyphForCodePoint(code)
    return { name, ops: operators(glyph.path.commands), advance: glyph.advanceWidth, unitsPerEm: font.unitsPerEm }
  }
  return undefined
}

const require = createRequire(import.meta.url)
type Slice = { from: number; to: number; file: string }
const slices = new Map<Script, Slice[]>()
const fonts = new Map<string, Fontkit.Font>()

function fontFor(script: Script, code: number): Fontkit.Font | undefined {
  const all = slices.get(script) ?? readSlices(script)
  slices.set(script, all)
  const file = all.find((one) => code >= one.from && code <= one.to)?.file
  if (file === undefined) return undefined
  const font = fonts.get(file) ?? ((require('fontkit') as typeof Fontkit).create(readFileSync(file)) as Fontkit.Font)
  fonts.set(file, font)
  return font
}

/** "[117]": "U+5c31,U+5c3a-5c3d" says which letters are in the file of that number. */
function readSlices(script: Script): Slice[] {
  const ranges = JSON.parse(readFileSync(require.resolve(`${packages[script]}/unicode.json`), 'utf8')) as Record<string, string>
  return Object.entries(ranges).flatMap(([key, text]) => text.split(',').map((range) => {
    const [from = 0, to = from] = range.trim().slice(2).split('-').map((hex) => Number.parseInt(hex, 16))
    return { from, to, file: require.resolve(`${packages[script]}/files/noto-sans-${script}-${key.replace(/[[\]]/g, '')}-wght-normal.woff2`) }
  }))
}

type Command = { command: string; args: number[] }
function operators(commands: readonly Command[]): string {
  let [x, y] = [0, 0]
  const ops = commands.map(({ command, args }) => {
    const [a = 0, b = 0, c = 0, d = 0] = args
    const [x0, y0] = [x, y]
    ;[x, y] = args.length >= 2 ? [args.at(-2) ?? 0, args.at(-1) ?? 0] : [x, y]
    if (command === 'moveTo') return `${say(args)} m`
    if (command === 'lineTo') return `${say(args)} l`
    if (command === 'quadraticCurveTo') return `${say([x0 + (2 / 3) * (a - x0), y0 + (2 / 3) * (b - y0), c + (2 / 3) * (a - c), d + (2 / 3) * (b - d), c, d])} c`
    return command === 'bezierCurveTo' ? `${say(args)} c` : 'h'
  })
  return `${ops.join('\n')}\nB`
}
const say = (numbers: number[]): string => numbers.map((one) => Math.round(one)).join(' ')

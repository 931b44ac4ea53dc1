// What a plan says is in the form, or named there as kept: of the forty published programs, those of our own invention, and one that says everything.
import { MantineProvider } from '@mantine/core'
import { readdirSync, readFileSync } from 'node:fs'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { Form } from './builder.tsx'
import { isObject, saysNothing, type Document, type Json } from './document.ts'
import { DraftContext } from './draft-context.ts'

const draw = (document: Document): string => {
  const state = { document, set: () => { throw new Error('nothing was typed') }, errorAt: () => undefined, findings: [] }
  return renderToStaticMarkup(createElement(MantineProvider, { forceColorScheme: 'light' }, createElement(DraftContext, { value: state }, createElement(Form, { isNew: true, document, set: state.set }))))
}

type Leaf = { place: string; value: string | number | boolean }
const leavesOf = (value: Json | undefined, place = ''): Leaf[] => {
  if (Array.isArray(value)) return value.flatMap((one, i) => leavesOf(one, `${place}.${i}`))
  if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, place ? `${place}.${key}` : key))
  return value === undefined || value === null || saysNothing(place, value) ? [] : [{ place, value }]
}

const plain = (markup: string) => markup.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>')

/** What neither a field shows nor a line names. */
function missing(document: Document): string[] {
  const markup = plain(draw(document))
  const fields = [...markup.matchAll(/ name="([^"]+)"/g)].map((match) => match[1] ?? '')
  const kept = [...markup.matchAll(/Kept as written in the JSON: (.*?)\.<\//g)].flatMap((match) => (match[1] ?? '').split(', '))
  return leavesOf(document).filter(({ place, value }) => {
    // The name of a component is its heading, and is typed under Rename.
    if (place === 'language' || /^components\.\d+\.id$/.test(place)) return false
    const inner = place.replace(/^components\.\d+\.|^payout\./, '')
    if (kept.some((one) => `${inner}.`.startsWith(`${one}.`) || `${inner.replace('pay.', '')}.`.startsWith(`${one}.`) || place.includes(`.${one}`))) return false
    const hasField = fields.some((name) => `${place}.`.startsWith(`${name}.`) || name.startsWith(place))
    const words = typeof value === 'boolean' ? [] : [`value="${value}"`, `>${value}<`, `, ${value}"`, `"${value}, `, `, ${value}, `]
    return !hasField || (words.length > 0 && !words.some((word) => markup.includes(word)))
  }).map(({ place }) => place)
}

const keptIn = (document: Document) => [...plain(draw(document)).matchAll(/Kept as written in the JSON: (.*?)\.<\//g)].flatMap((match) => (match[1] ?? '').split(', '))

const programs = readdirSync('examples/programs').filter((file) => file.endsWith('.json')).map((file): [string, Document] => [file, JSON.parse(readFileSync(`examples/programs/${file}`, 'utf8')) as Document])
const madeUp = readdirSync('examples/made-up').filter((file) => file.endsWith('.yaml')).map((file): [string, Document] => [file, JSON.parse(JSON.stringify(parse(readFileSync(`examples/made-up/${file}`, 'utf8'), { schema: 'failsafe' })).replace(/:"(true|false)"/g, ':$1')) as Document])

test.each([...programs, ...madeUp])('%s', (_file, document) => expect(missing(document)).toEqual([]))

test('left to the JSON: conditions within conditions and of totals, protection, what ends or breaks, groups that are paid apart', () => {
  expect([...new Set([...programs, ...madeUp].flatMap(([, document]) => keptIn(document)))].sort()).toEqual([
    'clawback.steps', 'forfeits', 'groups', 'needs', 'protection', 'rows.0.where', 'rows.1.where', 'rows.2.where', 'rows.3.where', 'rows.5.where', 'where', 'window.breaks',
  ])
})

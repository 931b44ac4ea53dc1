// A plan's text, JSON or YAML, as a document for the check.
import { createRequire } from 'node:module'
import type Yaml from 'yaml'
import { z } from 'zod'
import { planDocument } from './plan.ts'

/** In YAML an amount or a rate need not be quoted: it is taken as it is written, so that no number is rounded on the way. */
export function readPlan(raw: string, form: 'json' | 'yaml'): { document: unknown } | { problem: string } {
  const text = raw.replace(/^\uFEFF/, '')
  if (text.trim() === '') return { problem: 'the file is empty' }
  if (form === 'json') {
    try {
      return { document: JSON.parse(text) }
    } catch (error) {
      return { problem: `${(error as Error).message}${/(^|[\s{}[\],])(\/\/|\/\*)/m.test(text) ? '. JSON has no comments; YAML (a file that ends in .yaml) has' : /,\s*[}\]]/.test(text) ? '. There is a comma before a closing bracket' : ''}` }
    }
  }
  // Loaded for whoever writes YAML.
  const { isMap, isScalar, parseDocument, visit } = createRequire(import.meta.url)('yaml') as typeof Yaml
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true })
  const [wrong] = document.errors
  if (wrong) return { problem: wrong.message.split('\n')[0] ?? 'not understood' }
  visit(document, {
    Pair: (_, pair, path) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : ''
      const parent = path.at(-1)
      // How many levels above is a whole number; above which amount, in a condition, is not.
      const isCondition = isMap(parent) && (parent.has('field') || parent.has('total'))
      if (isScalar(pair.value) && typeof pair.value.value === 'number' && (isCondition || !wholeNumbers().has(key))) pair.value.value = pair.value.source ?? String(pair.value.value)
    },
    Seq: (_, seq) => {
      for (const one of seq.items) if (isScalar(one) && typeof one.value === 'number') one.value = one.source ?? String(one.value)
    },
  })
  return isMap(document.contents) ? { document: document.toJS({ maxAliasCount: 100 }) as unknown } : { problem: 'a plan is a map of names and values' }
}

let known: Set<string> | undefined
/** The names that the language gives whole numbers, such as days. */
const wholeNumbers = (): Set<string> => (known ??= new Set(collect(z.toJSONSchema(planDocument, { io: 'input' }))))
function collect(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const properties = 'properties' in schema && typeof schema.properties === 'object' && schema.properties !== null ? Object.entries(schema.properties) : []
  return [...properties.filter(([, value]) => isWhole(value)).map(([name]) => name), ...Object.values(schema).flatMap(collect)]
}
const isWhole = (value: unknown): boolean => typeof value === 'object' && value !== null && (('type' in value && value.type === 'integer') || ('const' in value && typeof value.const === 'number'))

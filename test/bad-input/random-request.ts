// Requests that fit the API's document and mean nothing: values at random, ids of what is there.
import { greatestWhole } from '../../platform/http/shapes.ts'
import { terms } from '../setup/story.ts'
import { idPrefixOf, randomId, type Operation, type Schema } from '../stranger/operations.ts'

export type Chance = { below: (n: number) => number; may: (share: number) => boolean; pick: <T>(all: readonly T[]) => T }

/** The same row of chances for the same seed. */
export function chances(seed: number): Chance {
  let state = seed
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return ((state >>> 8) & 0x7fffff) / 0x800000
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, may: (share) => next() < share, pick: (all) => all[below(all.length)]! }
}

const texts = [
  'Nordwind GmbH', 'Acme', 'acme.example', 'ada@acme.example', 'https://acme.example', 'EUR', 'DE', 'Gold', 'because', 'x', 'qualified', 'won', 'share', 'sale', 'a'.repeat(200), 'Müller & Söhne AG', '株式会社', 'مرحبا',
  '-1', '0', '12.50', '1e9', ' ', 'q1', 'name', 'company', 'domain', 'email', '2026-03', '2026-Q2', 'partner', 'website', 'industry', 'employees', 'Software', 'Prospecting',
]
const quarters = ['2025-Q4', '2026-Q1', '2026-Q2', '2026-Q3']
/** By what a pattern has in it, the first that fits. */
const byPattern: [RegExp, readonly string[]][] = [
  [/^\^\[A-Z\]\{3\}\$/, ['EUR', 'EUR', 'EUR', 'USD', 'JPY', 'KWD']], [/^\^\[A-Z\]\{2\}\$/, ['DE', 'US', 'JP']], [/Q\[1-4\]\|all/, [...quarters, 'all']], [/0\[1-9\]\|1\[0-2\]\|Q/, [...quarters, '2026-03', '2025-12']], [/Q\[1-4\]/, quarters],
  [/\\d\{1,18\}\(/, ['0', '1', '0.01', '100', '99.99', '1000000.5', '999999999999999999', '12.345678']], [/\\d\{1,4\}\(/, ['0', '1', '10', '12.5', '100', '33.333333', '250']], [/\\d\{/, ['0', '1', '1000', '123456', '999999999999999999']],
  [/^\^#/, ['#0b6b4f']], [/\[01\]/, ['09:00', '17:00', '00:00', '23:59']], [/^\^\[a-z\]/, ['share', 'lead', 'won', 'points', 'qualified']], [/^\^\[A-Z0-9/, ['MW', 'INV-1']],
]
const byName: Record<string, readonly string[]> = { currency: ['EUR', 'USD', 'JPY'], country: ['DE', 'US', 'JP'], timeZone: ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'], email: ['p1@acme.example', 'p2@acme.example', 'p3@acme.example'] }

type Around = { operation: Operation; chance: Chance; id: (prefix: string) => string }
type Bounded = Schema & { maximum?: number; maxLength?: number; additionalProperties?: Schema | boolean; prefixItems?: Schema[] }

/** A value that fits the schema, as far as that says. */
export function anything(around: Around, raw: Schema, field = '', depth = 0): unknown {
  const { operation, chance, id } = around
  const schema: Bounded = operation.resolve(raw)
  const alternatives = schema.oneOf ?? schema.anyOf
  const prefix = idPrefixOf(operation, schema)
  if (prefix) return chance.may(0.97) ? id(prefix) : randomId(prefix)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return chance.pick(schema.enum)
  if (alternatives) return anything(around, chance.pick(alternatives), field, depth + 1)
  const type = Array.isArray(schema.type) ? chance.pick(schema.type) : schema.type
  if (type === 'null') return null
  if (type === 'object' || schema.properties) return field === 'terms' && chance.may(0.5) ? terms() : anyObject(around, schema, field, depth)
  if (schema.prefixItems) return schema.prefixItems.map((one) => anything(around, one, field, depth + 1))
  if (type === 'array') return Array.from({ length: (schema.minItems ?? 0) + chance.below(3) }, () => anything(around, schema.items ?? {}, field.replace(/s$/, ''), depth + 1))
  if (type === 'integer') return anyWhole(chance, schema.minimum ?? -5, schema.maximum ?? greatestWhole)
  if (type === 'number') return chance.pick([0, 1, 0.5, 1 / 3, 100, 2.5, schema.maximum ?? 1e6])
  return type === 'boolean' ? chance.may(0.5) : anyText(chance, schema, field)
}

function anyObject(around: Around, schema: Bounded, field: string, depth: number): object {
  const { chance } = around
  const named = Object.entries(schema.properties ?? {}).filter(([key]) => schema.required?.includes(key) || chance.may(depth > 4 ? 0.15 : 0.5))
  const more = schema.additionalProperties
  const free = typeof more === 'object' ? Array.from({ length: chance.below(3) }, () => [chance.pick(texts).slice(0, 30), anything(around, more, field, depth + 1)]) : []
  return Object.fromEntries([...named.map(([key, value]) => [key, anything(around, value, key, depth + 1)]), ...free])
}

const anyWhole = (chance: Chance, least: number, most: number): number => (chance.may(0.1) ? chance.pick([least, most]) : least + chance.below(chance.may(0.2) ? most - least + 1 : Math.min(50, most - least + 1)))

function anyText(chance: Chance, { format, pattern = '', maxLength }: Bounded, field: string): string {
  const day = () => Temporal.PlainDate.from('2025-01-01').add({ days: chance.below(1000) }).toString()
  if (format === 'date-time') return `${day()}T1${chance.below(10)}:00:00Z`
  if (format === 'date' || (/^(at|on|from|to|since|until|day)$/.test(field) && chance.may(0.7))) return day()
  const known = byPattern.find(([part]) => part.test(pattern))?.[1] ?? byName[field]
  return known ? chance.pick(known) : chance.pick(texts).slice(0, maxLength)
}

/** A whole request: its address, query and body. */
export function anyRequest(around: Around): { path: string; query: Record<string, string>; body: unknown } {
  const { operation, chance } = around
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(anything(around, operation.parameters.find((one) => one.in === 'path' && one.name === key)!.schema, key))))
  const query = Object.fromEntries(operation.parameters.filter((one) => one.in === 'query' && (one.required || chance.may(0.35))).map((one) => [one.name, String(anything(around, one.schema, one.name))]))
  return { path, query, body: operation.body && anything(around, operation.body) }
}

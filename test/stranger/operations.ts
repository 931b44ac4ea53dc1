// The routes as the API's document describes them, and requests made from their shapes: a new route is tested without being listed.
import type { FastifyInstance } from 'fastify'
import { newId, prefixes, showId, type Noun } from '../../kernel/ids.ts'
import { terms } from '../setup/story.ts'

export type Schema = {
  type?: string | string[]; pattern?: string; format?: string; enum?: unknown[]; const?: unknown; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[]; $ref?: string
  properties?: Record<string, Schema>; required?: string[]; items?: Schema; minItems?: number; minimum?: number; minLength?: number; default?: unknown
}
export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema }
export type Operation = { method: string; path: string; parameters: Parameter[]; body: Schema | undefined; isOpen: boolean; isRaw: boolean; resolve: (schema: Schema) => Schema }
type Document = { paths: Record<string, Record<string, { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema?: Schema }> }; security?: unknown[] }>>; components: { schemas: Record<string, Schema> } }

/** All operations of the document, below /api/v1. */
export function operations(server: FastifyInstance): Operation[] {
  const document = server.swagger() as unknown as Document
  const resolve = (schema: Schema): Schema => (schema.$ref ? resolve(document.components.schemas[schema.$ref.split('/').at(-1)!]!) : schema)
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const content = operation.requestBody?.content ?? {}
      const isRaw = Object.keys(content).length > 0 && !content['application/json']
      return {
        method: method.toUpperCase(), path: path.replace('/api/v1', ''), parameters: operation.parameters ?? [], body: content['application/json']?.schema, isOpen: operation.security?.length === 0,
        isRaw: isRaw || path.endsWith('/files'), resolve,
      }
    }))
}

export const name = (operation: Operation): string => `${operation.method} ${operation.path}`

/** `ref`, when a schema wants the id of a referral. */
export function prefixOf(schema: Schema): string | undefined {
  const own = /^\^([a-z]+)_\[0-9a-f\]\{32\}\$$/.exec(schema.pattern ?? '')?.[1]
  return own ?? [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map(prefixOf).find(Boolean)
}

/** The same where the schema is an id, not an object with one in it. */
export function idPrefixOf(operation: Operation, schema: Schema): string | undefined {
  const holdsFields = [schema, ...(schema.oneOf ?? schema.anyOf ?? []).map((one) => operation.resolve(one))].some((one) => one.properties)
  return holdsFields ? undefined : prefixOf(schema)
}

const nouns = new Map<string, Noun>(Object.entries(prefixes).map(([noun, prefix]) => [prefix, noun as Noun]))
export const randomId = (prefix: string): string => showId(nouns.get(prefix)!, newId())

export type Choose = { id: (prefix: string, field: string) => string; variant: number; full: boolean; text?: (field: string) => string | undefined }

const byName: Record<string, unknown> = {
  email: 'somebody@stranger.example', timeZone: 'Europe/Berlin', currency: 'EUR', accent: '#0b6b4f', opens: '09:00', closes: '17:00', kind: 'companies', terms: terms(), password: 'correct horse battery staple 7',
  component: 'qualified', measure: 'referrals', country: 'DE', stage: 'Prospecting', at: '2026-11-02', from: '2026-01-01', to: '2026-12-31', workspace: '', subject: '', website: 'stranger.example', countries: ['DE'],
  buyer: 'Stranger Foods GmbH', mapping: {}, options: {}, domains: ['stranger.example'], state: undefined, minEmployees: 1, maxEmployees: 10, foundedYear: 1999, employees: 5, limit: 20,
}

/** A value that fits the schema. */
export function sample(operation: Operation, raw: Schema, choose: Choose, field = ''): unknown {
  const schema = operation.resolve(raw)
  const chosen = choose.text?.(field)
  if (chosen !== undefined && (schema.type === 'string' || (Array.isArray(schema.type) && schema.type.includes('string'))) && !schema.pattern && !schema.enum && !schema.format) return chosen
  const alternatives = schema.oneOf ?? schema.anyOf
  const prefix = idPrefixOf(operation, schema)
  if (prefix) return choose.id(prefix, field)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[choose.variant % schema.enum.length]
  if (byName[field] !== undefined) return byName[field]
  if (alternatives) {
    const some = alternatives.filter((one) => operation.resolve(one).type !== 'null')
    return sample(operation, some[choose.variant % some.length]!, choose, field)
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object' || schema.properties) {
    const properties = Object.entries(schema.properties ?? {}).filter(([key]) => choose.full || schema.required?.includes(key))
    return Object.fromEntries(properties.map(([key, value]) => [key, sample(operation, value, choose, key)]))
  }
  if (type === 'array') return [sample(operation, schema.items ?? {}, choose, field.replace(/s$/, ''))]
  if (type === 'integer' || type === 'number') return schema.minimum && schema.minimum > 0 ? schema.minimum : 1
  if (type === 'boolean') return true
  if (schema.format === 'date' || /d\{4\}-\\d\{2\}/.test(schema.pattern ?? '')) return '2026-11-02'
  if (/Q\[1-4\]/.test(schema.pattern ?? '')) return '2026-Q3'
  if (/\\d\{(1,18|0,17)\}/.test(schema.pattern ?? '')) return '1000'
  return `Stranger ${field || 'text'}`
}

/** How many different bodies an operation has at its top. */
export function variants(operation: Operation): number {
  const body = operation.body && operation.resolve(operation.body)
  return Math.max(1, (body?.oneOf ?? body?.anyOf ?? []).length)
}

export type Request = { method: string; path: string; query: Record<string, string>; body: unknown }

/** A whole request with ids chosen by `path` for the address and by `choose` for query and body. */
export function requestFor(operation: Operation, pathId: (prefix: string, name: string) => string, choose: Choose): Request {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => {
    const parameter = operation.parameters.find((p) => p.in === 'path' && p.name === key)
    const prefix = prefixOf(parameter!.schema)
    return prefix === undefined ? String(sample(operation, parameter!.schema, choose, key)) : pathId(prefix, key)
  })
  const query = Object.fromEntries(operation.parameters.filter((p) => p.in === 'query' && (p.required || choose.full) && byName[p.name] !== '').map((p) => [p.name, String(sample(operation, p.schema, choose, p.name))]))
  return { method: operation.method, path, query, body: operation.body ? sample(operation, operation.body, choose) : undefined }
}

/** Of what the ids in its path are; a path can hold other things, such as a period. */
export const pathPrefixes = (operation: Operation): string[] => [...new Set(operation.parameters.flatMap((p) => (p.in === 'path' ? (prefixOf(p.schema) ?? []) : [])))]
export const hasPathId = (operation: Operation): boolean => pathPrefixes(operation).length > 0

/** The names of fields that hold ids, anywhere in query or body. */
export function idFields(operation: Operation): string[] {
  const found = new Set<string>()
  const note = (choose: Partial<Choose>) => requestFor(operation, randomId, { full: true, variant: 0, ...choose, id: (prefix, field) => (found.add(field), randomId(prefix)) })
  for (let variant = 0; variant < variants(operation); variant += 1) note({ variant })
  return [...found]
}

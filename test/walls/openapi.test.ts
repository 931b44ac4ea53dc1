import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { greatestWhole } from '../../platform/http/shapes.ts'

type Operation = { parameters?: unknown; requestBody?: unknown; operationId?: string; summary?: string; responses: Record<string, unknown>; security?: unknown[] }
const document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as { openapi: string; components: { schemas: Record<string, unknown> }; paths: Record<string, Record<string, Operation>> }
const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))

describe('the API document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(document))
    expect(result.errors ?? []).toEqual([])
    expect([result.valid, document.openapi]).toEqual([true, '3.1.0'])
  })
  test('each operation has a name of its own, says what it is for, and how it refuses', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { path, method, operation } of operations) {
      expect(operation.summary, `${method} ${path}`).toBeTruthy()
      expect(Object.keys(operation.responses).some((status) => status.startsWith('4')), `${method} ${path}`).toBe(true)
    }
  })
  test('every shape that is named is there, and none that nothing uses', () => {
    const { paths, components: { schemas } } = document
    const named = new Set<string>()
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return
      for (const [key, value] of Object.entries(node)) if (key === '$ref' && typeof value === 'string') named.add(value); else walk(value)
    }
    walk([paths, schemas])
    expect([...named].sort()).toEqual(Object.keys(schemas).map((name) => `#/components/schemas/${name}`).sort())
  })
  test('no whole number is taken that a column would not hold', () => {
    const tooGreat: string[] = []
    const { components: { schemas } } = document
    const walk = (node: unknown, at: string, seen: string[] = []): void => {
      if (typeof node !== 'object' || node === null) return
      const { $ref, type, minimum, maximum } = node as { $ref?: string; type?: string; minimum?: number; maximum?: number }
      const name = $ref?.split('/').at(-1)
      if (name !== undefined && !seen.includes(name)) walk(schemas[name], at, [...seen, name])
      if (type === 'integer' && !(minimum !== undefined && minimum >= -greatestWhole && maximum !== undefined && maximum <= greatestWhole)) tooGreat.push(at)
      for (const [key, value] of Object.entries(node)) walk(value, `${at} ${key}`, seen)
    }
    for (const { path, method, operation } of operations) walk([operation.parameters, operation.requestBody], `${method} ${path}`)
    expect(tooGreat).toEqual([])
  })
  test('everything is below /api/v1', () => expect(operations.filter(({ path }) => !path.startsWith('/api/v1/'))).toEqual([]))
})

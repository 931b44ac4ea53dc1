import { jsonSchemaTransformObject } from 'fastify-type-provider-zod'

type Schemas = Record<string, unknown>
const within = '#/components/schemas/'

/**
 * The API's document with the named shapes that its routes use, and no others: every shape is named once as it is sent and once as it is
 * answered, and most only go one way.
 */
export const withUsedShapes: typeof jsonSchemaTransformObject = (given) => {
  const document = jsonSchemaTransformObject(given) as { paths?: unknown; components?: { schemas?: Schemas } }
  const all: Schemas = document.components?.schemas ?? {}
  const used = new Set<string>()
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    for (const [key, value] of Object.entries(node)) {
      const name = key === '$ref' && typeof value === 'string' && value.startsWith(within) ? value.slice(within.length) : undefined
      if (name === undefined) walk(value)
      else if (!used.has(name)) {
        used.add(name)
        walk(all[name])
      }
    }
  }
  walk(document.paths)
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name))) } } as ReturnType<typeof jsonSchemaTransformObject>
}

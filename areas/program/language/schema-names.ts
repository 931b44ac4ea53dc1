// Which names a schema knows at a place.
import { z } from 'zod'

type Node = Record<string, unknown>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const printed = new WeakMap<z.ZodType, Node>()

/** Of all alternatives there. */
export function namesAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const root = printed.get(schema) ?? (z.toJSONSchema(schema, { io: 'input' }) as Node)
  printed.set(schema, root)
  const found = path.reduce<Node[]>((nodes, key) => nodes.flatMap((node) => open(node, root)).flatMap((node) => within(node, key)), [root])
  return [...new Set(found.flatMap((node) => open(node, root)).flatMap((node) => (isNode(node['properties']) ? Object.keys(node['properties']) : [])))]
}

function within(node: Node, key: PropertyKey): Node[] {
  if (typeof key === 'number') return isNode(node['items']) ? [node['items']] : []
  const { properties, additionalProperties } = node
  const own = isNode(properties) ? properties[String(key)] : undefined
  return isNode(own) ? [own] : isNode(additionalProperties) ? [additionalProperties] : []
}

/** A node with its alternatives and what it refers to. */
function open(node: Node, root: Node, seen: Node[] = []): Node[] {
  if (seen.includes(node)) return []
  const further = [...seen, node]
  const { $ref } = node
  const target = typeof $ref === 'string' ? $ref.split('/').slice(1).reduce<unknown>((inner, key) => (isNode(inner) ? inner[key] : undefined), root) : undefined
  const inner = [...(isNode(target) ? [target] : []), ...['anyOf', 'oneOf', 'allOf'].flatMap((name) => (Array.isArray(node[name]) ? (node[name] as unknown[]).filter(isNode) : []))]
  return [node, ...inner.flatMap((one) => open(one, root, further))]
}

// The code as the laws see it: every file parsed once. A law is a function from files to faults, so that a test can plant a violation.
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

export type Node = { type: string; start: number; end: number; [key: string]: unknown }
export type Source = { path: string; text: string; program: Node; comments: { value: string; start: number }[] }
/** Where a law is broken, and how to obey it. */
export type Fault = string

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const rooms = ['kernel', 'platform', 'areas', 'app', 'db', 'web', 'test', 'bin']
const generated = new Set(['db/tables.ts', 'web/api/schema.ts'])

/** A file that exists only in a test. Throws when it does not parse. */
export function virtual(path: string, text: string): Source {
  const parsed = parseSync(path, text)
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors[0]?.message}`)
  return { path, text, program: parsed.program as unknown as Node, comments: parsed.comments }
}

/** All code that people write, in order of path. */
export async function loadSources(): Promise<Source[]> {
  const found: string[] = []
  for (const room of rooms) {
    const names = await readdir(join(root, room), { recursive: true }).catch(() => [])
    found.push(...names.map((name) => posix.join(room, name.replaceAll('\\', '/'))))
  }
  return found
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.includes('node_modules') && !generated.has(path))
    .sort()
    .map((path) => virtual(path, readFileSync(join(root, path), 'utf8')))
}

/** Calls `visit` on every node, parents first, with the nodes above it, nearest last. */
export function walk(node: Node, visit: (node: Node, above: Node[]) => void, above: Node[] = []): void {
  visit(node, above)
  above.push(node)
  for (const key of Object.keys(node)) {
    const value = node[key]
    for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) walk(item, visit, above)
  }
  above.pop()
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** What a file imports, re-exports or loads on demand; relative ones as paths from the root. */
export function importsOf(source: Source): { target: string; line: number }[] {
  const found: { target: string; line: number }[] = []
  walk(source.program, (node) => {
    const from = (node['source'] ?? undefined) as Node | undefined
    if (from?.type === 'Literal' && typeof from['value'] === 'string')
      found.push({ target: resolveTarget(source.path, from['value']), line: lineOf(source, node.start) })
  })
  return found
}

const resolveTarget = (path: string, target: string): string => (target.startsWith('.') ? posix.join(posix.dirname(path), target) : target)

export const lineOf = (source: Source, at: number): number => source.text.slice(0, at).split('\n').length
export const at = (source: Source, start: number): string => `${source.path}:${lineOf(source, start)}`
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('test/') || /^(areas|platform)\/[^/]+\/test\//.test(path)
/** `areas/referrals`, `platform`, `kernel`, … */
export const roomOf = (path: string): string => (path.startsWith('areas/') ? path.split('/').slice(0, 2).join('/') : path.split('/')[0]!)

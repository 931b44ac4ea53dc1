// A decision in rules.ts is the same every time: no clock, chance, environment, waiting or SQL, and neither in what it imports.
import { at, importsOf, walk, type Fault, type Node, type Source } from './source.ts'

const strangers = new Map([
  ['Date', 'the moment is an argument'], ['process', 'what it depends on is an argument'], ['fetch', 'it reaches for nothing'], ['setTimeout', 'it waits for nothing'],
  ['performance', 'the moment is an argument'], ['crypto', 'chance is an argument'], ['sql', 'facts are arguments'], ['globalThis', 'what it depends on is an argument'], ['newId', 'an id is an argument'],
])

export const isRules = (path: string): boolean => /(^|\/)([\w-]+-)?rules\.ts$/.test(path) && /^(areas|platform)\//.test(path)

/** Pure packages that a rule may use: they compute and hold no state. */
const purePackages = new Set<string>([])

export function purityFaults(sources: Source[]): Fault[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const faults = new Map<string, Fault>()
  const judged = new Set<string>()
  const judge = (source: Source, because: string) => {
    if (judged.has(source.path)) return
    judged.add(source.path)
    for (const fault of impurities(source)) faults.set(fault, `${fault}${because}`)
    for (const { target, line } of importsOf(source)) {
      if (target.startsWith('kernel/')) continue
      const sibling = byPath.get(target)
      if (sibling && target.split('/').slice(0, -1).join('/') === source.path.split('/').slice(0, -1).join('/')) judge(sibling, ` (${source.path} imports it, so it is a rule as well)`)
      else if (!purePackages.has(target)) faults.set(`${source.path}:${line}`, `${source.path}:${line} imports ${target}: rules import the kernel and pure files beside them.${because}`)
    }
  }
  for (const source of sources) if (isRules(source.path)) judge(source, '')
  return [...faults.values()]
}

function impurities(source: Source): Fault[] {
  const faults: Fault[] = []
  walk(source.program, (node, above) => {
    const parent = above.at(-1)
    if (node.type === 'AwaitExpression' || node['async'] === true) faults.push(`${at(source, node.start)} waits: a rule decides at once.`)
    if (node.type === 'MemberExpression' && isNamed(node['object'], 'Temporal') && isNamed(node['property'], 'Now')) faults.push(`${at(source, node.start)} asks the clock: the moment is an argument.`)
    if (node.type === 'MemberExpression' && isNamed(node['object'], 'Math') && isNamed(node['property'], 'random')) faults.push(`${at(source, node.start)} throws dice: chance is an argument.`)
    if (node.type === 'Identifier' && !isName(node, parent)) {
      const why = strangers.get(String(node['name']))
      if (why) faults.push(`${at(source, node.start)} uses ${String(node['name'])}: ${why}.`)
    }
  })
  return faults
}

const isNamed = (node: unknown, name: string) => (node as Node | undefined)?.type === 'Identifier' && (node as Node)['name'] === name
/** A property or key that only happens to be called so. */
const isName = (node: Node, parent: Node | undefined) =>
  (parent?.type === 'MemberExpression' && parent['property'] === node && parent['computed'] !== true) ||
  ((parent?.type === 'Property' || parent?.type === 'TSPropertySignature') && parent['key'] === node && parent['shorthand'] !== true)

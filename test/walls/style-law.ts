// How files look: what a reader may count on without opening them.
import { at, isTest, walk, type Fault, type Source } from './source.ts'

const mayExportDefault = (path: string) => path.endsWith('.config.ts') || path.endsWith('.mjs')
const unfinished = /\b(TODO|FIXME|XXX|HACK)\b/

export function styleFaults(sources: Source[]): Fault[] {
  return sources.flatMap((source) => {
    const faults: Fault[] = []
    const isTyped = !source.path.endsWith('.mjs')
    walk(source.program, (node, above) => {
      const parent = above.at(-1)
      if (node.type === 'TSAnyKeyword' && !(isTest(source.path) && parent?.type === 'TSTypeAliasDeclaration')) faults.push(`${at(source, node.start)} says any.`)
      if (node.type === 'ExportDefaultDeclaration' && !mayExportDefault(source.path)) faults.push(`${at(source, node.start)} has a default export.`)
      if (isTyped && (node.type === 'TSEnumDeclaration' || node.type === 'TSParameterProperty')) faults.push(`${at(source, node.start)} needs a compiler: ${node.type === 'TSEnumDeclaration' ? 'an enum' : 'a parameter property'}.`)
    })
    for (const comment of source.comments) if (unfinished.test(comment.value)) faults.push(`${at(source, comment.start)} leaves something unfinished.`)
    const name = source.path.split('/').at(-1)!
    if (!source.path.startsWith('web/') && !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)+$/.test(name)) faults.push(`${source.path} is not in kebab-case.`)
    return faults
  })
}

type Effect = { type: string; callee?: { name?: string }; arguments?: { type: string; start: number; body?: { type: string; operator?: string } }[] }

/** What an effect returns is called when its part is taken away: an expression there may come to answer with something else, as scrolling has. */
export function effectFaults(sources: Source[]): Fault[] {
  return sources.filter((source) => source.path.startsWith('web/')).flatMap((source) => {
    const faults: Fault[] = []
    walk(source.program, (node) => {
      const call = node as unknown as Effect
      const [run] = call.type === 'CallExpression' && /^use(Layout|Insertion)?Effect$/.test(call.callee?.name ?? '') ? (call.arguments ?? []) : []
      if (run?.type === 'ArrowFunctionExpression' && run.body?.type !== 'BlockStatement' && !(run.body?.type === 'UnaryExpression' && run.body.operator === 'void')) faults.push(`${at(source, run.start)} returns what an expression answers from an effect: use a block or void.`)
    })
    return faults
  })
}

export const linesOf = (source: Source): number => source.text.split('\n').length - 1

export function sizeFaults(sources: Source[], most = 400): Fault[] {
  return sources.filter((source) => !isTest(source.path) && linesOf(source) > most).map((source) => `${source.path} has ${linesOf(source)} lines: split it.`)
}

export function medianLines(sources: Source[]): number {
  const sizes = sources.filter((source) => !isTest(source.path)).map(linesOf).sort((a, b) => a - b)
  return sizes[Math.floor(sizes.length / 2)] ?? 0
}

/** Configuration is read once, in app/config.ts. */
export function environmentFaults(sources: Source[], allowed: string[]): Fault[] {
  return sources.filter((source) => /^(kernel|platform|areas|web)\//.test(source.path) && !isTest(source.path) && !source.path.endsWith('.config.ts') && !allowed.includes(source.path)).flatMap((source) => {
    const faults: Fault[] = []
    walk(source.program, (node) => {
      if (node.type === 'MemberExpression' && source.text.slice(node.start, node.end) === 'process.env') faults.push(`${at(source, node.start)} reads the environment: settings come from app/config.ts.`)
    })
    return faults
  })
}

// kernel ← platform ← areas ← app. An area reaches the areas above it in app/areas.ts through their doors and no others.
import { importsOf, isTest, roomOf, type Fault, type Source } from './source.ts'

const isFile = (target: string) => /^(kernel|platform|areas|app|db|web|test|bin|tools|dist|docs)\//.test(target)
const packageOf = (target: string) => target.split('/').slice(0, target.startsWith('@') ? 2 : 1).join('/')

/** The areas in order, as app/areas.ts lists them. */
export function areaOrder(source: Source): string[] {
  const listed = /areas: Part\[\] = \[([^\]]*)\]/.exec(source.text)?.[1]?.split(',').map((name) => name.trim()).filter(Boolean)
  if (!listed?.length) throw new Error('app/areas.ts has no list of areas')
  const folderOf = new Map([...source.text.matchAll(/import \{ part as (\w+) \} from '..\/areas\/([\w-]+)\/index\.ts'/g)].map((match) => [match[1]!, match[2]!]))
  return listed.map((name) => folderOf.get(name) ?? name)
}

export function importFaults(sources: Source[], order: string[]): Fault[] {
  return sources.flatMap((source) =>
    importsOf(source).filter(({ target }) => isFile(target)).flatMap(({ target, line }) => {
      const why = refusal(source.path, target, order)
      return why ? [`${source.path}:${line} imports ${target}: ${why}`] : []
    }))
}

function refusal(path: string, target: string, order: string[]): string | undefined {
  const [from, to] = [roomOf(path), roomOf(target)]
  if (from === 'test' || from === 'bin') return undefined
  if (from === 'web') return to === 'web' ? undefined : 'the staff app imports itself and its generated client, and talks to the server through the API.'
  if (to === 'web') return 'nothing imports the staff app.'
  if (to === 'test') return isTest(path) ? undefined : 'only tests import test/.'
  if (from === to || to === 'kernel') return undefined
  if (from === 'kernel') return 'the kernel imports itself only.'
  if (target === 'db/tables.ts') return undefined
  if (to === 'app') return isTest(path) ? undefined : 'only the app knows the app.'
  if (to === 'platform') return undefined
  if (from === 'platform') return isTest(path) && isDoor(target) ? undefined : 'the platform never heard of a partner: it imports the kernel and itself.'
  if (to === 'db') return from === 'app' || isTest(path) ? undefined : 'the demo world is for the app.'
  if (!isDoor(target)) return 'another area is reached through its door, index.ts.'
  if (from === 'app' || from === 'db' || isTest(path)) return undefined
  const [own, other] = [order.indexOf(from.slice('areas/'.length)), order.indexOf(to.slice('areas/'.length))]
  if (own < 0) return `${from} is not in app/areas.ts.`
  return other >= 0 && other < own ? undefined : `${to} is not above ${from} in app/areas.ts. Let it react to the event, or let a lower area call both.`
}

const isDoor = (target: string) => /^areas\/[^/]+\/index\.ts$/.test(target)

/** Packages that code runs on are dependencies; those of tests and of the staff app, which is built before it is served, need not be. */
export function packageFaults(sources: Source[], manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> }): Fault[] {
  return sources.flatMap((source) =>
    importsOf(source).filter(({ target }) => !isFile(target) && !target.startsWith('node:') && !target.startsWith('.') && !target.endsWith('.css') && /^[@a-z]/.test(target)).flatMap(({ target, line }) => {
      const name = packageOf(target)
      const served = !isTest(source.path) && !source.path.startsWith('web/') && !source.path.startsWith('bin/')
      const known = name in manifest.dependencies || (!served && name in manifest.devDependencies)
      return known ? [] : [`${source.path}:${line} imports ${name}, which is not in ${served ? 'dependencies' : 'package.json'}.`]
    }))
}

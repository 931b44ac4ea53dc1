// What the documents point at is there.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Fault } from './source.ts'

export type Document = { path: string; text: string }

export function loadDocuments(root: string): Document[] {
  const below = existsSync(join(root, 'docs')) ? readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => posix.join('docs', name.replaceAll('\\', '/'))) : []
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...below].filter((path) => path.endsWith('.md') && existsSync(join(root, path))).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

const rooms = /^(kernel|platform|areas|app|db|web|test|bin|docs|tools|\.ci)\//
/** Made while the app or the tests run. */
const made = /^(dist|web\/dist|docs\/screens|\.alongside)\//

export function documentFaults(documents: Document[], exists: (path: string) => boolean): Fault[] {
  return documents.flatMap(({ path, text }) => {
    const prose = text.replace(/^```[\s\S]*?^```/gm, '')
    const links = [...prose.matchAll(/!?\[[^\]]*\]\(([^)\s]+)[^)]*\)/g)].map((match) => match[1]!).filter((target) => !/^[a-z][a-z+.-]*:|^#/i.test(target))
    const dead = links.map((target) => posix.join(posix.dirname(path), decodeURIComponent(target.split('#')[0]!))).filter((target) => !exists(target)).map((target) => `${path} links to ${target}, which is not there.`)
    const spans = [...prose.matchAll(/`([^`\s]+)`/g)].map((match) => match[1]!).filter((span) => rooms.test(span) && !made.test(span) && !/[<>{}…()]/.test(span))
    const gone = spans.filter((span) => !existsLike(span.replace(/[:#].*$/, ''), exists)).map((span) => `${path} names \`${span}\`, which is not there.`)
    return [...dead, ...gone]
  })
}

/** With `*` anything that begins so will do. */
function existsLike(span: string, exists: (path: string) => boolean): boolean {
  return exists((span.includes('*') ? posix.dirname(span.slice(0, span.indexOf('*') + 1)) : span).replace(/\/$/, ''))
}

export const onDisk = (root: string) => (path: string): boolean => {
  try {
    statSync(join(root, path))
    return true
  } catch {
    return false
  }
}

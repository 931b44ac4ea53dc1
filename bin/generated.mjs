// What is generated, where it goes, and whether what is committed is what would be generated now.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SetupError, nodePath, root, run } from './bootstrap.mjs'

export const OPENAPI = 'docs/openapi.json'
export const API_TYPES = 'web/api/schema.ts'

const at = (path) => join(root, path)
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : undefined)

/** A folder of its own for `fn`, gone afterwards. */
export async function inTemporaryFolder(fn) {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-generate-'))
  try {
    return await fn(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Puts `content` in place, or with `check` only says whether it is there already. */
export function settle(path, content, check) {
  if (read(at(path)) === content) return true
  if (check) {
    console.error(`${path} is out of date. Run: npm run generate`)
    return false
  }
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), content)
  console.error(`${path} written`)
  return true
}

/** The API's document, when the app can write it; needs no database. Resolves to whether it is up to date. */
export async function openapi(check) {
  if (!existsSync(at('app/openapi.ts'))) return true
  return await inTemporaryFolder(async (folder) => {
    const fresh = join(folder, 'openapi.json')
    const code = `const { writeOpenapi } = await import(${JSON.stringify(pathToFileURL(at('app/openapi.ts')).href)}); await writeOpenapi(process.argv[1])`
    await succeed('Writing the API document', nodePath(), ['--input-type=module', '-e', code, fresh])
    return settle(OPENAPI, read(fresh), check)
  })
}

/** The staff app's types of the API, from the committed document. */
export async function apiTypes(check) {
  if (!existsSync(at(OPENAPI)) || !existsSync(at('web'))) return true
  return await inTemporaryFolder(async (folder) => {
    const fresh = join(folder, 'schema.ts')
    const program = ['tools/api-types/node_modules', 'node_modules'].map((place) => at(`${place}/openapi-typescript/bin/cli.js`)).find((path) => existsSync(path))
    if (!program) throw new SetupError('openapi-typescript is not installed. Run: npm ci')
    await succeed('Writing the API types', nodePath(), [program, at(OPENAPI), '-o', fresh, '--default-non-nullable=false'])
    return settle(API_TYPES, read(fresh), check)
  })
}

/** Runs a generator quietly; its output appears only when it fails. */
export async function succeed(what, cmd, args) {
  const code = await run(cmd, args, { quiet: true })
  if (code !== 0) throw new SetupError(`${what} failed (exit code ${code}).`)
}

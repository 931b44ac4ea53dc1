// Real-world data that is not part of the checkout: tests that want it skip, and say so, where it is missing.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))), 'shared', 'data')
const told = new Set<string>()

/** The path of a file in `../shared/data` beside the checkout, or undefined, with the reason printed once. */
export function sharedData(name: string): string | undefined {
  const path = join(folder, name)
  if (existsSync(path)) return path
  if (!told.has(name)) console.warn(`Skipped: there is no ${name} in shared/data beside the checkout.`)
  told.add(name)
  return undefined
}

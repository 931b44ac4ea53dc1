#!/usr/bin/env node
// What can be known in seconds and without a database: types, lint, walls, generated files. All of it runs, also after a failure.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { command, ensureInstalled, nodePath, root, run, step } from './bootstrap.mjs'
import { apiTypes, openapi } from './generated.mjs'

const has = (path) => existsSync(join(root, path))
const tool = (path, ...args) => async () => (await run(nodePath(), [join(root, 'node_modules', path), ...args], { quiet: true })) === 0
const tsc = (...args) => tool('typescript/bin/tsc', '--noEmit', ...args)

await command(async () => {
  await ensureInstalled()
  const checks = [
    ['Types', tsc()],
    ...(has('web/tsconfig.json') ? [['Types of the staff app', tsc('-p', 'web')]] : []),
    ['Lint', tool('oxlint/bin/oxlint', '--deny-warnings')],
    // npm test runs the walls with everything else, and compares all that is generated, what takes a database included.
    ...(process.argv.includes('--beside-tests') ? [] : [
      ['Walls', tool('vitest/vitest.mjs', 'run', '--project', 'walls')],
      ['Generated files', async () => [await openapi(true), await apiTypes(true)].every(Boolean)],
    ]),
  ]
  const failed = []
  for (const [label, check] of checks) {
    const passed = await step(label, async () => {
      if (!(await check())) throw new Error(label)
    }).then(() => true, (error) => (error.message === label || console.error(error.message), false))
    if (!passed) failed.push(label)
  }
  if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`)
  return failed.length > 0 ? 1 : 0
})

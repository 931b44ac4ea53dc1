#!/usr/bin/env node
// The command line. Paths among the arguments are meant from where it was called.
import { join } from 'node:path'
import { command, ensureInstalled, nodePath, root, run } from './bootstrap.mjs'

await command(async () => {
  await ensureInstalled()
  return await run(nodePath(), [join(root, 'app', 'cli.ts'), ...process.argv.slice(2)], { cwd: process.cwd() })
})

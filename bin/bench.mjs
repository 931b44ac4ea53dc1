#!/usr/bin/env node
// Prints the benchmark's table; figures are recorded in docs/benchmarks.md.
import { command, ensureInstalled, ensureWebBuilt, nodePath, run } from './bootstrap.mjs'

await command(async () => {
  await ensureInstalled()
  await ensureWebBuilt()
  return await run(nodePath(), ['test/bench/main.ts', ...process.argv.slice(2)])
})

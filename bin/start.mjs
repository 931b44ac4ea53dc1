#!/usr/bin/env node
// Sets up what is missing and serves the app.
import { command, ensureInstalled, ensureWebBuilt, nodePath, run } from './bootstrap.mjs'

await command(async () => {
  await ensureInstalled()
  await ensureWebBuilt()
  return await run(nodePath(), ['app/main.ts', ...process.argv.slice(2)])
})

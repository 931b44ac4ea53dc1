#!/usr/bin/env node
// Runs every test; --database-only just those that need a database and no browser. Other arguments go to vitest.
// The last line, alone, is "N passed, N failed, N skipped".
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, ensureInstalled, ensureWebBuilt, nodePath, root, run } from './bootstrap.mjs'

const databaseOnly = process.argv.includes('--database-only')
const given = process.argv.slice(2).filter((argument) => argument !== '--database-only')
const projects = databaseOnly ? ['unit', 'race', 'stranger', 'bad-input', 'crash'] : []

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'alongside-report-'))
  const report = join(folder, 'report.json')
  const options = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...projects.flatMap((name) => ['--project', name])]
  try {
    const code = await run(nodePath(), [join(root, 'node_modules', 'vitest', 'vitest.mjs'), ...options, ...given])
    return count(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined, code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A file that could not be loaded has no tests in the report, and an error outside of tests appears only in the exit code. */
function count(report, code) {
  const passed = report?.numPassedTests ?? 0
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
  const unloaded = (report?.testResults ?? []).filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')).length
  const failed = (report?.numFailedTests ?? 0) + unloaded
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped }
}

await command(async () => {
  await ensureInstalled()
  await ensureWebBuilt()
  const checks = databaseOnly || given.length > 0 ? [] : [['bin/check.mjs', '--beside-tests'], ['bin/generate.mjs', '--check']]
  let failedChecks = 0
  for (const check of checks) if ((await run(nodePath(), check)) !== 0) failedChecks += 1
  const tests = await runTests()
  if (failedChecks > 0) console.log('The checks failed; what they said is above the tests.')
  // Each failed check counts, so that the line never says "0 failed" about a failed run.
  console.log(`${tests.passed} passed, ${tests.failed + failedChecks} failed, ${tests.skipped} skipped`)
  return tests.failed + failedChecks > 0 ? 1 : 0
})

import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

if (Number.parseInt(process.versions.node, 10) < 26) throw new Error('The tests run on Node 26: npm test, or npx vitest, which find it.')

/** One for each core of a small machine. A project that does not say it has one less. */
const maxWorkers = 2
const patient = { testTimeout: 60_000, hookTimeout: 60_000 }
// With a database of one's own, the tests of the embedded one say nothing about it.
const elsewhere = process.env['TEST_DATABASE_URL'] ? ['platform/db/embedded.test.ts'] : []

/** A process for file after file: loading the house takes longer than most files. All of it is loaded first, whichever file comes first. */
const together = { isolate: false, setupFiles: ['test/setup/whole-house.ts'] }

const project = (name: string, include: string, more: object = {}) => ({ extends: false as const, test: { name, include: [include], maxWorkers, ...more } })

/** What takes minutes begins first, so that nothing is waited for alone at the end. The unit tests come last, in one row: a process is kept only for a next file of the same project. */
const longest = [/\/test\/crash\//, /\/test\/journeys\/accessibility/, /\/test\/bad-input\//, /\/test\/journeys\//, /\/test\/stranger\//, /\/test\/(race|walls)\//]
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => [...longest, /./].findIndex((pattern) => pattern.test(moduleId))
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    globalSetup: ['test/setup/global.ts'],
    passWithNoTests: true,
    teardownTimeout: 30_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      project('unit', '{kernel,platform,areas,app,db,web}/**/*.test.ts', { exclude: elsewhere, ...together, ...patient }),
      project('walls', 'test/walls/**/*.test.ts', patient),
      project('journeys', 'test/journeys/**/*.test.ts', { ...together, globalSetup: ['test/setup/chromium.ts'], ...patient }),
      project('race', 'test/race/**/*.test.ts', patient),
      project('stranger', 'test/stranger/**/*.test.ts', patient),
      project('bad-input', 'test/bad-input/**/*.test.ts', patient),
      project('crash', 'test/crash/**/*.test.ts', { testTimeout: 600_000, hookTimeout: 120_000 }),
    ],
  },
})

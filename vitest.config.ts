import { defineConfig } from 'vitest/config'

if (Number.parseInt(process.versions.node, 10) < 26) throw new Error('The tests run on Node 26: npm test, or npx vitest, which find it.')

const patient = { testTimeout: 60_000, hookTimeout: 60_000 }
// With a database of one's own, the tests of the embedded one say nothing about it.
const elsewhere = process.env['TEST_DATABASE_URL'] ? ['platform/db/embedded.test.ts'] : []

export default defineConfig({
  test: {
    globalSetup: ['test/setup/global.ts'],
    maxWorkers: 2,
    passWithNoTests: true,
    teardownTimeout: 30_000,
    projects: [
      {
        extends: false,
        test: {
          name: 'unit',
          include: ['{kernel,platform,areas,app,db,web}/**/*.test.ts'],
          exclude: elsewhere,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      { extends: false, test: { name: 'walls', include: ['test/walls/**/*.test.ts'] } },
      { extends: false, test: { name: 'journeys', include: ['test/journeys/**/*.test.ts'], globalSetup: ['test/setup/chromium.ts'], maxWorkers: 2, ...patient } },
      { extends: false, test: { name: 'race', include: ['test/race/**/*.test.ts'], ...patient } },
      { extends: false, test: { name: 'stranger', include: ['test/stranger/**/*.test.ts'], ...patient } },
      { extends: false, test: { name: 'bad-input', include: ['test/bad-input/**/*.test.ts'], ...patient } },
      { extends: false, test: { name: 'crash', include: ['test/crash/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 120_000 } },
    ],
  },
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importKinds } from '../platform/imports/kinds.ts'
import { runCli } from './cli.ts'
import { ConfigProblem, readConfig } from './config.ts'

async function cli(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCli(args, { out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

describe('the command line', () => {
  test('says what it can do', async () => {
    const { code, out } = await cli('--help')
    expect(code).toBe(0)
    for (const name of ['start', 'migrate', 'seed', 'import', 'member', 'key', 'link', 'match', 'plan', 'backup', 'restore', 'doctor']) expect(out).toContain(`  ${name} `)
    // A test of imports that ran in this process before brought things of its own.
    const kinds = importKinds().map((kind) => kind.kind).filter((kind) => kind !== 'things')
    expect(kinds).toContain('candidates')
    for (const kind of kinds) expect((await cli('import', '--help')).out.split('\n')[0]).toContain(kind)
  })
  test('is called wrongly with exit code 2 and a sentence', async () => {
    expect(await cli('nonsense')).toMatchObject({ code: 2, err: 'There is no command “nonsense”. alongside --help lists them.' })
    expect((await cli()).code).toBe(2)
    expect((await cli('import', '--colour', 'red')).code).toBe(2)
    expect((await cli('import')).err).toContain('Say what to import and the file.')
    for (const map of ['name=Company', '{', '7', '{"name":1}']) expect(await cli('import', 'candidates', import.meta.filename, '--map', map)).toMatchObject({ code: 2, err: expect.stringContaining('--map is JSON of our field to your column') })
    expect(await cli('import', 'candidates', import.meta.dirname)).toMatchObject({ code: 1, err: `There is no file ${import.meta.dirname}.` })
    expect(await cli('backup')).toMatchObject({ code: 2, err: expect.stringContaining('Say which file to write.') })
    expect(await cli('restore', 'one', 'two')).toMatchObject({ code: 2, err: expect.stringContaining('Say which file to restore.') })
  })
  test('cannot do it with exit code 1, also as JSON', async () => {
    expect(await cli('import', 'companies', '/nowhere/accounts.csv')).toMatchObject({ code: 1, err: 'There is no file /nowhere/accounts.csv.' })
    expect(await cli('backup', '/nowhere/monday')).toMatchObject({ code: 1, err: 'There is no folder /nowhere.' })
    expect(await cli('restore', '/nowhere/monday')).toMatchObject({ code: 1, err: 'There is no file /nowhere/monday.' })
    const { code, out } = await cli('import', 'companies', '/nowhere/accounts.csv', '--json')
    expect([code, JSON.parse(out)]).toEqual([1, { error: { code: 'failed', message: 'There is no file /nowhere/accounts.csv.' } }])
  })
  test('writes numbers and their signs as one types them, on a page they hold together', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'alongside-test-cli-')), 'plan.json')
    writeFileSync(file, JSON.stringify({ language: 2, name: 'Kuwait', currency: 'KWD', timeZone: 'Asia/Kuwait', components: [{ id: 'each', on: 'sale', pay: { flat: '12.500' } }, { id: 'share', on: 'sale', pay: { percent: '15' } }] }))
    for (const more of [[], ['--json']]) {
      const { code, out } = await cli('plan', 'explain', file, ...more)
      expect([code, out]).toEqual([0, expect.stringContaining('KWD 12.500')])
      expect(out).toContain('15 % of')
      expect(out).not.toContain('\u00a0')
    }
    rmSync(dirname(file), { recursive: true })
  })
  test('has done what was asked where nobody reads to the end, and says nothing about it', { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), '--help'], { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let said = ''
    child.stderr.on('data', (part: Buffer) => (said += part.toString()))
    const [code] = (await once(child, 'close')) as [number]
    expect([code, said]).toEqual([0, ''])
  })
})

describe('the configuration', () => {
  test('has defaults; the demo world is for the embedded database', () => {
    expect(readConfig({})).toMatchObject({ port: 3000, host: '127.0.0.1', demo: true, roles: { web: true, worker: true }, databaseUrl: undefined })
    expect(readConfig({ DATABASE_URL: 'postgresql://a@b/c' }).demo).toBe(false)
    expect(readConfig({ DATABASE_URL: 'postgresql://a@b/c', ALONGSIDE_DEMO: '1' }).demo).toBe(true)
    expect(readConfig({ ALONGSIDE_DEMO: '0', ALONGSIDE_ROLES: 'worker', PORT: '' })).toMatchObject({ demo: false, roles: { web: false, worker: true }, port: 3000 })
  })
  test('says everything that is wrong at once', () => {
    expect(() => readConfig({ PORT: 'abc', DATABASE_URL: 'mysql://x', ALONGSIDE_ROLES: 'cook', ALONGSIDE_URL: 'partners.example.com' })).toThrow(ConfigProblem)
    try {
      readConfig({ PORT: 'abc', DATABASE_URL: 'mysql://x', ALONGSIDE_ROLES: 'cook' })
    } catch (problem) {
      expect((problem as Error).message.split('\n')).toEqual(['PORT must be a number.', 'DATABASE_URL must look like postgresql://user:password@host/database.', 'ALONGSIDE_ROLES is web, worker or web,worker.'])
    }
  })
})

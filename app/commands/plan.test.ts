import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../cli.ts'

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'alongside-plan-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const plan = JSON.stringify({ language: 2, name: 'Try', currency: 'USD', components: [{ id: 'share', on: 'sale', pay: { percent: '10' } }] })
const sale = (id: string, more: object = {}) => JSON.stringify({ id, kind: 'sale', partner: 'P', amount: '5.00', currency: 'USD', at: '2026-01-01', ...more })
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
async function cli(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCli(['plan', ...args], { out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

describe('alongside plan', () => {
  test('takes a file as Windows writes it', async () => {
    const facts = file('windows.jsonl', `\uFEFF${sale('a')}\r\n${sale('b')}\r\n`)
    expect(await cli('run', file('bom.json', `\uFEFF${plan}`), '--facts', facts)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('P  earned 1.00 USD') })
  })
  test.each<[string, string | Buffer, string]>([
    ['empty.json', '', 'is no JSON: the file is empty.'], ['comments.json', '{ // ours\n}', 'JSON has no comments; YAML (a file that ends in .yaml) has.'], ['cut.json', plan.slice(0, -2), 'is no JSON: '], ['list.yaml', '- 1', 'is no YAML: a plan is a map of names and values.'],
    ['wide.json', Buffer.from(`\uFEFF${plan}`, 'utf16le'), 'is not in UTF-8. Save it as UTF-8.'],
  ])('%s cannot be read, and that is said in a sentence, with exit code 1, also as JSON', async (name, content, message) => {
    const path = file(name, content)
    const { code, err } = await cli('check', path)
    expect([code, err]).toEqual([1, expect.stringContaining(message)])
    const json = await cli('check', path, '--json')
    expect([json.code, JSON.parse(json.out)]).toEqual([1, { error: { code: 'failed', message: expect.stringContaining(message) } }])
  })
  test('a folder is no file', async () => expect(await cli('check', folder)).toMatchObject({ code: 1, err: `${folder} is no file.` }))
  test('what is wrong with a plan is findings with exit code 1, in words and as JSON, whatever is asked', async () => {
    const path = file('slip.json', plan.replace('percent', 'percnt'))
    expect(await cli('check', path)).toMatchObject({ code: 1, out: 'WRONG components.0.pay: There is no “percnt” here. You probably meant “percent”.' })
    for (const what of ['check', 'explain', 'run']) expect(JSON.parse((await cli(what, path, '--json')).out)).toEqual({ usable: false, findings: [{ place: 'components.0.pay', level: 'error', problem: 'There is no “percnt” here.', remedy: 'You probably meant “percent”.' }] })
  })
  test('is called wrongly with exit code 2, also as JSON', async () => {
    const path = file('plan.json', plan)
    expect(await cli('run', path, '--colour', '--json')).toMatchObject({ code: 2, out: expect.stringContaining('"code":"wrong_use"') })
    expect(await cli('run', path)).toMatchObject({ code: 2, err: expect.stringContaining('Name the facts with --facts FILE.') })
  })
  test('says that nothing is earned, and which facts were not used, at most so many of them', async () => {
    const path = file('plan.json', plan)
    expect(await cli('run', path, '--facts', file('none.jsonl', ''))).toMatchObject({ code: 0, out: 'Nothing is earned.' })
    const many = await cli('run', path, '--facts', file('many.jsonl', Array.from({ length: 60 }, (_, i) => sale(`s${i}`, { kind: 'sales' })).join('\n')))
    expect(many.code).toBe(1)
    expect(many.out.split('\n')).toHaveLength(52)
    expect(many.out).toContain('NOT USED (line 50): kind: There is no kind “sales”. You probably meant “sale”.\nand 10 more that were not used; --json has them all')
    const about = await cli('run', path, '--facts', file('about.jsonl', JSON.stringify({ id: 'r', kind: 'refund', of: 'nowhere', amount: 'all', at: '2026-01-01' })))
    expect(about.out).toContain('NOT USED “r”: It is about “nowhere”, which is not known.')
  })
  test('tells a thousand facts of many partners one by one in no long time', { timeout: 60_000 }, async () => {
    const facts = file('long.jsonl', Array.from({ length: 1000 }, (_, i) => sale(`s${i}`, { partner: `P${i % 250}`, account: `a${i % 250}` })).join('\n'))
    const before = process.cpuUsage()
    const { code, out } = await cli('run', file('plan.json', plan), '--facts', facts, '--history', '--json')
    const { user } = process.cpuUsage(before)
    expect([code, (JSON.parse(out) as { entries: unknown[] }).entries.length]).toEqual([0, 1000])
    expect(user / 1e6).toBeLessThan(10)
  })
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runCli } from '../cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'alongside-match-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, text: string | Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
async function match(...args: string[]) {
  const said: string[] = []
  const code = await runCli(['match', ...args], { out: (line) => said.push(line), err: (line) => said.push(line) })
  return { code, said: said.join('\n') }
}
const lines = (path: string): string[] => readFileSync(path, 'utf8').trim().split('\r\n')

const crm = file('crm.csv', 'cik,name\n1,Meridian Foods Inc.\n2,Kestrel Systems Ltd\n3,"Northwind, Sons & Co"\n')
const asked = file('asked.csv', '\ufeffquery_id;query;label\nq1;MERIDIAN FOODS;1\nq2;"Kestrel Systems Limited";2\nq3;Zephyr Optics;\nq4;Ostrowind GmbH;3\n')
const linkIt = (out: string, ...more: string[]) => match('link', '--reference', crm, '--key', 'cik', '--name', 'name', '--queries', asked, '--id', 'query_id', '--query', 'query', '--out', out, ...more)

test('links are written with key and probability, and scored against the truth', async () => {
  const out = join(folder, 'links.csv')
  const { code, said } = await linkIt(out, '--json')
  expect([code, JSON.parse(said)]).toEqual([0, { reference: 3, aliases: 0, queries: 4, linked: 2, out }])
  expect(lines(out)[0]).toBe('query_id,cik,probability')
  expect(lines(out)[1]).toMatch(/^q1,1,0\.9\d+$/)
  expect(lines(out)[3]).toMatch(/^q3,,0\.\d+$/)
  const score = await match('eval', '--out', out, '--queries', asked, '--id', 'query_id', '--truth', 'label', '--json')
  expect(JSON.parse(score.said)).toMatchObject({ precision: 1, recall: 2 / 3, right: 2, wrong: 0, missed: 1, n: 4 })
})

test('a row that ends early asks for nothing, and a row of the list without a key is nobody; further columns do no harm', async () => {
  const list = file('short.csv', '\ufeff"cik";"name"\r\n1;"Meridian; Foods Inc."\r\n;Nobody Inc\r\n3\r\n4;Kestrel;more;still more\r\n')
  const short = file('short-asked.csv', Buffer.from('\ufeffquery_id\tquery\r\nq1\tMeridian Foods\r\nq2\r\nq3\t\r\n\r\nq4\tKestrel\tmore\r\nq5\tNobody\r\n', 'utf16le'))
  const out = join(folder, 'short-links.csv')
  const { code, said } = await match('link', '--reference', list, '--key', 'cik', '--name', 'name', '--queries', short, '--id', 'query_id', '--query', 'query', '--out', out, '--json')
  expect([code, JSON.parse(said)]).toEqual([0, { reference: 4, aliases: 0, queries: 5, linked: 2, out }])
  expect(lines(out).slice(1).map((line) => line.split(',').slice(0, 2).join(' '))).toEqual(['q1 1', 'q2 ', 'q3 ', 'q4 4', 'q5 '])
})

test('a former name leads to the company that is called otherwise now', async () => {
  const out = join(folder, 'renamed.csv')
  const aliases = file('aliases.csv', 'former_name,current_name\nOstrowind,"Northwind, Sons & Co"\nNobody,Nobody Else\n')
  expect((await linkIt(out, '--aliases', aliases)).code).toBe(0)
  expect(lines(out)[4]).toMatch(/^q4,3,0\.9\d+$/)
})

test('rows that are one get the id of the first, by name alone and by address, and by the plain matcher', async () => {
  const list = file('list.csv', 'id,name,street,tel,truth\na,Sunny Days Day Care,12 Oak Street,555-0101,x\nb,Harbor School,1 Pier Rd,555-0444,y\nc,Sunny Days Daycare Inc.,12 Oak St,5550101,x\nd,,,,z\n')
  const out = join(folder, 'clusters.csv')
  const { said } = await match('dedupe', '--in', list, '--id', 'id', '--name', 'name', '--address', 'street', '--phone', 'tel', '--out', out, '--json')
  expect(JSON.parse(said)).toMatchObject({ rows: 4, clusters: 3, one: 'company' })
  expect(lines(out)).toEqual(['id,cluster', 'a,a', 'b,b', 'c,a', 'd,d'])
  expect(JSON.parse((await match('eval', '--out', out, '--in', list, '--id', 'id', '--truth', 'truth', '--json')).said)).toMatchObject({ precision: 1, recall: 1, perEntity: { f1: 1 } })
  const plain = await match('dedupe', '--method', 'trigram', '--truth', 'truth', '--in', list, '--id', 'id', '--name', 'name', '--out', out, '--json')
  expect(JSON.parse(plain.said)).toMatchObject({ rows: 4, from: expect.any(Number) as number })
})

test.each([
  ['no task', [], 2, 'Say link, dedupe or eval.'],
  ['no file', ['link'], 2, 'Say --key.'],
  ['a file that is not there', ['dedupe', '--in', '/nowhere.csv', '--id', 'id', '--name', 'name', '--out', '/tmp/x.csv'], 1, 'There is no file /nowhere.csv.'],
  ['a column that is not there', ['dedupe', '--in', crm, '--id', 'id', '--name', 'name', '--out', join(folder, 'no.csv')], 1, 'has no column “id”; it has cik, name.'],
  ['a threshold that is none', ['dedupe', '--in', crm, '--id', 'cik', '--name', 'name', '--at-least', '7', '--out', join(folder, 'no.csv')], 2, '--at-least is a number from 0 to 1.'],
  ['another kind of one', ['dedupe', '--in', crm, '--id', 'cik', '--name', 'name', '--one', 'planet', '--out', join(folder, 'no.csv')], 2, '--one is company or group.'],
  ['an empty file', ['dedupe', '--in', file('empty.csv', ''), '--id', 'id', '--name', 'name', '--out', join(folder, 'no.csv')], 1, 'The file is empty.'],
  ['a picture', ['dedupe', '--in', file('zip.csv', Buffer.from([0x50, 0x4b, 3, 4, 0])), '--id', 'id', '--name', 'name', '--out', join(folder, 'no.csv')], 1, 'not a CSV file'],
  ['a place that cannot be written', ['dedupe', '--in', crm, '--id', 'cik', '--name', 'name', '--out', '/nowhere/x.csv'], 1, '/nowhere/x.csv'],
] as const)('%s is said plainly', async (_, args, code, sentence) => {
  const result = await match(...args)
  expect(result.said).toContain(sentence)
  expect(result.code).toBe(code)
})

// The laws of the house (docs/tour.md), kept by machine. Each is shown to catch a planted violation.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { documentFaults, loadDocuments, onDisk } from './document-law.ts'
import { payloadFaults } from './event-law.ts'
import { areaOrder, importFaults, packageFaults } from './import-law.ts'
import { purityFaults } from './purity-law.ts'
import { schemaFaults, tablesOf, viewFaults } from './schema-law.ts'
import { loadSources, root, virtual, type Source } from './source.ts'
import { effectFaults, environmentFaults, medianLines, sizeFaults, styleFaults } from './style-law.ts'
import { conflictFaults, exceptions, owners, tableFaults, unnamedWorkspaceFaults, unusedExceptions } from './table-law.ts'

let sources: Source[]
let schema: string
let tables: Set<string>
const text = (path: string) => readFileSync(join(root, path), 'utf8')

beforeAll(async () => {
  sources = await loadSources()
  schema = text('db/schema.sql')
  tables = new Set(tablesOf(schema).map((table) => table.name))
})

test('the walls see the whole house', () => {
  const count = (room: string) => sources.filter((source) => source.path.startsWith(`${room}/`)).length
  for (const room of ['kernel', 'platform', 'areas', 'app', 'db', 'web', 'test', 'bin']) expect(count(room), room).toBeGreaterThan(2)
  expect(tables.size).toBeGreaterThan(25)
})

describe('who imports whom', () => {
  const order = ['companies', 'partners', 'referrals']

  test('kernel ← platform ← areas ← app, and areas by their doors, in order', () => {
    const areas = areaOrder(sources.find((source) => source.path === 'app/areas.ts')!)
    expect(areas).toContain('referrals')
    expect(importFaults(sources, areas)).toEqual([])
  })

  test('packages are declared where they are used', () => {
    expect(packageFaults(sources, JSON.parse(text('package.json')))).toEqual([])
  })

  test.each([
    ['kernel/money.ts', `import { read } from '../platform/db/transact.ts'`, 'the kernel imports itself only'],
    ['platform/mail/layout.ts', `import { partnerById } from '../../areas/partners/index.ts'`, 'never heard of a partner'],
    ['platform/mail/layout.ts', `import type { PartnerRow } from '../../areas/partners/index.ts'`, 'never heard of a partner'],
    ['areas/referrals/reply.ts', `import { partnerById } from '../partners/store.ts'`, 'through its door'],
    ['areas/referrals/reply.ts', `export { partnerById } from '../partners/store.ts'`, 'through its door'],
    ['areas/referrals/reply.ts', `const store = await import('../partners/store.ts')`, 'through its door'],
    ['areas/companies/store.ts', `import { partnerById } from '../partners/index.ts'`, 'not above'],
    ['areas/companies/store.ts', `import { createApp } from '../../app/app.ts'`, 'only the app knows the app'],
    ['areas/companies/store.ts', `import { testServer } from '../../test/setup/server.ts'`, 'only tests'],
    ['areas/shadow/store.ts', `import { partnerById } from '../partners/index.ts'`, 'not in app/areas.ts'],
    ['web/main.tsx', `import { count } from '../kernel/text.ts'`, 'the staff app imports itself'],
    ['app/app.ts', `import { theme } from '../web/theme.ts'`, 'nothing imports the staff app'],
    ['app/app.ts', `import { partnerById } from '../areas/partners/store.ts'`, 'through its door'],
  ])('planted: %s with %s', (path, line, why) => {
    expect(importFaults([virtual(path, line)], order)).toEqual([expect.stringContaining(why)])
  })

  test('what the law allows is let through', () => {
    const good = [
      virtual('areas/referrals/reply.ts', `import { partnerById } from '../partners/index.ts'; import { read } from '../../platform/db/transact.ts'; import './rules.ts'; import { z } from 'zod'`),
      virtual('areas/companies/companies.test.ts', `import { testServer } from '../../test/setup/server.ts'; import { part } from '../referrals/index.ts'`),
      virtual('app/app.ts', `import { part } from '../areas/referrals/index.ts'; import { openDatabase } from '../platform/db/pool.ts'`),
    ]
    expect(importFaults(good, order)).toEqual([])
  })

  test('planted: a package that nobody declared, and a test tool in what is served', () => {
    const manifest = { dependencies: { zod: '1' }, devDependencies: { vitest: '1' } }
    expect(packageFaults([virtual('areas/a/b.ts', `import x from 'left-pad'; import { z } from 'zod'; import 'node:fs'`)], manifest)).toHaveLength(1)
    expect(packageFaults([virtual('areas/a/b.ts', `import { test } from 'vitest'`), virtual('areas/a/b.test.ts', `import { test } from 'vitest'`)], manifest)).toHaveLength(1)
  })
})

describe('rules are pure', () => {
  test('no clock, chance, environment, waiting or SQL in any rules.ts', () => {
    expect(sources.filter((source) => source.path.endsWith('/rules.ts')).length).toBeGreaterThan(5)
    expect(purityFaults(sources)).toEqual([])
  })

  test.each([
    [`export const late = (at: Temporal.Instant) => Temporal.Now.instant() > at`, 'asks the clock'],
    [`export const today = () => new Date()`, 'uses Date'],
    [`export const today = () => Date.now()`, 'uses Date'],
    [`export const pick = (n: number) => Math.floor(Math.random() * n)`, 'throws dice'],
    [`export const days = () => Number(process.env['DAYS'])`, 'uses process'],
    [`export async function decide() {}`, 'waits'],
    [`export const decide = async () => 1`, 'waits'],
    [`import { sql } from 'kysely'\nexport const q = sql\`select 1\``, 'imports kysely'],
    [`import { read } from '../../platform/db/transact.ts'`, 'rules import the kernel'],
    [`import { newId } from '../../kernel/ids.ts'\nexport const id = () => newId()`, 'uses newId'],
  ])('planted: %s', (line, why) => {
    expect(purityFaults([virtual('areas/referrals/rules.ts', line)]).join('\n')).toContain(why)
  })

  test('planted: impurity behind a file that the rules import', () => {
    const faults = purityFaults([virtual('areas/referrals/rules.ts', `import { now } from './moment.ts'\nexport const late = () => now()`), virtual('areas/referrals/moment.ts', `export const now = () => Temporal.Now.instant()`)])
    expect(faults).toEqual([expect.stringContaining('areas/referrals/moment.ts:1 asks the clock')])
  })

  test('a property that is called like a clock is none', () => {
    expect(purityFaults([virtual('areas/referrals/rules.ts', `export const of = (f: { Date: string; process: string }) => f.Date + f.process`)])).toEqual([])
  })
})

describe('a table has one owner', () => {
  test('each table has one, and no one else writes it; who else reads it is listed with the reason', () => {
    expect(Object.keys(owners).filter((table) => !tables.has(table))).toEqual([])
    expect(tableFaults(sources, tables)).toEqual([])
    expect(unusedExceptions(sources, tables)).toEqual([])
    for (const { why } of exceptions) expect(why.length).toBeGreaterThan(20)
  })

  test('every query names the workspace', () => {
    expect(unnamedWorkspaceFaults(sources, tables)).toEqual([])
  })

  test('the predicate of a partial index stands in the statement', () => {
    expect(conflictFaults(sources)).toEqual([])
    expect(conflictFaults([virtual('areas/a/b.ts', `q.insertInto('claim').onConflict((c) => c.columns(['a']).where('state', '=', 'held').doNothing())`)])).toHaveLength(1)
    expect(conflictFaults([virtual('areas/a/b.ts', `q.insertInto('claim').onConflict((c) => c.columns(['a']).where('state', '=', sql.lit('held')).where('x', 'is', null).doNothing())`)])).toEqual([])
  })

  const own = new Set(['partner', 'referral', 'claim'])
  test.each([
    ['areas/coselling/a.ts', `r.q.selectFrom('referral').selectAll().where('workspace_id', '=', w)`, 'reads referral'],
    ['areas/coselling/a.ts', `r.q.selectFrom('claim as c').innerJoin('referral as f', (j) => j)`, 'reads referral'],
    ['areas/coselling/a.ts', `tx.q.updateTable('partner').set({})`, 'writes partner'],
    ['areas/coselling/a.ts', `tx.q.insertInto('partner').values({})`, 'writes partner'],
    ['areas/coselling/a.ts', 'sql`delete from referral where id = ${id}`', 'writes referral'],
    ['areas/coselling/a.ts', 'sql`select 1 from claim c join public.referral f on true`', 'reads referral'],
    ['platform/jobs/a.ts', `pool.query('select id from partner')`, 'reads partner'],
  ])('planted: %s with %s', (path, line, why) => {
    expect(tableFaults([virtual(path, line)], own, [])).toEqual([expect.stringContaining(why)])
  })

  test('planted: an exception allows reading, never writing', () => {
    const allowed = [{ room: 'areas/coselling', tables: ['referral'], why: 'for the test' }]
    expect(tableFaults([virtual('areas/coselling/a.ts', `r.q.selectFrom('referral')`)], own, allowed)).toEqual([])
    expect(tableFaults([virtual('areas/coselling/a.ts', `r.q.deleteFrom('referral')`)], own, allowed)).toHaveLength(1)
    expect(unusedExceptions([virtual('areas/coselling/a.ts', `1`)], own, allowed)).toHaveLength(1)
  })

  test('planted: a table that nobody owns', () => {
    expect(tableFaults([], new Set(['shadow']), [])).toEqual([expect.stringContaining('shadow has no owner')])
  })

  test('planted: a query that does not name the workspace', () => {
    expect(unnamedWorkspaceFaults([virtual('areas/referrals/a.ts', `r.q.selectFrom('referral').select('id').where('id', '=', id).execute()`)], own)).toHaveLength(1)
    expect(unnamedWorkspaceFaults([virtual('areas/referrals/a.ts', `r.q.selectFrom('referral').select('id').where('workspace_id', '=', w).execute()`)], own)).toEqual([])
  })
})

describe('style', () => {
  test('no any, no default export, nothing unfinished, no syntax that needs a compiler, kebab-case', () => {
    expect(styleFaults(sources)).toEqual([])
  })

  test('files are small', () => {
    expect(sizeFaults(sources)).toEqual([])
    expect(medianLines(sources)).toBeLessThan(80)
  })

  test('the environment is read once, in app/', () => {
    expect(environmentFaults(sources, ['platform/db/embedded-binaries.ts'])).toEqual([])
  })

  test.each([
    ['areas/a/b.ts', `export const f = (x: any) => x`, 'says any'],
    ['areas/a/b.ts', `export const f = (x: unknown) => x as any[]`, 'says any'],
    ['areas/a/b.ts', `export default 1`, 'default export'],
    ['areas/a/b.ts', `// TODO: later`, 'unfinished'],
    ['areas/a/b.ts', `export enum State { Open }`, 'enum'],
    ['areas/a/b.ts', `export class A { constructor(private a: string) {} }`, 'parameter property'],
    ['areas/a/fileName.ts', `1`, 'kebab-case'],
  ])('planted: %s with %s', (path, line, why) => {
    expect(styleFaults([virtual(path, line)])).toEqual([expect.stringContaining(why)])
  })

  test('an effect returns nothing but what cleans up', () => {
    expect(effectFaults(sources)).toEqual([])
    expect(effectFaults([virtual('web/a.tsx', `useEffect(() => nav.scrollIntoView(), [])`)])).toEqual([expect.stringContaining('web/a.tsx')])
    expect(effectFaults([virtual('web/a.tsx', `useEffect(() => void load(), []); useEffect(() => { go(); return () => stop() }, [])`)])).toEqual([])
  })

  test('planted: a setting read on the side, and a file too long', () => {
    expect(environmentFaults([virtual('areas/a/b.ts', `const x = process.env['X']`)], [])).toHaveLength(1)
    expect(sizeFaults([virtual('areas/a/b.ts', 'const x = 1\n'.repeat(401).replaceAll('const x', 'x'))])).toHaveLength(1)
  })
})

describe('the key law', () => {
  test('every table leads its keys with workspace_id and is closed; views run as who asks', () => {
    expect(schemaFaults(schema)).toEqual([])
    expect(viewFaults(schema)).toEqual([])
  })

  const closed = `alter table public.t enable row level security, force row level security;
create policy workspace_only on public.t as permissive for all to public using ((workspace_id = (current_setting('alongside.workspace'::text))::uuid)) with check ((workspace_id = (current_setting('alongside.workspace'::text))::uuid));`
  const table = (lines: string[], rest = closed) => `create table public.t (\n${lines.map((line) => `  ${line}`).join(',\n')}\n);\n${rest}\n`
  const key = ['workspace_id uuid not null', 'id uuid not null', 'constraint t_pkey PRIMARY KEY (workspace_id, id)']

  test('a lawful table is let through', () => {
    expect(schemaFaults(table([...key, 'constraint t_x UNIQUE NULLS NOT DISTINCT (workspace_id, x)'], `CREATE INDEX t_a ON public.t USING btree (workspace_id, a);\n${closed}`))).toEqual([])
  })

  test.each([
    ['no workspace', table(['id uuid not null', 'constraint t_pkey PRIMARY KEY (id)']), 'has no workspace_id'],
    ['a primary key of its own', table(['workspace_id uuid not null', 'id uuid not null', 'constraint t_pkey PRIMARY KEY (id)']), 'primary key'],
    ['a unique key across workspaces', table([...key, 'constraint t_name UNIQUE (name)']), 't_name'],
    ['a foreign key across workspaces', table([...key, 'constraint t_p FOREIGN KEY (p) REFERENCES p(id)']), 't_p'],
    ['an index across workspaces', table(key, `CREATE INDEX t_a ON public.t USING btree (a, workspace_id);\n${closed}`), 't_a'],
    ['no protection', table(key, ''), 'row-level security'],
    ['security that is not forced', table(key, closed.replace(', force row level security', '')), 'forced'],
    ['a policy that lets all through', table(key, `${closed}\ncreate policy more on public.t as permissive for all to public using (true);`), 'more than that'],
    ['a policy that checks nothing', table(key, closed.replace(/with check .*$/m, ';')), 'not closed'],
  ])('planted: %s', (_, sql, why) => {
    expect(schemaFaults(sql).join('\n')).toContain(why)
  })

  test('planted: a view that runs as its owner', () => {
    expect(viewFaults('create view public.v as select 1')).toHaveLength(1)
    expect(viewFaults('create view public.v with (security_invoker = true) as select 1')).toEqual([])
  })
})

describe('events name no people', () => {
  test('no payload holds a name, an address or words of a person', () => {
    expect(payloadFaults(sources)).toEqual([])
  })

  test.each([
    `record(tx, { type: 'a.b', subject, payload: { email: contact.email } })`,
    `record(tx, { type: 'a.b', subject, payload: { contactId, contactName: contact.name } })`,
    `record(tx, { type: 'a.b', subject, payload: { ...(x ? { phone } : {}) } })`,
    `record(tx, { type: 'a.b', subject, payload: { name: member.name } })`,
  ])('planted: %s', (line) => {
    expect(payloadFaults([virtual('areas/a/b.ts', line)])).toHaveLength(1)
  })

  test('planted: the type of a payload', () => {
    expect(payloadFaults([virtual('areas/a/events.ts', `export type Joined = { memberId: string; email: string }`)])).toHaveLength(1)
  })
})

describe('documents', () => {
  test('every link and every path they name is there', () => {
    expect(documentFaults(loadDocuments(root), onDisk(root))).toEqual([])
  })

  test('planted: a dead link and a dead path', () => {
    const there = (path: string) => ['docs/tour.md', 'areas/referrals', 'areas/referrals/rules.ts'].includes(path)
    const say = (body: string) => documentFaults([{ path: 'docs/tour.md', text: body }], there)
    expect(say('See [the guide](guides/gone.md).')).toHaveLength(1)
    expect(say('The rules are in `areas/referrals/rulez.ts`.')).toHaveLength(1)
    expect(say('See [here](#top), [there](https://example.com), [this](tour.md#x) and `areas/referrals/rules.ts`, `areas/referrals/`, `areas/referrals/*.ts`.')).toEqual([])
  })
})

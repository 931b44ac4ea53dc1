// Tries, as the app role in one workspace, to see and touch the rows of another, table by table.
import type { Client } from 'pg'
import { businessTables } from './catalogue.ts'

const RLS_VIOLATION = '42501'

/** Takes away what has nothing to do with isolation and would ask for sensible rows: checks, foreign keys, triggers. For a clone only. */
export async function loosen(client: Client): Promise<void> {
  for (const table of await businessTables(client)) {
    const constraints = await client.query<{ conname: string }>(`select conname from pg_constraint where conrelid = $1::regclass and contype in ('f', 'c') order by contype desc`, [`public.${table}`])
    for (const { conname } of constraints.rows) await client.query(`alter table public.${table} drop constraint if exists "${conname}" cascade`)
    const triggers = await client.query<{ tgname: string }>(`select tgname from pg_trigger where tgrelid = $1::regclass and not tgisinternal`, [`public.${table}`])
    for (const { tgname } of triggers.rows) await client.query(`drop trigger if exists "${tgname}" on public.${table}`)
  }
}

const dummies: Record<string, string> = {
  uuid: 'gen_random_uuid()', text: `'x' || gen_random_uuid()`, int2: '1', int4: '1', int8: '1', bool: 'true', timestamptz: 'now()', date: 'current_date', jsonb: `'{}'`, bytea: `decode(md5(random()::text), 'hex')`,
  numeric: '1', _text: `'{}'`, daterange: `'[2026-01-01,2026-02-01)'`, tstzrange: `'[2026-01-01,2026-02-01)'`,
}

/** An insert of a made-up row that names a workspace. */
async function insertOf(client: Client, table: string, workspace: string): Promise<string> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select a.attname as name, t.typname as type from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull and not a.atthasdef and a.attgenerated = ''`, [`public.${table}`])
  const value = ({ name, type }: { name: string; type: string }) => {
    if (name === 'workspace_id') return `'${workspace}'`
    const dummy = dummies[type]
    if (!dummy) throw new Error(`no made-up value for ${type} of ${table}.${name}`)
    return dummy
  }
  return `insert into public.${table} (${rows.map((row) => `"${row.name}"`).join(', ')}) values (${rows.map(value).join(', ')})`
}

/** One row of each table in each workspace, written as the app writes. */
export async function fill(client: Client, workspaces: string[]): Promise<void> {
  for (const workspace of workspaces)
    await asApp(client, workspace, async () => {
      for (const table of await businessTables(client)) await client.query(await insertOf(client, table, workspace))
    }, 'commit')
}

async function asApp<T>(client: Client, workspace: string | undefined, work: () => Promise<T>, end: 'commit' | 'rollback' = 'rollback'): Promise<T> {
  await client.query(`begin; set local role alongside_app${workspace ? `; set local alongside.workspace = '${workspace}'` : ''}`)
  try {
    return await work()
  } finally {
    await client.query(end)
  }
}

/** The error's code, or what came back. */
async function attempt(client: Client, sql: string): Promise<{ code: string } | { rows: Record<string, unknown>[]; count: number }> {
  await client.query('savepoint attempt')
  try {
    const result = await client.query<Record<string, unknown>>(sql)
    await client.query('release savepoint attempt')
    return { rows: result.rows, count: result.rowCount ?? 0 }
  } catch (error) {
    await client.query('rollback to savepoint attempt')
    return { code: (error as { code?: string }).code ?? 'none' }
  }
}

/** What `own` can see or do of `other`, in every table. */
export async function leaks(client: Client, own: string, other: string): Promise<string[]> {
  const faults: string[] = []
  for (const table of await businessTables(client)) {
    await asApp(client, own, async () => {
      const say = (what: string) => void faults.push(`${table}: ${what}`)
      const seen = await attempt(client, `select count(*)::int as n, count(*) filter (where workspace_id = '${other}')::int as foreign_rows from public.${table}`)
      if ('code' in seen || seen.rows[0]?.['n'] !== 1) say('its own row is not seen')
      if ('rows' in seen && seen.rows[0]?.['foreign_rows'] !== 0) say('a foreign row is seen')
      // A privilege that the role does not have refuses with the same code as the policy does.
      const touched = (result: Awaited<ReturnType<typeof attempt>>) => ('code' in result ? result.code !== RLS_VIOLATION : result.count > 0)
      if (touched(await attempt(client, `update public.${table} set workspace_id = workspace_id where workspace_id = '${other}'`))) say('a foreign row is changed')
      if (touched(await attempt(client, `delete from public.${table} where workspace_id = '${other}'`))) say('a foreign row is deleted')
      if (touched(await attempt(client, `update public.${table} set workspace_id = '${other}'`))) say('an own row is moved away')
      if (touched(await attempt(client, await insertOf(client, table, other)))) say('a row is written for another workspace')
      if (touched(await attempt(client, `truncate public.${table}`))) say('it is emptied')
    })
    for (const [how, workspace] of [['no workspace is set', undefined], ['a workspace of nobody is set', '00000000-0000-7000-8000-000000000000']] as const)
      await asApp(client, workspace, async () => {
        const seen = await attempt(client, `select from public.${table}`)
        if ('rows' in seen && (workspace === undefined || seen.count > 0)) faults.push(`${table}: it is open when ${how}`)
        const written = await attempt(client, await insertOf(client, table, other))
        if (!('code' in written)) faults.push(`${table}: it can be written when ${how}`)
      })
  }
  return faults
}

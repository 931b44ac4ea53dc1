// Isolation below the code: even SQL that forgets the workspace sees one workspace. Each promise is shown to notice its own breaking.
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { cloneDatabase, type Clone } from '../setup/database.ts'
import { businessTables, roleFaults, tableFaults } from './catalogue.ts'
import { fill, leaks, loosen } from './leaks.ts'

const [maven, harbour] = [newId(), newId()]
let clone: Clone
let client: Client

beforeAll(async () => {
  clone = await cloneDatabase()
  client = new Client({ connectionString: clone.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await clone.drop()
})

/** What is found while a mutation holds, in a transaction that is taken back. */
async function withMutation(mutation: string, faults: (client: Client) => Promise<string[]>): Promise<string[]> {
  try {
    await client.query(`begin; ${mutation}`)
    return await faults(client)
  } finally {
    await client.query('rollback')
  }
}

test('every table is closed by the workspace, and its keys and indexes lead with it', async () => {
  expect((await businessTables(client)).length).toBeGreaterThan(25)
  expect(await tableFaults(client)).toEqual([])
})

test('the app role owns nothing, becomes nobody and reaches only business rows', async () => {
  expect(await roleFaults(client)).toEqual([])
})

test('one identity workspace row is seen, and none without a workspace', async () => {
  for (const [id, slug] of [[maven, 'maven'], [harbour, 'harbour']])
    await client.query(`insert into identity.workspace (id, slug, name, currency, time_zone, calendar) values ($1, $2, $2, 'EUR', 'Europe/Berlin', '{}')`, [id, slug])
  await client.query(`begin; set local role alongside_app; set local alongside.workspace = '${maven}'`)
  expect((await client.query('select id from identity.workspace')).rows).toEqual([{ id: maven }])
  expect((await client.query(`update identity.workspace set name = 'x' where id = $1`, [harbour])).rowCount).toBe(0)
  await client.query('rollback')
  for (const table of ['person', 'session', 'sign_in_link', 'passkey', 'membership', 'challenge', 'attempt']) {
    await client.query(`begin; set local role alongside_app; set local alongside.workspace = '${maven}'`)
    await expect(client.query(`select from identity.${table}`), table).rejects.toMatchObject({ code: '42501' })
    await client.query('rollback')
  }
  await client.query('begin; set local role alongside_app')
  await expect(client.query('select from identity.workspace')).rejects.toThrow()
  await client.query('rollback')
})

describe('rows of two workspaces', () => {
  beforeAll(async () => {
    await loosen(client)
    await fill(client, [maven, harbour])
  })

  test('neither sees, changes, deletes or writes what is the other\'s, in any table', async () => {
    expect(await leaks(client, maven, harbour)).toEqual([])
    expect(await leaks(client, harbour, maven)).toEqual([])
  })

  test('after a transaction the workspace is forgotten, and the next one without it fails', async () => {
    await client.query(`begin; set local role alongside_app; set local alongside.workspace = '${maven}'; commit`)
    await client.query('begin; set local role alongside_app')
    await expect(client.query('select from referral')).rejects.toThrow()
    await client.query('rollback')
  })

  test.each([
    ['the policy is dropped', 'drop policy workspace_only on referral', 'referral: 0 policies'],
    ['security is disabled', 'alter table referral disable row level security', 'referral: row-level security is not enabled'],
    ['security is not forced', 'alter table referral no force row level security', 'referral: row-level security is not forced'],
    ['a second policy lets all through', 'create policy more on referral using (true)', 'referral: 1 policies on the workspace, and 2 in all'],
    ['the policy reads another setting', `alter policy workspace_only on referral using (workspace_id = current_setting('alongside.other')::uuid)`, 'referral: 0 policies'],
    ['an index leads elsewhere', 'create index astray on referral (partner_id, workspace_id)', 'astray does not lead'],
    ['a unique key spans workspaces', 'alter table partner add unique (name)', 'does not lead'],
    ['a foreign key spans workspaces', 'alter table referral add foreign key (id) references identity.person not valid', 'does not lead'],
    ['a table is made without protection', 'create table shadow (workspace_id uuid not null, id uuid, primary key (workspace_id, id))', 'shadow: row-level security'],
    ['a view runs as its owner', 'create view everybody as select * from referral', 'everybody: the view'],
  ])('noticed: %s', async (_, mutation, fault) => {
    expect((await withMutation(mutation, tableFaults)).join('\n')).toContain(fault)
    expect(await tableFaults(client)).toEqual([])
  })

  test.each([
    ['the app role sees into identities', 'grant select on identity.person to alongside_app', 'reaches identity.person'],
    ['the app role may empty tables', 'grant truncate on referral to alongside_app', 'truncate'],
    ['a function runs as its owner', `create function house.peek() returns bigint language sql security definer as 'select count(*) from public.referral'`, 'house.peek() runs as its owner'],
  ])('noticed: %s', async (_, mutation, fault) => {
    expect((await withMutation(mutation, roleFaults)).join('\n')).toContain(fault)
  })

  test.each([
    ['security is disabled', 'alter table referral disable row level security', 'alter table referral enable row level security', ['a foreign row is seen', 'a foreign row is changed', 'a row is written for another workspace']],
    ['the policy lets all through', 'alter policy workspace_only on referral using (true) with check (true)', `alter policy workspace_only on referral using (workspace_id = current_setting('alongside.workspace')::uuid) with check (workspace_id = current_setting('alongside.workspace')::uuid)`, ['a foreign row is seen', 'an own row is moved away', 'open when no workspace is set']],
    ['the policy checks no writing', 'alter policy workspace_only on referral with check (true)', `alter policy workspace_only on referral with check (workspace_id = current_setting('alongside.workspace')::uuid)`, ['a row is written for another workspace']],
  ])('felt in the rows: %s', async (_, mutation, undo, felt) => {
    await client.query(mutation)
    const found = (await leaks(client, maven, harbour)).join('\n')
    await client.query(undo)
    for (const what of felt) expect(found).toContain(`referral: ${what.startsWith('open') ? `it is ${what}` : what}`)
    expect(await leaks(client, maven, harbour)).toEqual([])
  })
})

import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { checkSeals, verifyLedger } from '../../areas/ledger/index.ts'
import { pending } from '../../platform/db/migrate.ts'
import { read } from '../../platform/db/transact.ts'
import { isSecretLost } from '../../platform/links/links.ts'
import { operatorCtx, withDatabase, type Command } from './command.ts'

type Finding = { check: string; ok: boolean; detail: string }

export const doctor: Command = {
  name: 'doctor', summary: 'check the installation: database, schema, isolation, ledger, mail, jobs', usage: '',
  options: {},
  run: (call) =>
    withDatabase(async (db, config) => {
      const findings: Finding[] = []
      const check = (name: string, ok: boolean, detail: string) => {
        findings.push({ check: name, ok, detail })
        call.say(`${ok ? 'ok  ' : 'BAD '} ${name.padEnd(22)} ${detail}`)
      }
      const server = (await db.pool.query<{ v: string; fsync: string; su: boolean }>("select current_setting('server_version') as v, current_setting('fsync') as fsync, (select rolsuper from pg_roles where rolname = current_user) as su")).rows[0]!
      check('PostgreSQL', Number.parseInt(server.v, 10) >= 15, `${server.v}${config.databaseUrl ? '' : `, embedded in ${realpathSync(join(config.dataDir, 'postgres', 'cluster'))}`}`)
      check('durability', server.fsync === 'on', `fsync is ${server.fsync}`)
      if (config.databaseUrl) check('login role', !server.su, server.su ? 'is a superuser, which row-level security does not bind; use an ordinary owner' : 'is bound by row-level security')
      const waiting = await pending(db.url)
      check('schema', waiting.length === 0, waiting.length === 0 ? 'current' : `waiting: ${waiting.join(', ')}`)
      const open = (await db.pool.query<{ relname: string }>("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and not (relrowsecurity and relforcerowsecurity)")).rows
      check('isolation', open.length === 0, open.length === 0 ? 'every business table is closed per workspace' : `open: ${open.map((row) => row.relname).join(', ')}`)
      const stuck = (await db.pool.query<{ n: string }>('select count(*) as n from graphile_worker.jobs where attempts >= max_attempts')).rows[0]!
      check('jobs', Number(stuck.n) === 0, `${stuck.n} gave up`)
      for (const workspace of await db.sql.selectFrom('identity.workspace').select(['id', 'slug']).execute()) {
        const result = await read(operatorCtx(db, workspace.id), (r) => verifyLedger(r))
        check(`ledger of ${workspace.slug}`, result.problems.length === 0, result.problems.length === 0 ? 'balances' : result.problems.slice(0, 3).join('; '))
        const seals = await read(operatorCtx(db, workspace.id), (r) => checkSeals(r))
        check(`seals of ${workspace.slug}`, seals.problems.length === 0, seals.problems.length === 0 ? `${seals.sealed} journals are as they were sealed` : seals.problems.slice(0, 3).join('; '))
        const mails = await read(operatorCtx(db, workspace.id), (r) => r.q.selectFrom('mail').select((w) => w.fn.countAll<bigint>().as('n')).where('workspace_id', '=', workspace.id).where('state', 'in', ['failed', 'unsure']).executeTakeFirstOrThrow())
        const isLost = await read(operatorCtx(db, workspace.id), (r) => isSecretLost(r))
        check(`links of ${workspace.slug}`, !isLost, isLost ? 'were made under another secret: mails go out without them; restore ALONGSIDE_SECRET or the file secret in ALONGSIDE_DATA' : 'can be written into mails')
        check(`mail of ${workspace.slug}`, true, `${mails.n} failed or unsure`)
      }
      return { json: { findings }, ok: findings.every((f) => f.ok) }
    }, { migrate: false }),
}

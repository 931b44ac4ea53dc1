// What the database itself promises about isolation, read from its catalogue. Each function returns the places where the promise is broken.
import type { Client } from 'pg'

const appRole = 'alongside_app'

async function names(client: Client, sql: string, values: unknown[] = []): Promise<string[]> {
  return (await client.query<{ fault: string }>(sql, values)).rows.map((row) => row.fault)
}

/** Tables of the schema `public`, by name. */
export const businessTables = (client: Client): Promise<string[]> =>
  names(client, `select relname as fault from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`)

/** Unique keys and indexes that may lead with something else; reviewed one by one. */
const leadingElsewhere: string[] = []

/** Row-level security enabled and forced with one policy on the workspace; every key and index led by the workspace. */
export async function tableFaults(client: Client): Promise<string[]> {
  const first = (attributes: string, table: string) => `(select attname from pg_attribute where attrelid = ${table} and attnum = (${attributes})[0])`
  const firstOfArray = (attributes: string, table: string) => `(select attname from pg_attribute where attrelid = ${table} and attnum = (${attributes})[1])`
  return [
    ...(await names(client, `select relname || ': row-level security is not ' || case when relrowsecurity then 'forced' else 'enabled' end as fault from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)`)),
    ...(await names(client, `select c.relname || ': ' || count(p.polname) || ' policies on the workspace, and ' || (select count(*) from pg_policy o where o.polrelid = c.oid) || ' in all' as fault
      from pg_class c left join pg_policy p on p.polrelid = c.oid and p.polcmd = '*' and p.polpermissive and p.polroles = '{0}'
        and pg_get_expr(p.polqual, p.polrelid) = '(workspace_id = (current_setting(''alongside.workspace''::text))::uuid)'
        and pg_get_expr(p.polwithcheck, p.polrelid) = '(workspace_id = (current_setting(''alongside.workspace''::text))::uuid)'
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      group by c.oid, c.relname having count(p.polname) <> 1 or (select count(*) from pg_policy o where o.polrelid = c.oid) <> 1`)),
    ...(await names(client, `select c.relname || ' has no primary key' as fault from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')`)),
    ...(await names(client, `select i.indrelid::regclass || ': ' || i.indexrelid::regclass || ' does not lead with workspace_id' as fault from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'public'::regnamespace and coalesce(${first('i.indkey', 'i.indrelid')}, '') <> 'workspace_id' and not (i.indexrelid::regclass::text = any($1))`, [leadingElsewhere])),
    ...(await names(client, `select k.conrelid::regclass || ': ' || k.conname || ' does not lead with workspace_id on both sides' as fault from pg_constraint k join pg_class c on c.oid = k.conrelid
      where c.relnamespace = 'public'::regnamespace and k.contype = 'f' and not (
        ${firstOfArray('k.conkey', 'k.conrelid')} = 'workspace_id'
        and (${firstOfArray('k.confkey', 'k.confrelid')} = 'workspace_id' or k.confrelid = 'identity.workspace'::regclass))`)),
    ...(await names(client, `select c.relname || ': workspace_id may be missing' as fault from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and a.attnotnull and a.atttypid = 'uuid'::regtype)`)),
    ...(await names(client, `select c.oid::regclass || ': the view runs as its owner' as fault from pg_class c
      where c.relnamespace in ('public'::regnamespace, 'identity'::regnamespace, 'house'::regnamespace) and c.relkind in ('v', 'm') and not coalesce('security_invoker=true' = any(c.reloptions) or 'security_invoker=on' = any(c.reloptions), false)`)),
  ]
}

/** The role that business rows are reached with owns nothing, can become nobody, and reaches into no other room. */
export async function roleFaults(client: Client): Promise<string[]> {
  return [
    ...(await names(client, `select 'the app role may too much' as fault from pg_roles where rolname = $1 and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin or rolreplication)`, [appRole])),
    ...(await names(client, `select 'the app role is also ' || m.roleid::regrole as fault from pg_auth_members m where m.member = $1::regrole`, [appRole])),
    ...(await names(client, `select 'the app role owns ' || oid::regclass as fault from pg_class where relowner = $1::regrole`, [appRole])),
    ...(await names(client, `select 'the app role owns ' || oid::regprocedure as fault from pg_proc where proowner = $1::regrole`, [appRole])),
    ...(await names(client, `select 'the app role owns ' || nspname as fault from pg_namespace where nspowner = $1::regrole`, [appRole])),
    ...(await names(client, `select 'the app role may create in ' || nspname as fault from pg_namespace where nspname !~ '^pg_temp|^pg_toast' and has_schema_privilege($1, oid, 'create')`, [appRole])),
    ...(await names(client, `select 'the app role may truncate, reference or trigger on ' || oid::regclass as fault from pg_class
      where relkind in ('r', 'p', 'v') and relnamespace in ('public'::regnamespace, 'identity'::regnamespace, 'house'::regnamespace) and has_table_privilege($1, oid, 'truncate, references, trigger')`, [appRole])),
    ...(await names(client, `select 'the app role reaches ' || c.oid::regclass as fault from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'S') and n.nspname not in ('public', 'pg_catalog', 'information_schema') and n.nspname !~ '^pg_' and c.oid <> 'identity.workspace'::regclass
        and has_schema_privilege($1, n.oid, 'usage') and case when c.relkind = 'S' then has_sequence_privilege($1, c.oid, 'usage, select, update') else has_table_privilege($1, c.oid, 'select, insert, update, delete') end`, [appRole])),
    ...(await names(client, `select 'the app role may not only see and change identity.workspace' as fault where has_table_privilege($1, 'identity.workspace', 'insert, delete')`, [appRole])),
    ...(await names(client, `select p.oid::regprocedure || ' runs as its owner' as fault from pg_proc p where p.prosecdef and p.pronamespace in ('public'::regnamespace, 'identity'::regnamespace, 'house'::regnamespace)
      and not (p.proname = 'add_jobs' and p.proconfig = '{"search_path=house_silent, pg_catalog, pg_temp"}')`)),
  ]
}

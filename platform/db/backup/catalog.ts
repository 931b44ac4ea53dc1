import type { Client } from 'pg'

const schemas = ['house', 'identity', 'public']

/** A table whose rows are kept. Of one that is `closed` only the rows of the workspace that is set are seen, also by its owner. */
export type KeptTable = { name: string; columns: string[]; closed: boolean; rows: number }

/** Every table of ours but the list of migrations; `rows` is what the planner believes. Generated columns follow from others. */
export async function keptTables(client: Client): Promise<KeptTable[]> {
  const { rows } = await client.query<KeptTable>(
    `select format('%I.%I', n.nspname, c.relname) as name, c.relforcerowsecurity as closed, greatest(c.reltuples, 0)::float8 as rows,
       array(select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname = any($1) and format('%I.%I', n.nspname, c.relname) <> 'house.migration'
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by 1`, [schemas])
  return rows
}

export type ForeignKey = { table: string; name: string; definition: string }

export async function foreignKeys(client: Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select format('%I.%I', n.nspname, c.relname) as table, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and n.nspname = any($1) order by 1, 2`, [schemas])
  return rows
}

/** How values are written as text, whatever server and login say otherwise. */
export const plainText = `set local client_encoding = 'UTF8'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC'; set local extra_float_digits = 1; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`

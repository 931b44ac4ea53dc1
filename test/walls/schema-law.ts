// The key law, read from db/schema.sql: every table in public leads its keys with the workspace and is closed.
import type { Fault } from './source.ts'

export type Table = { name: string; body: string; rest: string }

/** Tables of the schema `public` with their columns and constraints, and the statements about them. */
export function tablesOf(schema: string): Table[] {
  return [...schema.matchAll(/^create table public\.(\w+) \(\n([\s\S]*?)\n\);$/gm)].map(([, name, body]) => ({
    name: name!, body: body!, rest: schema.split('\n').filter((line) => new RegExp(`\\bpublic\\.${name}\\b`).test(line) && !line.startsWith('create table') && !line.startsWith('  ')).join('\n'),
  }))
}

export function schemaFaults(schema: string): Fault[] {
  return tablesOf(schema).flatMap(({ name, body, rest }) => {
    const faults: Fault[] = []
    if (!/^ {2}workspace_id uuid not null,?$/m.test(body)) faults.push(`${name} has no workspace_id.`)
    if (!/PRIMARY KEY \(workspace_id\b/.test(body)) faults.push(`${name}: the primary key does not lead with workspace_id.`)
    for (const [line, columns] of body.matchAll(/^ {2}constraint .*?(?:UNIQUE(?: NULLS NOT DISTINCT)?|FOREIGN KEY|EXCLUDE USING \w+) \(([^)]*)\).*$/gm))
      if (!/^workspace_id\b/.test(columns!)) faults.push(`${name}: ${line.trim()} does not lead with workspace_id.`)
    for (const [line, columns] of rest.matchAll(/^CREATE (?:UNIQUE )?INDEX .*? USING \w+ \((.*)$/gm))
      if (!/^workspace_id\b/.test(columns!)) faults.push(`${name}: ${line} does not lead with workspace_id.`)
    if (!/enable row level security, force row level security/.test(rest)) faults.push(`${name}: row-level security is not enabled and forced.`)
    const policies = rest.match(/^create policy .*$/gm) ?? []
    if (policies.length !== 1 || !/as permissive for all .* using \(\(workspace_id = .*'alongside\.workspace'.*\)\) with check \(\(workspace_id = .*'alongside\.workspace'/.test(policies[0]!))
      faults.push(`${name} is not closed by house.protect, or by more than that.`)
    return faults
  })
}

export function viewFaults(schema: string): Fault[] {
  return [...schema.matchAll(/^create (?:or replace )?(?:materialized )?view ([\w.]+)(.*)$/gim)].filter(([, , options]) => !/security_invoker\s*=\s*(true|on)/i.test(options!)).map(([, name]) => `The view ${name} is not security_invoker.`)
}

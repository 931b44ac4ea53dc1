import type { Id } from '../../kernel/ids.ts'
import { notFound } from '../../kernel/refusal.ts'
import { dayOf, defaultCalendar, type BusinessCalendar } from '../../kernel/time.ts'
import { compiledOnce } from '../db/compiled.ts'
import { oncePerTransaction, type Reading } from '../db/context.ts'
import { mergePolicy, type Policy } from './policy.ts'

export type WorkspaceSettings = {
  id: Id
  slug: string
  name: string
  /** "#0b6b4f" */
  accent: string
  currency: string
  timeZone: string
  calendar: BusinessCalendar
  policy: Policy
  isDemo: boolean
}

/** How the workspace is called and runs. Looked up once per transaction: call it wherever it is needed. */
export function workspaceSettings(r: Reading): Promise<WorkspaceSettings> {
  return oncePerTransaction(r, 'workspaceSettings', () => readSettings(r))
}

/** The day it is in the workspace, "YYYY-MM-DD". */
export const todayOf = async (r: Reading): Promise<string> => dayOf(r.now, (await workspaceSettings(r)).timeZone).toString()

const workspaces = compiledOnce((q, _: object, r) => q.selectFrom('identity.workspace').select(['id', 'slug', 'name', 'accent', 'currency', 'time_zone', 'calendar', 'policy', 'is_demo']).where('id', '=', r.workspace))

async function readSettings(r: Reading): Promise<WorkspaceSettings> {
  const [row] = await workspaces(r, {})
  if (!row) throw notFound('workspace')
  return {
    id: row.id, slug: row.slug, name: row.name, accent: row.accent, currency: row.currency, timeZone: row.time_zone,
    calendar: { ...defaultCalendar, ...(row.calendar as Partial<BusinessCalendar>), timeZone: row.time_zone }, policy: mergePolicy(row.policy), isDemo: row.is_demo,
  }
}

import { allow, forgetRemembered, type Ctx } from '../db/context.ts'
import { transact } from '../db/transact.ts'
import { record } from '../events/record.ts'
import { settingsChanged } from './events.ts'
import type { Policy } from './policy.ts'
import { changesBetween } from './rules.ts'
import { workspaceSettings, type WorkspaceSettings } from './settings.ts'

export type SettingsChange = {
  name?: string | undefined
  accent?: string | undefined
  currency?: string | undefined
  timeZone?: string | undefined
  calendar?: { days?: number[] | undefined; opens?: string | undefined; closes?: string | undefined; holidays?: string[] | undefined } | undefined
  policy?: { [K in keyof Policy]?: Policy[K] | undefined } | undefined
}

/** Changes what is given and leaves the rest; promises that run already keep the date they were given. */
export async function updateSettings(ctx: Ctx, change: SettingsChange): Promise<void> {
  allow(ctx, 'settings:write')
  await transact(ctx, async (tx) => {
    const row = await tx.q.selectFrom('identity.workspace').select('policy').where('id', '=', tx.workspace).forNoKeyUpdate().executeTakeFirstOrThrow()
    const before = await workspaceSettings(tx)
    const own = { ...(row.policy as Partial<Policy>), ...given(change.policy) }
    const after: WorkspaceSettings = {
      ...before, ...given({ name: change.name, accent: change.accent, currency: change.currency, timeZone: change.timeZone }),
      calendar: { ...before.calendar, ...given(change.calendar) }, policy: { ...before.policy, ...given(change.policy) },
    }
    const changed = changesBetween(flat(before), flat(after))
    if (Object.keys(changed).length === 0) return
    const { days, opens, closes, holidays } = after.calendar
    await tx.q
      .updateTable('identity.workspace')
      .set({
        name: after.name, accent: after.accent, currency: after.currency, time_zone: after.timeZone, policy: JSON.stringify(own),
        calendar: JSON.stringify({ days, opens, closes, holidays }),
      })
      .where('id', '=', tx.workspace)
      .execute()
    forgetRemembered(tx)
    await record(tx, settingsChanged(tx.workspace, changed))
  })
}

const flat = ({ name, accent, currency, timeZone, calendar, policy }: WorkspaceSettings) => ({
  name, accent, currency, timeZone, days: calendar.days, opens: calendar.opens, closes: calendar.closes, holidays: calendar.holidays, ...policy,
})

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
function given<T extends object>(change: T | undefined): Given<T> {
  return Object.fromEntries(Object.entries(change ?? {}).filter(([, value]) => value !== undefined)) as Given<T>
}

import { refuseField } from '../../kernel/refusal.ts'
import { allow, type Ctx, type Reading } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { accountNames } from './queries.ts'
import type { AccountKind } from './store.ts'

const accountKinds = Object.keys(accountNames) as AccountKind[]
export type AccountCodes = Map<AccountKind, string>

/** Under which code the accounting system has each kind of account; where nothing was said, its name as one word. */
export async function accountCodes(r: Reading): Promise<AccountCodes> {
  const rows = await r.q.selectFrom('account_code').select(['kind', 'code']).where('workspace_id', '=', r.workspace).execute()
  const said = new Map(rows.map((row) => [row.kind, row.code]))
  return new Map(accountKinds.map((kind) => [kind, said.get(kind) ?? accountNames[kind].toUpperCase().replaceAll(' ', '-')]))
}

/**
 * Says codes for all exports from now on; kinds left out keep theirs. What was exported before can be matched by its ids all the same.
 * Refuses a kind of account that there is not (ledger.account_kind).
 */
export async function saveAccountCodes(ctx: Ctx, codes: { kind: string; code: string }[]): Promise<void> {
  allow(ctx, 'statements:write')
  await transact(ctx, async (tx) => {
    const before = new Map<string, string>(await accountCodes(tx))
    for (const [i, { kind }] of codes.entries()) if (!before.has(kind)) throw refuseField(`codes.${i}.kind`, 'ledger.account_kind', `There is no such kind of account. It is one of ${accountKinds.join(', ')}.`)
    const changed = [...new Map(codes.map((one) => [one.kind, one.code]))].filter(([kind, code]) => before.get(kind) !== code)
    if (changed.length === 0) return
    const by = 'id' in tx.actor ? tx.actor.id : null
    await tx.q
      .insertInto('account_code')
      .values(changed.map(([kind, code]) => ({ workspace_id: tx.workspace, kind, code, changed_at: tx.now, changed_by: by })))
      .onConflict((c) => c.columns(['workspace_id', 'kind']).doUpdateSet((eb) => ({ code: eb.ref('excluded.code'), changed_at: eb.ref('excluded.changed_at'), changed_by: eb.ref('excluded.changed_by') })))
      .execute()
    await record(tx, { type: 'ledger.account_codes_changed', subject: { noun: 'workspace', id: tx.workspace }, payload: { codes: Object.fromEntries(changed) } })
  })
}

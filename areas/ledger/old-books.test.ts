// Books from before there were accounts for what is held are brought to them, by an owner of the database who is no superuser.
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { migrationFiles } from '../../platform/db/migrate.ts'
import { plainOwner } from '../../test/setup/plain-owner.ts'

let owner: Client
let drop: () => Promise<void>
beforeAll(async () => {
  ;({ owner, drop } = await plainOwner('old_books'))
})
afterAll(() => drop?.())

test('what is disputed and not paid is held; the rest stays as it was; the journals balance', { timeout: 60_000 }, async () => {
  const [ws, member, partner, plan, version, item, journal, expense, payable, disputed, fine] = Array.from({ length: 11 }, () => newId())
  const lines = [disputed, fine]
  await owner.query('create schema house')
  for (const file of migrationFiles().filter((one) => one.name < '0021')) await owner.query(file.sql)
  await owner.query('begin')
  await owner.query(`select set_config('alongside.workspace', '${ws}', true)`)
  const day = '2026-11-02'
  await owner.query(`
    insert into identity.workspace (id, slug, name, currency, time_zone, calendar) values ('${ws}', 'old', 'Old', 'EUR', 'UTC', '{}');
    insert into member (workspace_id, id, email, name, role, state) values ('${ws}', '${member}', 'a@b.example', 'A', 'admin', 'active');
    insert into partner (workspace_id, id, name, type, state, owner_id, time_zone, started_on) values ('${ws}', '${partner}', 'Nordlicht', 'referral', 'active', '${member}', 'UTC', '${day}');
    insert into plan (workspace_id, id, name, created_at) values ('${ws}', '${plan}', 'P', now());
    insert into plan_version (workspace_id, id, plan_id, number, terms, published_at) values ('${ws}', '${version}', '${plan}', 1, '{"language": 1}', now());
    insert into commission_item (workspace_id, item_id, postings) values ('${ws}', '${item}', 1);
    insert into ledger_account (workspace_id, id, kind, partner_id, currency, opened_at) values ('${ws}', '${expense}', 'commission_expense', null, 'EUR', now()), ('${ws}', '${payable}', 'commission_payable', '${partner}', 'EUR', now());
    insert into journal (workspace_id, id, cause, effective_on, recorded_at, memo, entry_count) values ('${ws}', '${journal}', 'c', '${day}', now(), 'Commission', 4);`)
  for (const [i, id] of lines.entries())
    await owner.query(`insert into commission_line (workspace_id, id, partner_id, item_id, component, seq, plan_version_id, clause, amount_minor, payable_minor, currency, working, earned_on, payable_on, booked_on, journal_id, created_at)
      values ('${ws}', '${id}', '${partner}', '${item}', 'c${i}', 1, '${version}', '', 500, 500, 'EUR', '[]', '${day}', '${day}', '${day}', '${journal}', now());
      insert into entry (workspace_id, journal_id, line_no, entry_count, account_id, amount_minor, currency, commission_line_id) values ('${ws}', '${journal}', ${2 * i + 1}, 4, '${expense}', 500, 'EUR', '${id}'), ('${ws}', '${journal}', ${2 * i + 2}, 4, '${payable}', -500, 'EUR', '${id}')`)
  await owner.query(`insert into dispute (workspace_id, id, partner_id, commission_line_id, state, reason, body, source_key, opened_at) values ('${ws}', '${newId()}', '${partner}', '${disputed}', 'open', 'amount', 'x', 'k', now())`)
  await owner.query('commit')
  for (const file of migrationFiles().filter((one) => one.name >= '0021')) await owner.query(`begin; ${file.sql}; commit`)
  await owner.query(`select set_config('alongside.workspace', '${ws}', false)`)
  const balances = await owner.query(`select a.kind, sum(e.amount_minor)::int as minor from entry e join ledger_account a on a.workspace_id = e.workspace_id and a.id = e.account_id group by 1 order by 1`)
  expect(balances.rows).toEqual([{ kind: 'commission_expense', minor: 1000 }, { kind: 'commission_payable', minor: -500 }, { kind: 'held', minor: -500 }])
  expect((await owner.query('select commission_line_id from held_line')).rows).toEqual([{ commission_line_id: disputed }])
  expect((await owner.query('select journal_id from entry group by journal_id having sum(amount_minor) <> 0')).rows).toEqual([])
})

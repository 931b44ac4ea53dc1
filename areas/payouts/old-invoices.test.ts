// Invoices from before their VAT was told by line are brought to it, by an owner of the database who is no superuser.
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { migrationFiles } from '../../platform/db/migrate.ts'
import { plainOwner } from '../../test/setup/plain-owner.ts'

let owner: Client
let drop: () => Promise<void>
beforeAll(async () => {
  ;({ owner, drop } = await plainOwner('old_invoices'))
})
afterAll(() => drop?.())

test('each line has its part, together exactly the VAT; what was paid stays paid and what came back is free', { timeout: 60_000 }, async () => {
  const [ws, member, partner, plan, version, item, journal, expense, payable, period, statement, invoicing, invoice, back, paid] = Array.from({ length: 15 }, () => newId())
  const amounts = [33_333, 33_334, -1, 33_335]
  await owner.query('create schema house')
  for (const file of migrationFiles().filter((one) => one.name < '0044')) await owner.query(file.sql)
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
    insert into journal (workspace_id, id, cause, effective_on, recorded_at, memo, entry_count) values ('${ws}', '${journal}', 'c', '${day}', now(), 'Commission', 8);
    insert into statement_period (workspace_id, id, period, from_on, to_on, closed_at) values ('${ws}', '${period}', '2026-Q3', '2026-07-01', '2026-09-30', now());
    insert into statement (workspace_id, id, period_id, partner_id, currency, number, opening_minor, earned_minor, taken_back_minor, paid_minor, closing_minor, waiting_minor, schedule, line_count, vendor_name, partner_name, issued_at)
      values ('${ws}', '${statement}', '${period}', '${partner}', 'EUR', 1, 0, 100002, -1, 0, 100001, 0, '[]', 4, 'Old', 'Nordlicht', now());`)
  for (const [i, minor] of amounts.entries()) {
    const id = newId()
    await owner.query(`insert into commission_line (workspace_id, id, partner_id, item_id, component, seq, plan_version_id, clause, amount_minor, payable_minor, currency, working, earned_on, payable_on, booked_on, journal_id, created_at)
      values ('${ws}', '${id}', '${partner}', '${item}', 'c${i}', 1, '${version}', '', ${minor}, ${minor}, 'EUR', '[]', '${day}', '${day}', '${day}', '${journal}', now());
      insert into entry (workspace_id, journal_id, line_no, entry_count, account_id, amount_minor, currency, commission_line_id) values ('${ws}', '${journal}', ${2 * i + 1}, 8, '${expense}', ${minor}, 'EUR', '${id}'), ('${ws}', '${journal}', ${2 * i + 2}, 8, '${payable}', ${-minor}, 'EUR', '${id}');
      insert into statement_line (workspace_id, statement_id, position, commission_line_id, about) values ('${ws}', '${statement}', ${i + 1}, '${id}', 'x')`)
  }
  await owner.query(`
    insert into invoicing (workspace_id, id, partner_id, mode, from_on, vat_rate, set_at) values ('${ws}', '${invoicing}', '${partner}', 'partner', '2026-07-01', 1900, now());
    insert into invoice (workspace_id, id, statement_id, partner_id, invoicing_id, kind, number, issued_on, currency, net_minor, vat_minor, gross_minor, vat_mode, vat_rate, sentence, made_at)
      values ('${ws}', '${invoice}', '${statement}', '${partner}', '${invoicing}', 'partner', 'R-1', '${day}', 'EUR', 100001, 19000, 119001, 'domestic', 1900, 'VAT', now());
    insert into invoice_vat (workspace_id, invoice_id, partner_id, currency, vat_minor, posted_at) values ('${ws}', '${invoice}', '${partner}', 'EUR', 19000, now());
    insert into payment (workspace_id, id, partner_id, currency, gross_minor, withheld_minor, state, posted_at, vat_minor) values ('${ws}', '${back}', '${partner}', 'EUR', 100001, 0, 'returned', now(), 19000), ('${ws}', '${paid}', '${partner}', 'EUR', 100001, 0, 'paid', now(), 19000);
    insert into payment_vat (workspace_id, payment_id, invoice_id, freed_at) values ('${ws}', '${back}', '${invoice}', now()), ('${ws}', '${paid}', '${invoice}', null);`)
  await owner.query('commit')
  for (const file of migrationFiles().filter((one) => one.name >= '0044')) await owner.query(`begin; ${file.sql}; commit`)
  await owner.query(`select set_config('alongside.workspace', '${ws}', false)`)
  const { rows: parts } = await owner.query(`select i.net_minor::int as net, i.vat_minor::int as vat from invoice_line i join statement_line s on s.workspace_id = i.workspace_id and s.commission_line_id = i.commission_line_id order by s.position`)
  // 19 % of 333.33, 666.67, 666.66 and 1000.01 are 63.33, 126.67, 126.67 and 190.00.
  expect(parts).toEqual([{ net: 33_333, vat: 6333 }, { net: 33_334, vat: 6334 }, { net: -1, vat: 0 }, { net: 33_335, vat: 6333 }])
  const { rows: payments } = await owner.query(`select p.payment_id as id, p.freed_at is null as stands, sum(i.vat_minor)::int as vat from payment_vat p join invoice_line i using (workspace_id, invoice_id, commission_line_id) group by 1, 2 order by 2`)
  expect(payments).toEqual([{ id: back, stands: false, vat: 19_000 }, { id: paid, stands: true, vat: 19_000 }])
})

import { newId, type Id } from '../../kernel/ids.ts'
import { refuseField } from '../../kernel/refusal.ts'
import { allow, oncePerTransaction, forgetRemembered, type Ctx, type Reading, type Tx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import type { AchPayer, Method, SepaPayer } from './bank-file.ts'
import { checkBic, checkIban, checkRouting, lastFour, type Checked } from './bank-numbers.ts'
import { isBankName, nachaText } from './bank-text.ts'
import { paySettingsChanged } from './events.ts'
import type { PaySettings } from './rules.ts'
import { seal, unseal } from './seal.ts'
import type { WithholdingRule } from './tax-rules.ts'

type ShownPayer = { holder: string; lastFour: string; bank: string | null; town: string | null; country: string }
export type PayingAccount = { id: Id; method: 'sepa' | 'ach'; shown: ShownPayer }
export type StoredSettings = { country: string | null; holdDays: number; requiresTaxForm: boolean; rules: WithholdingRule[]; accounts: PayingAccount[] }

/** How this workspace pays, with defaults where nothing was said: a week's hold, and where amounts are in dollars the forms of a US payer. */
export function paySettings(r: Reading): Promise<StoredSettings> {
  return oncePerTransaction(r, 'paySettings', async () => {
    const row = await r.q.selectFrom('payout_setting').selectAll().where('workspace_id', '=', r.workspace).executeTakeFirst()
    const accounts = await r.q.selectFrom('paying_account').select(['id', 'method', 'shown']).where('workspace_id', '=', r.workspace).where('replaced_at', 'is', null).orderBy('method').execute()
    const country = row?.country ?? ((await workspaceSettings(r)).currency === 'USD' ? 'US' : null)
    return {
      country, holdDays: row?.hold_days ?? 7, requiresTaxForm: row?.requires_tax_form ?? false, rules: (row?.withholding ?? []) as WithholdingRule[],
      accounts: accounts.map((a) => ({ id: a.id, method: a.method as 'sepa' | 'ach', shown: a.shown as ShownPayer })),
    }
  })
}

export const rulesOf = (s: StoredSettings): PaySettings => ({ tax: { country: s.country ?? '', requiresTaxForm: s.requiresTaxForm, rules: s.rules }, methods: [...s.accounts.map((a): Method => a.method), 'csv'] })

/** Our own account in clear, for a file. */
export async function payerOf(r: Reading, method: 'sepa'): Promise<SepaPayer>
export async function payerOf(r: Reading, method: 'ach'): Promise<AchPayer>
export async function payerOf(r: Reading, method: 'sepa' | 'ach'): Promise<SepaPayer | AchPayer> {
  const row = await r.q.selectFrom('paying_account').select(['id', 'sealed']).where('workspace_id', '=', r.workspace).where('method', '=', method).where('replaced_at', 'is', null).executeTakeFirst()
  if (!row) throw refuseField(method, 'payouts.no_paying_account', `Say first from which account ${method === 'sepa' ? 'SEPA transfers' : 'ACH credits'} are paid, in the settings of payouts.`)
  return JSON.parse(unseal({ workspace: r.workspace, id: row.id, what: `payer ${method}` }, row.sealed)) as SepaPayer | AchPayer
}

export type PaySettingsChange = {
  country: string; holdDays: number; requiresTaxForm: boolean; withholding: WithholdingRule[]
  /** Left out: stays as it is. Null: no longer used. */
  sepa?: { holder: string; iban: string; bic: string | null; town: string; country: string } | null | undefined
  ach?: { holder: string; origin: string; routing: string; bankName: string } | null | undefined
}

/** Says how this workspace pays. Refuses numbers whose check digits do not fit. */
export async function savePaySettings(ctx: Ctx, change: PaySettingsChange): Promise<void> {
  allow(ctx, 'payouts:write')
  await transact(ctx, async (tx) => {
    const before = await paySettings(tx)
    const row = {
      country: change.country, hold_days: change.holdDays, requires_tax_form: change.requiresTaxForm, withholding: JSON.stringify(change.withholding), changed_at: tx.now, changed_by: 'id' in tx.actor ? tx.actor.id : null,
    }
    await tx.q.insertInto('payout_setting').values({ workspace_id: tx.workspace, ...row }).onConflict((c) => c.column('workspace_id').doUpdateSet(row)).execute()
    if (change.sepa !== undefined) await replaceAccount(tx, 'sepa', change.sepa && sepaPayer(change.sepa))
    if (change.ach !== undefined) await replaceAccount(tx, 'ach', change.ach && achPayer(change.ach))
    const fields = [
      ...(before.country === change.country ? [] : ['country']), ...(before.holdDays === change.holdDays ? [] : ['holdDays']), ...(before.requiresTaxForm === change.requiresTaxForm ? [] : ['requiresTaxForm']),
      ...(JSON.stringify(before.rules) === JSON.stringify(change.withholding) ? [] : ['withholding']), ...(change.sepa === undefined ? [] : ['sepa']), ...(change.ach === undefined ? [] : ['ach']),
    ]
    forgetRemembered(tx)
    if (fields.length > 0) await record(tx, paySettingsChanged(tx.workspace, { fields }))
  })
}

async function replaceAccount(tx: Tx, method: 'sepa' | 'ach', account: { shown: ShownPayer; payer: SepaPayer | AchPayer } | null): Promise<void> {
  await tx.q.updateTable('paying_account').set({ replaced_at: tx.now }).where('workspace_id', '=', tx.workspace).where('method', '=', method).where('replaced_at', 'is', null).execute()
  if (!account) return
  const id = newId(tx.now.epochMilliseconds)
  const sealed = seal({ workspace: tx.workspace, id, what: `payer ${method}` }, JSON.stringify(account.payer))
  await tx.q.insertInto('paying_account').values({ workspace_id: tx.workspace, id, method, shown: JSON.stringify(account.shown), sealed, made_at: tx.now, made_by: 'id' in tx.actor ? tx.actor.id : null }).execute()
}

function sepaPayer(given: NonNullable<PaySettingsChange['sepa']>): { shown: ShownPayer; payer: SepaPayer } {
  const iban = valueOf('sepa.iban', checkIban(given.iban))
  const bic = given.bic ? valueOf('sepa.bic', checkBic(given.bic)) : null
  for (const field of ['holder', 'town'] as const) if (!isBankName(given[field])) throw refuseField(`sepa.${field}`, 'payouts.not_for_banks', 'Write it in Latin letters, as the bank has it.')
  return { shown: { holder: given.holder, lastFour: lastFour(iban), bank: bic, town: given.town, country: given.country }, payer: { holder: given.holder, iban, bic, town: given.town, country: given.country } }
}

function achPayer(given: NonNullable<PaySettingsChange['ach']>): { shown: ShownPayer; payer: AchPayer } {
  const routing = valueOf('ach.routing', checkRouting(given.routing))
  if (!/^[A-Z0-9]{1,10}$/.test(given.origin.toUpperCase())) throw refuseField('ach.origin', 'payouts.origin_shape', 'The id that the bank gave the company has at most ten letters and digits.')
  for (const field of ['holder', 'bankName'] as const) if (nachaText(given[field]).length < 2) throw refuseField(`ach.${field}`, 'payouts.not_for_banks', 'Write it in Latin letters, as the bank has it.')
  return { shown: { holder: given.holder, lastFour: lastFour(routing), bank: given.bankName, town: null, country: 'US' }, payer: { holder: given.holder, origin: given.origin.toUpperCase(), routing, bankName: given.bankName } }
}

function valueOf(field: string, checked: Checked): string {
  if (!checked.ok) throw refuseField(field, `payouts.${checked.code}`, checked.message)
  return checked.value
}

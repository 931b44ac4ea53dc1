// Guards L18: what was posted and sealed is found out when it is changed, added to or taken away afterwards, also by somebody with all
// rights in the database: the codes are made with a secret that is not in it.
import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Id } from '../../kernel/ids.ts'
import { derived } from '../../platform/auth/index.ts'
import type { Ctx, Reading } from '../../platform/db/context.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import { transact } from '../../platform/db/transact.ts'

const mostInABlock = 1000
const beginning = '0'.repeat(64)

/** Seals all journals that are not sealed yet, in blocks; returns how many blocks. Once a minute; two at once wait for each other. */
export async function sealLedger(ctx: Ctx): Promise<number> {
  for (let blocks = 0; ; blocks += 1) if (!(await sealOne(ctx))) return blocks
}

async function sealOne(ctx: Ctx): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const open = await tx.q
      .selectFrom('journal as j').select('j.id')
      .where('j.workspace_id', '=', tx.workspace)
      .where((w) => w.not(w.exists(w.selectFrom('ledger_sealed as s').select('s.block').whereRef('s.workspace_id', '=', 'j.workspace_id').whereRef('s.journal_id', '=', 'j.id'))))
      .orderBy('j.id').limit(mostInABlock)
      .execute()
    if (open.length === 0) return false
    const last = await tx.q.selectFrom('ledger_block').select(['number', 'code']).where('workspace_id', '=', tx.workspace).orderBy('number', 'desc').limit(1).executeTakeFirst()
    const number = (last?.number ?? 0) + 1
    const ids = open.map((row) => row.id)
    const code = codeOf(tx.workspace, number, last?.code ?? beginning, await contentOf(tx, ids))
    await tx.q.insertInto('ledger_block').values({ workspace_id: tx.workspace, number, journals: ids.length, code, sealed_at: tx.now }).execute()
    await tx.q.insertInto('ledger_sealed').values(ids.map((id) => ({ workspace_id: tx.workspace, journal_id: id, block: number }))).execute()
    return ids.length === mostInABlock
  })
}

export type SealCheck = { blocks: number; sealed: number; unsealed: number; head: string; problems: string[] }

/**
 * Makes every code anew and compares. `head` is the newest code: kept elsewhere and given as `expected`, it shows as well that the newest
 * blocks were not taken away.
 */
export async function checkSeals(r: Reading, expected?: string): Promise<SealCheck> {
  const blocks = await r.q.selectFrom('ledger_block').select(['number', 'journals', 'code']).where('workspace_id', '=', r.workspace).orderBy('number').execute()
  const problems: string[] = []
  let before = beginning
  for (const [i, block] of blocks.entries()) {
    const rows = await r.q.selectFrom('ledger_sealed').select('journal_id').where('workspace_id', '=', r.workspace).where('block', '=', block.number).orderBy('journal_id').execute()
    if (block.number !== i + 1) problems.push(`block ${i + 1} is missing`)
    else if (codeOf(r.workspace, block.number, before, await contentOf(r, rows.map((row) => row.journal_id))) !== block.code || rows.length !== block.journals) problems.push(`block ${block.number} is not what was sealed`)
    before = block.code
    if (problems.length >= mostProblems) break
  }
  if (expected !== undefined && !blocks.some((block) => block.code === expected)) problems.push('the block with the code that was kept elsewhere is not there')
  const { total, sealed } = (await sql<{ total: bigint; sealed: bigint }>`select (select count(*) from journal where workspace_id = ${r.workspace}) as total, (select count(*) from ledger_sealed where workspace_id = ${r.workspace}) as sealed`.execute(r.q)).rows[0] ?? { total: 0n, sealed: 0n }
  return { blocks: blocks.length, sealed: Number(sealed), unsealed: Number(total - sealed), head: blocks.at(-1)?.code ?? beginning, problems }
}
const mostProblems = 20

const codeOf = (workspace: Id, number: number, before: string, content: string): string =>
  createHmac('sha256', derived('ledger', workspace)).update(`${number}\n${before}\n${content}`).digest('hex')

/** All that was posted in these journals as one text. Columns are named, so that later ones change nothing, and those that came later are left out while they are empty; times are numbers. */
async function contentOf(r: Reading, ids: Id[]): Promise<string> {
  const [journals, entries, lines] = await Promise.all([
    sql<{ t: string }>`select concat_ws('|', id, cause, event_id, item_id, effective_on, extract(epoch from recorded_at), memo, entry_count) as t from journal where workspace_id = ${r.workspace} and id = ${anyOf(ids)} order by id`.execute(r.q),
    sql<{ t: string }>`select concat_ws('|', journal_id, line_no, account_id, amount_minor, currency, coalesce(commission_line_id::text, '-')) as t from entry where workspace_id = ${r.workspace} and journal_id = ${anyOf(ids)} order by journal_id, line_no`.execute(r.q),
    sql<{ t: string }>`select concat_ws('|', id, journal_id, partner_id, item_id, component, seq, plan_version_id, clause, coalesce(basis_minor::text, '-'), coalesce(basis_currency, '-'), coalesce(rate_num::text, '-'), coalesce(rate_den::text, '-'), amount_minor, payable_minor, currency,
      working, earned_on, payable_on, booked_on, coalesce(corrects::text, '-'), coalesce(adjusts::text, '-'), coalesce(item_key, '-'), coalesce(seller_id::text, '-'), coalesce(statement, '-'), is_prior, held_until, nullif(clawback_minor, 0)) as t
      from commission_line where workspace_id = ${r.workspace} and journal_id = ${anyOf(ids)} order by id`.execute(r.q),
  ])
  return [journals, entries, lines].map((found) => found.rows.map((row) => row.t).join('\n')).join('\n\n')
}

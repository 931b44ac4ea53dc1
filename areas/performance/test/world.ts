// Rows as the verbs leave them, put down quickly: for tests that need many cases with chosen dates.
import { newId, type Id } from '../../../kernel/ids.ts'
import type { Ctx, Tx } from '../../../platform/db/context.ts'
import { transact } from '../../../platform/db/transact.ts'

export type ReferralMade = {
  partnerId: Id; submittedAt: string; answeredAt?: string | null; state?: string; qualifiedGrade?: string | null; companyGrade?: string | null; opportunityAt?: string | null
}
export type OpportunityMade = {
  partnerId?: Id | null; attribution?: 'sourced' | 'influenced' | 'direct'; state: 'open' | 'won' | 'lost'; openedOn?: string | null; closedOn?: string | null; amountMinor?: bigint | null; currency?: string
}
export type PromiseMade = { partnerId: Id; dueAt: string; settledAt?: string | null; outcome?: 'kept' | 'broken' | 'void' | null }

export async function makePartner(ctx: Ctx, name: string, more: { state?: string; startedOn?: string } = {}): Promise<Id> {
  const id = newId()
  await transact(ctx, async (tx) => {
    const owner = await tx.q.selectFrom('member').select('id').where('workspace_id', '=', tx.workspace).executeTakeFirstOrThrow()
    await tx.q
      .insertInto('partner')
      .values({ workspace_id: tx.workspace, id, name, type: 'implementation', state: more.state ?? 'active', owner_id: owner.id, time_zone: 'Europe/Berlin', started_on: more.startedOn ?? '2025-01-01', created_at: tx.now })
      .execute()
  })
  return id
}

export async function makeReferrals(ctx: Ctx, all: ReferralMade[]): Promise<void> {
  await inBatches(ctx, all, async (tx, some) => {
    const rows = some.map((made) => ({ made, company: newId(), id: newId() }))
    await tx.q
      .insertInto('company')
      .values(rows.map(({ company, made }, i) => ({ workspace_id: tx.workspace, id: company, name: `Buyer ${i}`, name_key: `buyer ${i}`, icp_grade: made.companyGrade ?? null, created_at: tx.now, changed_at: tx.now })))
      .execute()
    await tx.q
      .insertInto('referral')
      .values(rows.map(({ made, company, id }) => ({
        workspace_id: tx.workspace, id, partner_id: made.partnerId, company_id: company, state: made.state ?? (made.answeredAt ? 'accepted' : 'submitted'), turn: 'ours', buyer_text: 'Buyer', reason: 'They asked.',
        consent: 'given', source: 'seed', submitted_at: made.submittedAt, answered_at: made.answeredAt ?? null, qualified_at: made.qualifiedGrade ? made.answeredAt : null, qualified_grade: made.qualifiedGrade ?? null,
        opportunity_at: made.opportunityAt ?? null, changed_at: tx.now,
      })))
      .execute()
  })
}

export async function makeOpportunities(ctx: Ctx, all: OpportunityMade[]): Promise<void> {
  await inBatches(ctx, all, async (tx, some) => {
    await tx.q
      .insertInto('opportunity')
      .values(some.map((made, i) => ({
        workspace_id: tx.workspace, id: newId(), name: `Opportunity ${i}`, state: made.state, amount_minor: made.amountMinor ?? null, currency: made.currency ?? 'EUR', opened_on: made.openedOn ?? null,
        closed_on: made.closedOn ?? null, attribution: made.attribution ?? 'sourced', partner_id: made.partnerId ?? null, created_at: tx.now, changed_at: tx.now,
      })))
      .execute()
  })
}

export async function makePromises(ctx: Ctx, all: PromiseMade[]): Promise<void> {
  await inBatches(ctx, all, async (tx, some) => {
    await tx.q
      .insertInto('promise')
      .values(some.map((made) => ({
        workspace_id: tx.workspace, id: newId(), kind: 'answer_referral', subject_id: newId(), partner_id: made.partnerId, made_at: '2025-01-01T08:00:00Z', due_at: made.dueAt, settled_at: made.settledAt ?? null, outcome: made.outcome ?? null,
      })))
      .execute()
  })
}

async function inBatches<T>(ctx: Ctx, all: T[], write: (tx: Tx, some: T[]) => Promise<void>): Promise<void> {
  for (let i = 0; i < all.length; i += 500) await transact(ctx, (tx) => write(tx, all.slice(i, i + 500)))
}

export const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))

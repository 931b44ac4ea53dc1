import { assignPlan, createPlan, planDocument } from '../../areas/program/index.ts'
import { recordFacts, recordInBulk } from '../../areas/ledger/index.ts'
import { createPartner } from '../../areas/partners/index.ts'
import { showId, type Id } from '../../kernel/ids.ts'
import type { Ctx } from '../../platform/db/context.ts'
import type { Database } from '../../platform/db/pool.ts'
import { createWorkspace } from '../../platform/workspaces/index.ts'

const planCount = 50
const pad = (n: number) => String(n).padStart(2, '0')

/** A workspace with so many partners on fifty plans, each another percentage with bands by quarter and a cap; so many sales of each are booked, and the planner's statistics know them. */
export async function fillProgram(db: Database, name: string, partnerCount: number, salesEach = 0): Promise<{ ctx: Ctx; partners: Id[] }> {
  const now = Temporal.Now.instant()
  const made = await createWorkspace(db, { name, currency: 'EUR', timeZone: 'Europe/Berlin', admin: { email: `${name}@bench.example`, name: 'Bench' } }, now)
  const ctx: Ctx = { db, workspace: made.workspace, now, actor: { kind: 'member', id: made.memberId, name: 'Bench', role: 'admin' } }
  const plans: Id[] = []
  for (let n = 0; n < planCount; n += 1) {
    const terms = planDocument.parse({
      language: 2, name: `Plan ${n}`, currency: 'EUR', timeZone: 'Europe/Berlin', payout: { every: 'quarter', days: 30, minimum: '50.00' },
      components: [{ id: 'share', on: 'sale', pay: { bands: { over: 'quarter', mode: 'marginal', rows: [{ upTo: '50000.00', percent: String(3 + (n % 7)) }, { percent: '12' }] } }, limits: { perPeriod: { amount: '20000.00', over: 'quarter' } } }],
    })
    plans.push((await createPlan(ctx, { name: `Plan ${n}`, terms })).id)
  }
  const partners: Id[] = []
  for (let n = 0; n < partnerCount; n += 16)
    partners.push(...(await Promise.all(Array.from({ length: Math.min(16, partnerCount - n) }, async (_, i) => {
      const { id } = await createPartner(ctx, { name: `Partner ${n + i}`, type: 'referral', state: 'active', ownerId: undefined, timeZone: 'Europe/Berlin', website: null, startedOn: '2026-01-01', contacts: [{ name: 'Ana', email: `p${n + i}@bench.example`, phone: null }] })
      await assignPlan(ctx, id, { planId: plans[(n + i) % planCount]!, from: '2026-01-01', why: 'bench' })
      return id
    }))))
  await recordInBulk(ctx, sales(partners, 'before', partnerCount * salesEach), () => {})
  await db.pool.query('vacuum analyze')
  return { ctx, partners }
}

const sale = (partners: Id[], prefix: string, i: number) =>
  ({ kind: 'sale', id: `${prefix}-${i}`, partner: showId('partner', partners[i % partners.length]!), account: `a${i % 5000}`, amount: `${100 + ((i * 7919) % 9000)}.50`, currency: 'EUR', at: `2026-${pad(1 + (i % 12))}-${pad(1 + (i % 28))}` })

function* sales(partners: Id[], prefix: string, count: number) {
  for (let i = 0; i < count; i += 1) yield sale(partners, prefix, i)
}

/** Facts a second, each told by itself and answered once it is booked, so many callers at a time. */
export async function oneByOne({ ctx, partners }: { ctx: Ctx; partners: Id[] }, connections: number, seconds: number, run: number): Promise<number> {
  let told = 0
  const started = performance.now()
  await Promise.all(Array.from({ length: connections }, async () => {
    while (performance.now() - started < seconds * 1000) await recordFacts({ ...ctx, now: Temporal.Now.instant() }, [sale(partners, `one-${run}`, told++)])
  }))
  return told / ((performance.now() - started) / 1000)
}

/** So many facts told in thousands and then settled; with the most memory seen. */
export async function inBulk({ ctx, partners }: { ctx: Ctx; partners: Id[] }, count: number): Promise<{ perSecond: number; tellingSeconds: number; settlingSeconds: number; mostMegabytes: number }> {
  let [most, toldAt] = [0, 0]
  const look = () => (most = Math.max(most, process.memoryUsage().rss))
  const started = performance.now()
  await recordInBulk(ctx, sales(partners, `bulk-${count}`, count), () => {
    look()
    toldAt = performance.now()
  }, look)
  const ended = performance.now()
  return { perSecond: count / ((ended - started) / 1000), tellingSeconds: (toldAt - started) / 1000, settlingSeconds: (ended - toldAt) / 1000, mostMegabytes: most / 2 ** 20 }
}

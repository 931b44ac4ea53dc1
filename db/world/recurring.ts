import { recogniseMany } from '../../areas/companies/index.ts'
import { recordFacts } from '../../areas/ledger/index.ts'
import { assignPlan, createPlan, planDocument } from '../../areas/program/index.ts'
import { showId } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import type { World } from './index.ts'

const terms = planDocument.parse({
  language: 2, name: 'Integration partner', currency: 'EUR', timeZone: 'Europe/Berlin',
  components: [
    { id: 'recurring', clause: '§ 3.1', on: 'invoice', pay: { percent: '20' }, window: { months: 12 }, payable: 'as_collected' },
    { id: 'first_payment', clause: '§ 3.2', on: 'qualified', pay: { flat: '250.00' } },
  ],
  payout: { every: 'quarter', days: 30, minimum: '50.00' },
})

/** Customers of Kestrel Systems by domain, what they pay a month, and how many months ago they began. */
const customers = [['rivage.example', '1450.00', 4], ['quayside.example', '620.00', 3]] as const

/** Kestrel Systems is on the plan before its introductions of these months are told, so that they earn by it at once. */
export async function agreeRecurring({ ctxOf, clock, partnerId }: World): Promise<void> {
  const began = clock.monthsAgo(5)
  const { id: planId } = await createPlan(ctxOf('nora', began), { name: terms.name, terms })
  await assignPlan(ctxOf('nora', began), partnerId.kestrel, { planId, from: clock.day(began) })
}

/** Kestrel Systems earns a share of what its customers pay, invoice by invoice; most are paid. */
export async function tellRecurring({ ctxOf, clock, partnerId }: World): Promise<void> {
  const linked = await read(ctxOf('nora', clock.now), (r) => recogniseMany(r, customers.map(([domain]) => ({ domain })), { exact: true }))
  for (const [n, [domain, amount, months]] of customers.entries()) {
    const { companyId } = linked[n] ?? {}
    for (let month = months; month >= 1; month -= 1) {
      const at = clock.monthsAgo(month)
      const id = `inv-${clock.day(at).slice(0, 7)}-${domain.split('.')[0]}`
      const [net, gross] = [Number(amount) * 100, Math.round(Number(amount) * 119)]
      const tell = (when: Temporal.Instant, fact: object) => recordFacts(ctxOf('ana', when), [fact])
      await tell(at, { kind: 'invoice', id, at: clock.day(at), partner: showId('partner', partnerId.kestrel), account: companyId ? showId('company', companyId) : domain, product: 'Routes', amount, tax: ((gross - net) / 100).toFixed(2), currency: 'EUR' })
      const paid = at.add({ hours: 24 * 19 })
      if (month > 1) await tell(paid, { kind: 'payment', id: `pay-${id.slice(4)}`, at: clock.day(paid), of: id, amount: (gross / 100).toFixed(2) })
    }
  }
}

/** What billing told last: one invoice was refunded in part, one refund waits for the invoice it is about, and one invoice says nothing. */
export async function tellCredits({ ctxOf, clock, partnerId }: World): Promise<void> {
  const late = clock.businessDaysAgo(3, '16:40')
  await recordFacts(ctxOf('ana', late), [
    { kind: 'refund', id: 'credit-1007', at: clock.day(late), of: `inv-${clock.day(clock.monthsAgo(2)).slice(0, 7)}-rivage`, amount: '450.00' },
    { kind: 'refund', id: 'credit-1008', at: clock.day(late), of: 'inv-0988', amount: '120.00' },
    { kind: 'invoice', id: 'inv-1031', at: clock.day(late), partner: showId('partner', partnerId.kestrel), amount: '1.280,00', currency: 'EUR' },
  ])
}

// Random facts that a plan looks at: of the kinds that it pays for, with the fields, amounts, tiers and standings that it names.
import fc from 'fast-check'
import type { Plan } from '../../program/index.ts'

type Named = { fields: Map<string, Set<string>>; amounts: Set<string>; lineKinds: Set<string>; steps: Set<string> }

/** The names that a plan's JSON uses, with the values that it asks for. */
function namesIn(plan: Plan): Named {
  const named: Named = { fields: new Map(), amounts: new Set(), lineKinds: new Set(), steps: new Set() }
  const field = (name: unknown, ...values: unknown[]) => {
    if (typeof name !== 'string' || /^\d{4}-/.test(name)) return
    named.fields.set(name, new Set([...(named.fields.get(name) ?? []), ...values.filter((value) => typeof value === 'string')]))
  }
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) return node.forEach(walk)
    const one = node as Record<string, unknown>
    field(one['field'], one['is'], one['atLeast'], one['above'], one['below'], ...(Array.isArray(one['in']) ? one['in'] : []))
    for (const key of ['sameAs', 'percentFrom', 'quota', 'distinct', 'upTo']) field(one[key], '5', '2026-03-01')
    if (typeof one['when'] === 'object' && one['when'] !== null && !('field' in one['when'])) for (const [name, value] of Object.entries(one['when'])) field(name, ...[value].flat())
    field((one['contract'] as { from?: string } | undefined)?.from, '2024-02-29', '2025-06-30')
    const basis = one['basis'] as { of?: string; minus?: string[]; lines?: string[]; discountOver?: string[] } | undefined
    for (const name of [basis?.of, ...(basis?.minus ?? []), (one['price'] as { list?: string } | undefined)?.list]) if (name) named.amounts.add(name)
    for (const kind of [...(basis?.lines ?? []), ...(basis?.discountOver ?? [])]) named.lineKinds.add(kind)
    if (typeof one['without'] === 'string') named.steps.add(one['without'])
    Object.values(one).forEach(walk)
  }
  walk(plan)
  return named
}

/** Of the partners and accounts named, over two years; what is about an item follows it. */
export function randomFacts(plan: Plan, partners: string[], accounts: string[], prefix: string): fc.Arbitrary<object[]> {
  const named = namesIn(plan)
  const tiers = plan.tiers?.rows.map((row) => row.name) ?? plan.components.flatMap((one) => ('pay' in one && 'percentByTier' in one.pay ? Object.keys(one.pay.percentByTier) : []))
  const kinds = [...new Set(plan.components.flatMap((one) => ('share' in one ? [] : [one.on].flat())).map((kind) => (kind === 'invoice_line' ? 'invoice' : kind)).filter((kind) => kind !== 'payment'))]
  const day = fc.integer({ min: 0, max: 730 }).map((n) => Temporal.PlainDate.from('2025-01-01').add({ days: n }).toString())
  const partner = fc.constantFrom(...partners)
  const account = fc.constantFrom(...accounts)
  const money = fc.integer({ min: 1, max: 4_000_000 }).map((cents) => (cents / 100).toFixed(2))
  const values = (name: string) => fc.constantFrom(...(named.fields.get(name)?.size ? named.fields.get(name)! : ['yes']), 'yes', '3')
  const own = [...named.fields.keys()].filter((name) => !['partner', 'account', 'currency', 'amount', 'units', 'day', 'protected', 'incumbent', 'first_day', 'days_since_last', 'tier', 'product', 'source'].includes(name))
  const fields = fc.record(Object.fromEntries(own.map((name) => [name, values(name)])), { requiredKeys: [] })
  const product = named.fields.has('product') ? values('product') : fc.constantFrom('p', 'q')
  const lines = fc.array(fc.record({ kind: fc.constantFrom(...named.lineKinds, 'licence'), amount: money }), { minLength: 1, maxLength: 3 }).map((all) => all.map((line, i) => ({ ...line, id: `l${i}` })))
  const item = fc.record({
    kind: fc.constantFrom(...(kinds.length > 0 ? kinds : ['sale'])), at: day, account, product, amount: money, fields, units: fc.integer({ min: 0, max: 40 }), termMonths: fc.constantFrom(1, 12, 24), crew: fc.uniqueArray(partner, { minLength: 1, maxLength: 2 }),
    amounts: fc.record(Object.fromEntries([...named.amounts].map((name) => [name, money]))), lines: fc.option(lines, { freq: 3 }), source: named.fields.has('source') ? values('source') : fc.constant('site'),
    refund: fc.option(fc.record({ amount: fc.constantFrom('0.01', 'all'), after: fc.integer({ min: 0, max: 300 }) }), { freq: 5 }), paid: fc.boolean(), left: fc.option(fc.integer({ min: 0, max: 300 }), { freq: 5 }), active: fc.boolean(),
  })
  const units = [...new Set(plan.components.flatMap((one) => ('share' in one || one.unit === undefined ? [] : [typeof one.unit === 'object' ? one.unit.credit : one.unit])))]
  const besides = fc.oneof(
    ...(units.length === 0 ? [] : [fc.record({ kind: fc.constant('used'), at: day, partner, unit: fc.constantFrom(...units), amount: money }), fc.record({ kind: fc.constant('used'), at: day, partner, account, unit: fc.constantFrom(...units), amount: money })]),
    fc.record({ kind: fc.constant('touch'), at: day, partner, account }), fc.record({ kind: fc.constant('protection'), at: day, partner, account }), fc.record({ kind: fc.constant('above'), at: day, partner: fc.constant(partners[0]!), manager: fc.constant(partners.at(-1)!) }),
    fc.record({ kind: fc.constant('tier'), at: day, partner, tier: fc.constantFrom(...(tiers.length > 0 ? tiers : ['Gold'])) }),
    ...(own.length === 0 ? [] : [
      fc.constantFrom(...own).chain((name) => fc.record({ kind: fc.constant('standing'), at: day, name: fc.constant(name), value: values(name) })),
      fc.constantFrom(...own).chain((name) => fc.record({ kind: fc.constant('standing'), at: day, name: fc.constant(name), value: values(name), partner })),
      fc.constantFrom(...own).chain((name) => fc.record({ kind: fc.constant('standing'), at: day, name: fc.constant(name), value: values(name), account })),
    ]),
  )
  const later = fc.record({ pick: fc.nat(), at: day, partner, account, outcome: fc.constantFrom('approved', 'refused'), kind: fc.constantFrom('withdrawn', 'withdrawn', 'credited', 'credited to all', 'decision', 'ended') })
  return fc.tuple(fc.array(item, { minLength: 3, maxLength: 9 }), fc.array(besides, { maxLength: 8 }), fc.array(later, { maxLength: 3 })).map(([items, rest, later]) => withLater(prefix, later, [
    ...items.flatMap(({ crew, lines: some, refund, paid, left, active, ...one }, i) => {
      const id = `${prefix}-${String(i).padStart(2, '0')}`
      const hasLines = some !== null && one.kind === 'invoice'
      const total = hasLines ? some.reduce((sum, line) => sum + Math.round(Number(line.amount) * 100), 0) : Math.round(Number(one.amount) * 100)
      const { amount, ...bare } = one
      return [
        { ...bare, id, currency: plan.currency, ...(hasLines ? { lines: some } : { amount }), ...(crew.length > 1 ? { partners: crew.map((name, n) => ({ partner: name, weight: n + 1 })) } : { partner: crew[0] }) },
        ...(paid ? [{ kind: 'payment', id: `${id}p`, at: one.at, of: id, amount: (total / 100).toFixed(2) }] : []), ...(refund ? [{ kind: 'refund', id: `${id}r`, at: Temporal.PlainDate.from(one.at).add({ days: refund.after }).toString(), of: id, amount: refund.amount }] : []),
        ...(left === null ? [] : [{ kind: 'cancellation', id: `${id}c`, at: Temporal.PlainDate.from(one.at).add({ days: left }).toString(), of: id }]), ...(active ? [{ kind: 'activation', id: `${id}a`, at: one.at, of: id }] : []),
      ]
    }),
    ...rest.map((one, i) => ({ ...one, id: `${prefix}-b${i}` })),
  ]))
}

type Later = { pick: number; at: string; partner: string; account: string; outcome: string; kind: string }
/** What turned out otherwise: a fact that never was, a decision on whom an item or an account is credited to or on a registration, an end. */
function withLater(prefix: string, later: Later[], facts: { id: string; kind: string }[]): object[] {
  const one = (all: { id: string }[], pick: number) => all[pick % Math.max(1, all.length)]?.id
  const said = later.flatMap(({ pick, at, partner, account, outcome, kind }, i): object[] => {
    const common = { id: `${prefix}-z${i}`, at }
    const partners = [{ partner, weight: 1 }]
    if (kind === 'ended') return [{ ...common, kind, partner, why: 'notice' }]
    if (kind === 'credited to all') return [{ ...common, kind: 'credited', account, partners }]
    const of = one(kind === 'credited' ? facts.filter((fact) => fact.id.length === prefix.length + 3 && !fact.id.includes('-b')) : kind === 'decision' ? facts.filter((fact) => fact.kind === 'protection') : facts, pick)
    if (of === undefined) return []
    return [kind === 'withdrawn' ? { ...common, kind, of } : kind === 'credited' ? { ...common, kind, of, partners } : { ...common, kind, of, outcome }]
  })
  return [...facts, ...said]
}

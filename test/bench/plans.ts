import { checkPlan, readFacts, runPlan } from '../../areas/program/index.ts'

const { plan } = checkPlan({
  language: 2, name: 'Bench', currency: 'EUR', components: [
    { id: 'share', on: 'sale', pay: { bands: { over: 'quarter', mode: 'marginal', rows: [{ upTo: '50000.00', percent: '5' }, { percent: '8' }] } }, limits: { perPeriod: { amount: '12000.00', over: 'quarter' } } },
    { id: 'manager', share: { of: 'share', percent: '10', to: { above: 1 } } },
  ],
})

/** What is due to a thousand partners and their managers for so many sales, with every working; facts a second, reading apart. */
export function factsPerSecond(count: number): number {
  if (!plan) throw new Error('the plan of the benchmark cannot be used')
  const pad = (n: number) => String(n).padStart(2, '0')
  const text = [
    ...Array.from({ length: 1000 }, (_, p) => JSON.stringify({ id: `m${p}`, kind: 'above', partner: `P${p}`, manager: `M${p % 20}`, at: '2025-01-01' })),
    ...Array.from({ length: count }, (_, i) => JSON.stringify({ id: `s${i}`, kind: 'sale', partner: `P${i % 1000}`, account: `a${i % 5000}`, amount: `${100 + ((i * 7919) % 90_000)}.50`, currency: 'EUR', at: `2026-${pad(1 + (i % 12))}-${pad(1 + (i % 28))}` })),
  ].join('\n')
  const { facts, tray } = readFacts(text)
  const started = performance.now()
  runPlan(plan, facts, tray, { history: false })
  return count / ((performance.now() - started) / 1000)
}

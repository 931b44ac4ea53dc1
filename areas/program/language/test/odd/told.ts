// How the odd terms of published programs are tried: a few facts, what is asked, and the answer a person worked out.
import type { PlanRun } from '../../run-plan.ts'

export type Raw = Record<string, unknown>
/** `elsewhere` names the part of the product that says it, or why nothing does; then there is nothing to ask of a plan. */
export type OddTerm = { id: string; term: string; title?: string } & ({ facts: Raw[]; change?: (plan: Raw) => Raw; ask: (run: PlanRun) => unknown; expected: unknown } | { elsewhere: string } | { finding: (plan: Raw) => Raw; expected: string })

const at = (day: string, more: Raw) => ({ at: day, ...more })
let n = 0
/** Ids that nobody asks about. */
const next = (kind: string) => `${kind}${(n += 1)}`
export const item = (kind: string, id: string, day: string, more: Raw = {}): Raw => at(day, { id, kind, partner: 'P', account: 'c', ...more })
export const money = (kind: string, id: string, day: string, amount: string, more: Raw = {}): Raw => item(kind, id, day, { amount, currency: 'USD', ...more })
export const invoice = (id: string, day: string, amount: string, more: Raw = {}) => money('invoice', id, day, amount, more)
export const sale = (id: string, day: string, amount: string, more: Raw = {}) => money('sale', id, day, amount, more)
export const paid = (of: string, day: string, amount: string): Raw => at(day, { id: `${of} paid`, kind: 'payment', of, amount })
export const paidInvoice = (id: string, day: string, amount: string, more: Raw = {}): Raw[] => [invoice(id, day, amount, more), paid(id, day, amount)]
export const touch = (day: string, account = 'c', partner = 'P'): Raw => at(day, { id: next('touch'), kind: 'touch', partner, account })
export const standing = (day: string, name: string, value: string, more: Raw = {}): Raw => at(day, { id: next('standing'), kind: 'standing', name, value, ...more })
export const protection = (id: string, day: string, more: Raw = {}): Raw => at(day, { id, kind: 'protection', partner: 'P', account: 'c', ...more })
export const decision = (of: string, day: string, outcome: string, more: Raw = {}): Raw => at(day, { id: `${of} ${outcome}`, kind: 'decision', of, outcome, ...more })
export const step = (of: string, day: string, name: string, more: Raw = {}): Raw => at(day, { id: next('step'), kind: 'step', of, name, ...more })
export const choice = (day: string, partner: string, account = 'c'): Raw => at(day, { id: next('choice'), kind: 'choice', account, partner })
export const payout = (id: string, day: string): Raw => at(day, { id, kind: 'payout' })
export const many = (count: number, make: (i: number) => Raw): Raw[] => Array.from({ length: count }, (_, i) => make(i))

/** Amounts by item, in the order of the items. */
export const amounts = (run: PlanRun, component?: string): string[] => run.lines.filter((line) => !component || line.component === component).map((line) => `${line.item} ${line.amount}`)
export const rewards = (run: PlanRun): string[] => run.rewards.map((line) => `${line.to === 'customer' ? 'customer ' : ''}${line.partner} ${line.amount} ${line.unit}`)
export const earned = (run: PlanRun, partner = 'P'): string => run.balances.find((one) => one.partner === partner)?.earned ?? '0.00'
export const registrations = (run: PlanRun): string[] => run.protections.map((one) => `${one.id} ${one.accepted ? 'yes' : 'no'}: ${one.why}`)
export const pays = (run: PlanRun): string[] => run.prices.map((one) => `${one.item} ${one.price} of ${one.list}`)

// Facts that cannot bear on each other, apart: telling a thousand partners one by one then takes as long as each by itself, and so do a
// partner's thousand accounts where the plan sums up nothing of a partner.
import type { Fact } from './facts.ts'
import { looksAt } from './looks-at.ts'
import { isShared, type EarnedComponent, type Plan } from './plan.ts'
import type { Cap, Pay } from './plan-pay.ts'

/** Groups of facts that are joined by a partner, an account or another fact. What is of nobody, such as a rate and its withdrawal, is in each. */
export function apart(plan: Plan, facts: Fact[]): Fact[][] {
  if (looksAt(plan).everyone) return [facts]
  const ofPartners = facts.filter((fact) => aboutPartner.has(fact.kind) || (fact.kind === 'standing' && fact.account === undefined))
  const byAccount = ofPartners.length <= mostInEach && !sumsUpPartners(plan)
  const inEach = new Set(byAccount ? ofPartners.map((fact) => fact.id) : [])
  const namesOf = (fact: Fact): string[] => (inEach.has(fact.id) ? [] : namesIn(fact, byAccount))
  const parents = new Map<string, string>()
  const rootOf = (name: string): string => {
    let root = name
    for (let above = parents.get(root); above !== undefined && above !== root; above = parents.get(root)) root = above
    parents.set(name, root)
    return root
  }
  const nobodys = new Set(facts.filter((fact) => namesOf(fact).length === 0).map((fact) => fact.id))
  const named = facts.map((fact) => ({ fact, names: fact.kind === 'withdrawn' && nobodys.has(fact.of) ? [] : namesOf(fact) }))
  for (const { names: [first, ...others] } of named) if (first !== undefined) for (const other of others) parents.set(rootOf(other), rootOf(first))
  const groups = Map.groupBy(named.filter((one) => one.names.length > 0), ({ names }) => rootOf(names[0] ?? ''))
  const ofNobody = named.filter((one) => one.names.length === 0).map((one) => one.fact)
  return groups.size === 0 ? [facts] : [...groups.values()].map((group) => [...group.map((one) => one.fact), ...ofNobody])
}

/** What is so of a partner at all its accounts. */
const aboutPartner = new Set<Fact['kind']>(['tier', 'above', 'ended', 'payout_requested', 'payout_failed'])
const mostInEach = 50

/** Whether anything of a partner beyond an account counts: totals, caps, tiers. Where in doubt it does. */
function sumsUpPartners({ components, expiry, tiers, protection, caps }: Plan): boolean {
  return tiers !== undefined || expiry !== undefined || protection?.extension?.where !== undefined || (protection?.refuse.length ?? 0) > 0 || (caps ?? []).some(isOfMore) || components.some((one) => !isShared(one) && sumsUp(one))
}
const isOfMore = ({ per }: { per?: Cap['per'] | undefined }): boolean => per !== 'account'
function sumsUp({ pay, limits, keepAlive, where, needs, window }: EarnedComponent): boolean {
  return sums(pay) || keepAlive !== undefined || limits?.minimum !== undefined || (limits?.items !== undefined && isOfMore(limits.items)) || (limits?.perPeriod !== undefined && [limits.perPeriod].flat().some(isOfMore)) ||
    [where, needs?.that, window?.breaks?.unless].some((condition) => condition !== undefined && JSON.stringify(condition).includes('"total"'))
}
const sums = (pay: Pay): boolean => ('bands' in pay ? pay.bands.over !== 'item' && isOfMore(pay.bands) : 'award' in pay ? isOfMore(pay.award) : 'ranked' in pay)

function namesIn(fact: Fact, byAccount: boolean): string[] {
  if (fact.kind === 'payout' || fact.kind === 'rate' || fact.kind === 'statement_closed') return []
  const partners = ['partner' in fact ? fact.partner : undefined, 'manager' in fact ? fact.manager : undefined, ...('partners' in fact ? (fact.partners ?? []).map((one) => one.partner) : [])]
  const [account, of] = ['account' in fact ? fact.account : undefined, 'of' in fact ? fact.of : undefined]
  // Items without an account are a partner's own, and a decision can make them another's.
  const names = [...(byAccount && fact.kind !== 'credited' && (account || of) ? [] : partners.map((name) => name && `p ${name}`)), account && `a ${account}`, of && `f ${of}`].filter((name) => name !== undefined && name !== '')
  return names.length === 0 && fact.kind === 'standing' ? [] : [...names.map(String), `f ${fact.id}`]
}

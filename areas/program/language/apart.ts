// Facts that cannot bear on each other, apart: telling a thousand partners one by one then takes as long as each by itself.
import type { Fact } from './facts.ts'
import { looksAt } from './looks-at.ts'
import type { Plan } from './plan.ts'

/** Groups of facts that are joined by a partner, an account or another fact. What is of nobody, such as a rate and its withdrawal, is in each. */
export function apart(plan: Plan, facts: Fact[]): Fact[][] {
  if (looksAt(plan).everyone) return [facts]
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

function namesOf(fact: Fact): string[] {
  if (fact.kind === 'payout' || fact.kind === 'rate' || fact.kind === 'statement_closed') return []
  const partners = ['partner' in fact ? fact.partner : undefined, 'manager' in fact ? fact.manager : undefined, ...('partners' in fact ? (fact.partners ?? []).map((one) => one.partner) : [])]
  const [account, of] = ['account' in fact ? fact.account : undefined, 'of' in fact ? fact.of : undefined]
  const names = [...partners.map((name) => name && `p ${name}`), account && `a ${account}`, of && `f ${of}`].filter((name) => name !== undefined && name !== '')
  return names.length === 0 && fact.kind === 'standing' ? [] : [...names.map(String), `f ${fact.id}`]
}

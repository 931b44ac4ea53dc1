import type { FieldProblem } from '../../kernel/refusal.ts'
import { isCurrency } from '../../kernel/money.ts'
import { checkPlan, type Plan } from './language/index.ts'
import type { Component, SimpleTerms } from './rules.ts'
import type { Terms } from './terms.ts'

const most = 1_000_000_000_000_00n

/** What is wrong with a plan beyond its shape, each with the field and a remedy; empty when it can be published. */
export function checkTerms(terms: Terms): FieldProblem[] {
  return terms.language === 2 ? checkDocument(terms) : checkSimple(terms)
}

function checkDocument(plan: Plan): FieldProblem[] {
  return checkPlan(plan).findings.filter((found) => found.level === 'error').map(({ place, problem, remedy }) => ({ field: place, code: 'program.plan', message: `${problem} ${remedy}` }))
}

export function checkSimple(terms: SimpleTerms): FieldProblem[] {
  const problems: FieldProblem[] = []
  const say = (field: string, code: string, message: string) => problems.push({ field, code: `program.${code}`, message })
  if (!isCurrency(terms.currency)) say('currency', 'unknown_currency', `${terms.currency || 'Nothing'} is not an ISO 4217 currency such as EUR.`)
  if (terms.components.length === 0) say('components', 'no_components', 'A plan pays for at least one thing. Add a flat amount or a percentage.')
  const seen = new Map<string, number>()
  terms.components.forEach((component, index) => {
    const at = `components.${index}`
    const earlier = seen.get(component.id)
    if (earlier !== undefined) say(`${at}.id`, 'component_repeated', `Component ${index + 1} has the same name "${component.id}" as component ${earlier + 1}. Each needs its own.`)
    else seen.set(component.id, index)
    for (const problem of checkAmounts(component)) say(`${at}.${problem.field}`, problem.code, problem.message)
  })
  return problems
}

function checkAmounts(component: Component): FieldProblem[] {
  if (component.kind === 'flat') return amountProblems('amountMinor', component.amountMinor, 'flat_amount', 'A flat amount')
  const { num, den } = component.rate
  const problems = component.capMinor === undefined ? [] : amountProblems('capMinor', component.capMinor, 'cap', 'A limit')
  if (num === 0) problems.push({ field: 'rate', code: 'rate_zero', message: 'A rate of 0 % earns nothing. Leave the component out, or give it a rate.' })
  if (num > den) problems.push({ field: 'rate', code: 'rate_too_high', message: 'A rate above 100 % would pay more than the customer does. Give a rate of at most 100 %.' })
  return problems
}

function amountProblems(field: string, minor: string, code: string, what: string): FieldProblem[] {
  const amount = BigInt(minor)
  if (amount === 0n) return [{ field, code: `${code}_zero`, message: `${what} of nothing has no effect. Give an amount, or leave it out.` }]
  return amount > most ? [{ field, code: `${code}_too_large`, message: `${what} this large is surely a mistake. Amounts are minor units: "40000" is €400.00.` }] : []
}

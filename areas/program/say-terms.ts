import { decimal, formatMoney } from '../../kernel/money.ts'
import { list } from '../../kernel/text.ts'
import { sayPlan } from './language/index.ts'
import { sayComponent, sayRate, type Component, type SimpleTerms } from './rules.ts'
import type { Terms } from './terms.ts'

/** A plan as plain sentences, the same on every screen, mail and agreement: what is earned, then when it is paid. */
export function sayTerms(terms: Terms): string[] {
  if (terms.language === 2) return sayPlan(terms)
  return [...terms.components.map((component) => sayComponent(component, terms)), sayPayment(terms)]
}

/** One line for the partner: "You earn €400 when it is qualified and 15 % of what they pay in year one." */
export function sayTermsInOneLine(terms: Terms): string {
  if (terms.language === 2) return sayPlan(terms)[0] ?? ''
  return `You earn ${list(terms.components.map((component) => sayBriefly(component, terms)))}.`
}

function sayBriefly(component: Component, terms: SimpleTerms): string {
  if (component.kind === 'flat') return `${briefMoney(BigInt(component.amountMinor), terms.currency)} ${component.trigger === 'referral.qualified' ? 'when it is qualified' : 'when they become a customer'}`
  const cap = component.capMinor === undefined ? '' : ` (at most ${briefMoney(BigInt(component.capMinor), terms.currency)})`
  return `${sayRate(component.rate)} of what they pay in year one${cap}`
}

function sayPayment(terms: SimpleTerms): string {
  const { days } = terms.payment
  if (days === 0) return 'Paid at the end of the quarter'
  return `Paid within ${days} ${days === 1 ? 'day' : 'days'} after the end of the quarter`
}

/** "€400" for a round amount, else all its digits. */
function briefMoney(amountMinor: bigint, currency: string): string {
  const full = formatMoney({ amountMinor, currency })
  return /\.0+$/.test(decimal(amountMinor, currency)) ? full.replace(/\.0+$/, '') : full
}

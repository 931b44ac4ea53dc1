import { decimal } from '../../parts/money.tsx'
import { sayPercent } from '../../parts/numbers.ts'
import type { Document, Json } from './document.ts'
import type { Terms } from './queries.ts'

/** A plan of language 1 with the same content in language 2, and what could not be said exactly. Ids of components stay. */
export function translate(terms: Terms, { name, timeZone }: { name: string; timeZone: string }): { document: Document; notes: string[] } {
  const notes: string[] = []
  const money = (amountMinor: string) => decimal({ amountMinor, currency: terms.currency })
  const components = terms.components.map((component): Json => {
    const clause: Document = component.clause ? { clause: component.clause.slice(0, 300) } : {}
    if (component.clause && component.clause.length > 300) notes.push(`The clause of “${component.id}” is cut to 300 characters.`)
    if (component.kind === 'flat') return { id: component.id, ...clause, on: component.trigger === 'referral.qualified' ? 'qualified' : 'sale', pay: { flat: money(component.amountMinor) } }
    const { text, isExact } = percentOf(component.rate)
    if (!isExact) notes.push(`The rate of “${component.id}” was ${component.rate.num}/${component.rate.den}; ${sayPercent(text)} is the nearest that can be written.`)
    return { id: component.id, ...clause, on: 'sale', pay: { percent: text }, ...limitOf(component.capMinor === undefined ? undefined : money(component.capMinor)) }
  })
  return { document: { language: 2, name, currency: terms.currency, timeZone, components, payout: { every: 'quarter', days: terms.payment.days } }, notes }
}

const limitOf = (perItem: string | undefined): Document => (perItem === undefined ? {} : { limits: { perItem } })

function percentOf({ num, den }: { num: number; den: number }): { text: string; isExact: boolean } {
  const scaled = BigInt(num) * 100_000_000n
  const digits = (scaled / BigInt(den)).toString().padStart(7, '0')
  return { text: `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, ''), isExact: scaled % BigInt(den) === 0n }
}

import { sayComponent } from '../commissions/queries.ts'
import { textAt, type Document } from './document.ts'

const words: Record<string, string> = {
  components: 'components', payout: 'payment', percent: 'percent', flat: 'amount', perUnit: 'amount for each unit', bands: 'bands', upTo: 'up to', percentByTier: 'by tier', otherwise: 'otherwise',
  perItem: 'limit for each', perPeriod: 'limit in a period', amount: 'amount', items: 'first items', count: 'how many', window: 'window', months: 'months', after: 'starts after', clawback: 'return', days: 'days', hold: 'hold',
  where: 'condition', from: 'from', until: 'until', on: 'pays on', to: 'to', replaces: 'replaces', share: 'share', of: 'of', basis: 'what counts', lines: 'kinds of lines', clause: 'clause', id: 'short name', name: 'name', currency: 'currency',
  timeZone: 'time zone', rounding: 'rounding', minimum: 'minimum', withholdPercent: 'withheld', fee: 'fee', every: 'how often', payable: 'payable', field: 'field', language: 'language', expiry: 'what lapses', unit: 'unit', idle: 'without activity', end: 'end',
  contract: 'contract years', together: 'all partners of an item', less: 'what is taken off', rest: 'the rest', refunds: 'refunds', caps: 'limits over several',
}

/** "components.0.pay.percent" → "First year: percent". */
export function sayPlace(document: Document, place: string): string {
  const keys = place.split('.')
  const own = keys[0] === 'components' && keys[1] !== undefined ? keys.slice(2) : keys
  const id = own.length < keys.length ? textAt(document, `components.${keys[1]}.id`) : ''
  const named = own.length < keys.length ? (id ? sayComponent(id) : `Component ${Number(keys[1]) + 1}`) : ''
  const last = own.filter((key) => !/^\d+$/.test(key) && words[key]).map((key) => words[key] ?? '').slice(-2).join(', ')
  const number = own.find((key) => /^\d+$/.test(key))
  const rest = `${last}${number && own.includes('rows') ? ` ${Number(number) + 1}` : ''}`
  return [named, rest].filter(Boolean).join(': ') || 'Plan'
}

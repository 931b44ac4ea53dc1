import { formatMoney, parseMoney } from '../../parts/money.tsx'

const kinds: Record<string, string> = {
  sale: 'Sale', invoice: 'Invoice', qualified: 'Qualified introduction', milestone: 'Milestone', payment: 'Payment', refund: 'Refund', activation: 'Activation', cancellation: 'Cancellation', protection: 'Protection', above: 'Stands above',
  tier: 'Tier', rate: 'Exchange rate', statement_closed: 'Period closed', withdrawn: 'Withdrawn', payout: 'Payout', payout_failed: 'Payment that failed',
}
export const factKinds = Object.entries(kinds).map(([value, label]) => ({ value, label }))

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
export const partOf = (fact: unknown, name: string): string => (typeof fact === 'object' && fact !== null ? textOf((fact as Record<string, unknown>)[name]) : '')

export const sayKind = (fact: unknown): string => {
  const kind = partOf(fact, 'kind')
  return kinds[kind] ?? (kind ? kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('_', ' ') : 'No kind')
}

/** What a fact says in a few words: "€1,200.00", "600.00 of inv-7", "silver". */
export function sayFact(fact: unknown): string {
  const [amount, currency, of, tier, account] = ['amount', 'currency', 'of', 'tier', 'account'].map((name) => partOf(fact, name))
  return [amount && sayAmount(amount, currency ?? ''), of && `of ${of}`, tier, partOf(fact, 'period'), partOf(fact, 'rate') && `${partOf(fact, 'from')} to ${partOf(fact, 'to')}: ${partOf(fact, 'rate')}`, account && !of && (account.startsWith('co_') ? '' : `with ${account}`)].filter(Boolean).join(' ')
}

function sayAmount(amount: string, currency: string): string {
  if (!currency) return /^\d+(\.\d+)?$/.test(amount) ? new Intl.NumberFormat('en-US', { minimumFractionDigits: amount.split('.')[1]?.length ?? 0 }).format(amount as Intl.StringNumericLiteral) : amount
  try {
    const amountMinor = parseMoney(amount, currency)
    return amountMinor === undefined ? `${amount}\u00a0${currency}`.trim() : formatMoney({ amountMinor, currency })
  } catch {
    return `${amount}\u00a0${currency}`.trim()
  }
}

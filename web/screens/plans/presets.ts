import type { Document, Json } from './document.ts'

export type Preset = { name: string; for: string; needs: string; components: Json[]; payout: Json }

const own = 'Runs on your introductions and opportunities.'
const billing = 'Needs invoices and payments, told by your billing.'
const introduction = { id: 'introduction', on: 'qualified', pay: { flat: '400.00' } }

/** What programs usually agree on, to start from. */
export const presets: Preset[] = [
  {
    name: 'Share of the first year', for: 'A share of what the customer pays in the first 12 months, as they pay; returned pro rata if they leave in year one.', needs: billing,
    components: [{ id: 'first_year', on: 'invoice', pay: { percent: '15' }, window: { months: 12 }, payable: 'as_collected', clawback: { days: 365, how: 'by_day' } }], payout: { every: 'quarter', days: 30 },
  },
  { name: 'Flat amount for an introduction', for: 'The same amount for each qualified introduction.', needs: own, components: [introduction], payout: { every: 'quarter', days: 30 } },
  {
    name: 'Introduction and share', for: 'A flat amount for each qualified introduction, and a share of the first year when they become a customer.', needs: own,
    components: [introduction, { id: 'first_year', on: 'sale', pay: { percent: '15' }, clawback: { days: 365, how: 'by_day' } }], payout: { every: 'quarter', days: 30 },
  },
  {
    name: 'Recurring share', for: 'A share of each invoice for 12 months, paid monthly.', needs: billing,
    components: [{ id: 'recurring', on: 'invoice', pay: { percent: '20' }, window: { months: 12 }, payable: 'as_collected' }], payout: { every: 'month', days: 30, minimum: '50.00' },
  },
  {
    name: 'Share that grows with volume', for: 'A higher rate on what is sold above each bound in a quarter.', needs: own,
    components: [{ id: 'volume', on: 'sale', pay: { bands: { over: 'quarter', mode: 'marginal', rows: [{ upTo: '50000.00', percent: '8' }, { upTo: '150000.00', percent: '12' }, { percent: '15' }] } }, clawback: { days: 365, how: 'by_day' } }], payout: { every: 'quarter', days: 30 },
  },
  {
    name: 'Reseller', for: 'A share of each sale by the reseller’s tier.', needs: `${own} Tiers are told.`,
    components: [{ id: 'resale', on: 'sale', pay: { percentByTier: { silver: '20', gold: '25' }, otherwise: '15' } }], payout: { every: 'quarter', days: 30 },
  },
]

/** Amounts lose their decimals where the currency has none. */
export function documentOf(preset: Preset, { name, currency, timeZone, digits }: { name: string; currency: string; timeZone: string; digits: number }): Document {
  const fit = (value: Json): Json => {
    if (typeof value === 'string') return digits < 2 ? value.replace(/\.00$/, '') : value
    if (Array.isArray(value)) return value.map(fit)
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fit(inner)])) : value
  }
  return { language: 2, name, currency, timeZone, components: preset.components.map(fit), payout: fit(preset.payout) }
}

// Published programs as plans: what each pays, tried on a few facts. The facts of a program are those of its public terms at some time.
type Fact = Record<string, unknown>
/** `earns` is what partner P earns in all; `says` a part of how the plan reads. */
export type Programme = { id: string; plan: object; facts: Fact[]; earns: string; says?: string }

const usd = (name: string, components: object[], more: object = {}) => ({ language: 2, name, currency: 'USD', components, ...more })
const invoices = (amounts: [day: string, amount: string, more?: Fact][], account = 'c1', prefix = 'i'): Fact[] =>
  amounts.map(([at, amount, more], n) => ({ id: `${prefix}${n}`, kind: 'invoice', partner: 'P', account, amount, currency: 'USD', at, ...more }))
const monthly = (n: number, amount: string, from = '2026-01-15', account = 'c1', prefix = 'i') =>
  invoices(Array.from({ length: n }, (_, i) => [Temporal.PlainDate.from(from).add({ months: i }).toString(), amount]), account, prefix)
const share = (percent: string, months: number, more: object = {}) => ({ id: 'share', on: 'invoice', pay: { percent }, window: { months }, ...more })

export const programmes: Programme[] = [
  { id: 'activecampaign-affiliate', plan: usd('Affiliate', [share('30', 12, { hold: { days: 60 }, payable: 'as_collected' })], { payout: { every: 'month' } }), facts: monthly(14, '100.00'), earns: '360.00', says: 'held for 60 days' },
  {
    id: 'apify-affiliate-2024', plan: usd('Affiliate', [{ id: 'first', on: 'invoice', pay: { percent: '20' }, window: { months: 3 } }, { id: 'later', on: 'invoice', pay: { percent: '30' }, window: { after: 3 }, limits: { perPeriod: { amount: '2500.00', over: 'ever', per: 'account' } } }], { payout: { every: 'month', minimum: '49.00', days: 14 } }),
    facts: [...monthly(5, '1000.00'), ...monthly(12, '2000.00', '2026-01-20', 'c2', 'j')], earns: '4900.00', says: 'at most $2,500.00 in all for each customer',
  },
  {
    id: 'bigcommerce-affiliate', plan: usd('Affiliate', [
      { id: 'first_month', on: 'invoice', pay: { percent: '200' }, limits: { items: { count: 1, per: 'account' } }, where: { not: { field: 'product', is: 'enterprise' } } },
      { id: 'enterprise', on: 'sale', pay: { flat: '1500.00' }, where: { field: 'product', is: 'enterprise' } }, { id: 'lead', on: 'qualified', pay: { flat: '40.00' } }, { id: 'trial', on: 'milestone', pay: { flat: '1.50' }, where: { field: 'source', is: 'trial' } },
    ]),
    facts: [...monthly(3, '79.00'), { id: 's', kind: 'sale', partner: 'P', account: 'big', amount: '90000.00', currency: 'USD', at: '2026-02-01', product: 'enterprise' }, { id: 'q', kind: 'qualified', partner: 'P', at: '2026-02-01' }, { id: 't', kind: 'milestone', partner: 'P', source: 'trial', at: '2026-02-01' }],
    earns: '1699.50', says: 'for the first with each customer only',
  },
  { id: 'clickup-affiliate', plan: usd('Affiliate', [share('20', 12, { hold: { days: 45 } })]), facts: monthly(13, '50.00'), earns: '120.00' },
  { id: 'complianceai-referral', plan: usd('Referrer', [{ id: 'won', on: 'invoice', pay: { percent: '10' }, payable: 'as_collected' }]), facts: [...invoices([['2026-01-10', '5000.00']]), { id: 'p', kind: 'payment', of: 'i0', amount: '2500.00', at: '2026-02-01' }], earns: '500.00', says: 'payable as the customer pays' },
  { id: 'digitalocean-referral', plan: usd('Affiliate', [share('10', 12)]), facts: monthly(24, '30.00'), earns: '36.00' },
  {
    id: 'freeagentcrm-referral', plan: usd('Referral', [{ id: 'lead', on: 'qualified', pay: { flat: '130.00' } }, share('25', 12, { where: { field: 'source', is: 'first_purchase' } })]),
    facts: [{ id: 'q', kind: 'qualified', partner: 'P', at: '2026-01-01' }, ...invoices([['2026-01-10', '100.00', { source: 'first_purchase' }], ['2026-02-10', '60.00', { source: 'first_purchase' }], ['2026-02-10', '40.00', { source: 'upgrade' }]])], earns: '170.00',
  },
  { id: 'genesis-digital-partnerstack', plan: usd('Affiliate', [share('40', 12, { hold: { days: 30 } })], { payout: { every: 'month', days: 15 } }), facts: monthly(2, '99.00'), earns: '79.20', says: 'within 15 days of the end of the month' },
  {
    id: 'gusto-promotion-may-2021',
    plan: usd('May promotion', [{ id: 'clients', on: 'sale', from: '2021-05-01', until: '2021-09-01', pay: { bands: { over: 'year', measure: 'count', mode: 'whole', rows: [{ upTo: '10', flat: '0.00' }, { upTo: '50', flat: '250.00' }, { upTo: '100', flat: '300.00' }, { upTo: '200', flat: '350.00' }, { flat: '400.00' }] } } }]),
    facts: Array.from({ length: 50 }, (_, n) => ({ id: `c${n}`, kind: 'sale', partner: 'P', account: `c${n}`, amount: '40.00', currency: 'USD', at: '2021-06-01' })), earns: '15000.00', says: '$250.00 each from 10 to 50',
  },
  {
    id: 'gusto-accountant', plan: usd('Revenue share', [{ id: 'share', on: 'invoice', pay: { percentByTier: { silver: '10', gold: '15', platinum: '20' } } }], { payout: { every: 'quarter' } }),
    facts: [{ id: 't1', kind: 'tier', partner: 'P', tier: 'silver', at: '2026-01-01' }, { id: 't2', kind: 'tier', partner: 'P', tier: 'gold', at: '2026-02-01' }, ...monthly(3, '100.00')], earns: '40.00', says: '10\u00a0% for tier silver',
  },
  {
    id: 'msp-sales-revolution', plan: usd('Referral', [share('10', 12, { basis: { lines: ['monthly'] }, hold: { days: 30 }, payable: 'as_collected' })], { payout: { every: 'quarter', days: 30 } }),
    facts: [{ id: 'i', kind: 'invoice', partner: 'P', account: 'c', currency: 'USD', at: '2026-01-10', lines: [{ id: 'm', kind: 'monthly', amount: '800.00' }, { id: 'o', kind: 'onboarding', amount: '2000.00' }] }], earns: '80.00', says: 'the monthly lines of each invoice',
  },
  { id: 'notion-affiliate', plan: usd('Affiliate', [share('50', 12)]), facts: monthly(12, '96.00'), earns: '576.00' },
  {
    id: 'odoo-partnership', plan: {
      language: 2, name: 'Partnership', currency: 'EUR', payout: { every: 'month', days: 15 }, components: [
        { id: 'enterprise', on: 'invoice_line', basis: { lines: ['enterprise'] }, pay: { percentByTier: { learning: '10', ready: '10', silver: '15', gold: '20' } } },
        { id: 'hosting', on: 'invoice_line', basis: { lines: ['hosting'] }, pay: { percentByTier: { learning: '10', ready: '50', silver: '50', gold: '50' } }, limits: { perPeriod: { amount: '150.00', over: 'month', per: 'account' } } },
        { id: 'maintenance', on: 'invoice_line', basis: { lines: ['maintenance'] }, pay: { percent: '82' } },
      ],
    },
    facts: [
      { id: 't1', kind: 'tier', partner: 'P', tier: 'silver', at: '2026-01-01' }, { id: 't2', kind: 'tier', partner: 'P', tier: 'gold', at: '2026-02-01' },
      ...['2026-01-31', '2026-02-01'].map((at) => ({ id: at, kind: 'invoice', partner: 'P', account: 'c', currency: 'EUR', at, lines: [{ id: 'e', kind: 'enterprise', amount: '1000.00' }, { id: 'h', kind: 'hosting', amount: '400.00' }, { id: 'm', kind: 'maintenance', amount: '16.00' }] })),
    ],
    earns: '676.24', says: 'at most €150.00 in a month for each customer',
  },
  { id: 'pipedream-affiliate', plan: usd('Affiliate', [share('33', 12)], { payout: { every: 'month', minimum: '100.00' } }), facts: monthly(12, '29.00'), earns: '114.84', says: 'from $100.00 on' },
  { id: 'pipefy-partners', plan: usd('Affiliate', [{ id: 'share', on: 'sale', pay: { percent: '10' } }]), facts: [{ id: 's', kind: 'sale', partner: 'P', amount: '480.00', currency: 'USD', at: '2026-01-10' }], earns: '48.00' },
  { id: 'proposify-partner', plan: usd('Certified', [{ id: 'share', on: 'invoice', pay: { percent: '20' } }]), facts: invoices([['2026-01-10', '3000.00']]), earns: '600.00' },
  {
    id: 'semrush-affiliate-shareasale', plan: usd('Affiliate', [{ id: 'sale', on: 'sale', pay: { flat: '200.00' }, limits: { items: { count: 1, per: 'account' } } }, { id: 'trial', on: 'milestone', pay: { flat: '10.00' }, where: { field: 'source', is: 'trial' } }]),
    facts: [{ id: 't', kind: 'milestone', partner: 'P', source: 'trial', account: 'c', at: '2026-01-01' }, ...['2026-01-10', '2027-01-10'].map((at) => ({ id: at, kind: 'sale', partner: 'P', account: 'c', amount: '119.95', currency: 'USD', at }))], earns: '210.00',
  },
  {
    id: 'shopify-partners', plan: usd('Referrals', [
      { id: 'stores', on: 'invoice', pay: { percent: '20' }, where: { field: 'product', in: ['basic', 'shopify', 'advanced'] } }, { id: 'plus', on: 'invoice', pay: { percent: '20' }, where: { field: 'product', is: 'plus' } },
      { id: 'link', on: 'invoice', pay: { percent: '100' }, limits: { items: { count: 2, per: 'account' } }, where: { field: 'source', is: 'link' }, replaces: ['stores'] },
      { id: 'bounty', on: 'milestone', from: '2025-11-01', until: '2026-06-01', pay: { flat: '500.00' }, where: { field: 'source', is: 'live_store' } },
    ], { payout: { every: 'month', minimum: '25.00' } }),
    facts: [...invoices([['2026-01-10', '29.00', { product: 'basic' }], ['2026-01-11', '2300.00', { product: 'plus' }], ['2026-01-12', '5.00', { product: 'starter' }]]), ...['2026-01-15', '2026-02-15', '2026-03-15'].map((at) => ({ id: at, kind: 'invoice', partner: 'P', account: 'linked', amount: '29.00', currency: 'USD', product: 'basic', source: 'link', at })), { id: 'b', kind: 'milestone', partner: 'P', source: 'live_store', at: '2026-03-01' }],
    earns: '1023.80', says: 'instead of “stores”',
  },
  { id: 'stape-partner', plan: usd('Agency', [{ id: 'share', on: 'invoice', pay: { bands: { over: 'ever', measure: 'amount', mode: 'whole', rows: [{ upTo: '1000.00', percent: '20' }, { percent: '40' }] } } }], { payout: { every: 'month', minimum: '100.00' } }), facts: monthly(11, '100.00'), earns: '440.00' },
  {
    id: 'webflow-affiliate', plan: usd('Affiliate', [share('50', 12, { where: { field: 'source', is: 'first_plan' } })]),
    facts: invoices([['2026-01-10', '23.00', { source: 'first_plan' }], ['2026-02-10', '23.00', { source: 'first_plan' }], ['2026-02-11', '39.00', { source: 'second_plan' }]]), earns: '23.00',
  },
]

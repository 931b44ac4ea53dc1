import { amounts, choice, decision, earned, invoice, item, paid, payout, pays, protection, registrations, sale, standing, touch, type OddTerm, type Raw } from './told.ts'

const reseller = [standing('2026-01-01', 'partner_type', 'value_added', { partner: 'P' }), standing('2026-01-01', 'founded', '2020-01-01', { partner: 'P' })]
const approved = (more: object = {}): Raw[] => [protection('r', '2026-03-02T08:00:00Z', { ...more }), decision('r', '2026-03-02T09:00:00Z', 'approved')]
const person = (day: string, name: string, more: object = {}) => standing(day, 'certified', 'yes', { partner: 'P', person: name, ...more })
const event = (id: string, fields: object, more: object = {}) => item('activity', id, '2026-06-20', { amount: '8000.00', currency: 'USD', fields: { asked: '2026-05-15', approved: '2026-05-20', held_on: '2026-06-01', receipts: 'yes', leads_shared: 'complete', contract_signed: '2026-01-01', ...fields }, ...more })
const fee = (id: string, day: string, more: object = {}) => invoice(id, day, '', { amount: undefined, lines: [{ id: 'm', kind: 'monthly', amount: '800.00' }, { id: 'o', kind: 'onboarding', amount: '2000.00' }], source: 'e-mail', fields: { introduced: '2026-01-01' }, ...more })
const workspace = (id: string, fields: object) => invoice(id, '2026-02-01', '96.00', { account: id, product: 'plus', fields: { new_workspace: 'yes', upgraded_by: 'ann', created_by: 'ann', ...fields } })
const odooLine = (id: string, day: string, kind: string, amount: string, more: object = {}) => invoice(id, day, '', { amount: undefined, currency: 'EUR', lines: [{ id: 'l', kind, amount }], fields: { subscription: 's' }, ...more })
const measures = (day: string, users: string, retention: string, people: number): Raw[] => [standing(day, 'net_new_users', users, { partner: 'P' }), standing(day, 'retention', retention, { partner: 'P' }), ...Array.from({ length: people }, (_, i) => person(day, `${day} ${i}`))]

const everything = Object.fromEntries(['contact_name', 'address', 'phone', 'e-mail', 'website', 'industry', 'employees', 'revenue'].map((field) => [field, 'given']))

export const thirdOddTerms: OddTerm[] = [
  {
    id: 'mattermost-reseller', term: 'reseller margin turns into a referral fee when the customer goes around the reseller',
    facts: [...reseller, ...approved(), sale('resold', '2026-03-10', '800.00', { fields: { channel: 'resale', end_customer: 'Acme' }, amounts: { list: '1000.00' } }), sale('online', '2026-03-11', '1000.00', { partner: undefined, fields: { channel: 'online' }, amounts: { list: '1000.00' } }), standing('2026-03-20', 'fee_invoiced', 'yes', { account: 'c' })],
    ask: (run) => [pays(run), amounts(run)], expected: [['resold 800.00 of 1000.00'], ['online 200.00']],
  },
  { id: 'mattermost-reseller', term: 'review within one business day', facts: [...reseller, protection('r', '2026-03-06T10:00:00Z')], ask: (run) => run.protections[0]?.decideBy, expected: '2026-03-09T17:00:00Z' },
  {
    id: 'mattermost-reseller', term: 'two-year company age requirement', facts: [standing('2024-01-01', 'founded', '2024-06-01', { partner: 'P' }), ...[['young', '2026-05-31', 'c'], ['old enough', '2026-06-02', 'd']].flatMap(([id, day, account]) => [protection(id!, day!, { account }), decision(id!, day!, 'approved')])],
    ask: registrations, expected: ['young no: The partner has worked for less than two years.', 'old enough yes: Nobody else held the account.'],
  },
  {
    id: 'monday-channel-tiers-2021', term: 'customer satisfaction is a tier input, refreshed half-yearly',
    facts: [person('2025-01-01', 'ann'), person('2025-01-01', 'bob'), standing('2025-12-01', 'csat', '4.2', { partner: 'P' }), standing('2026-03-01', 'csat', '3.1', { partner: 'P' }), sale('big', '2025-11-01', '60000.00'), sale('spring', '2026-04-01', '1000.00'), sale('summer', '2026-08-01', '1000.00')],
    ask: (run) => amounts(run).slice(1), expected: ['spring 200.00', 'summer 100.00'],
  },
  {
    id: 'monday-channel-tiers-2021', term: 'per-person certifications expire yearly',
    facts: [person('2025-07-01', 'ann', { until: '2026-07-01' }), person('2026-01-01', 'bob', { until: '2027-01-01' }), standing('2025-12-01', 'csat', '4.2', { partner: 'P' }), sale('big', '2025-11-01', '60000.00'), sale('june', '2026-06-15', '1000.00'), sale('july', '2026-07-15', '1000.00')],
    ask: (run) => amounts(run).slice(1), expected: ['july 100.00', 'june 200.00'],
  },
  {
    id: 'mongodb-mdf', term: 'pre-approval, claim and payment each have own deadline', facts: [event('in time', {}), event('asked late', { asked: '2026-05-20' }), event('claimed late', { held_on: '2026-05-20', asked: '2026-04-01', approved: '2026-04-02' }), event('contract too old', { contract_signed: '2025-05-01' })],
    ask: (run) => run.lines.map((line) => `${line.item} ${line.amount} by ${line.payableOn}`), expected: ['in time 4000.00 by 2026-08-19'],
  },
  { id: 'mongodb-mdf', term: 'lead hand-over is a condition', facts: [event('all leads', {}, { amounts: { travel: '1000.00' } }), event('some leads', { leads_shared: 'names' })], ask: (run) => amounts(run), expected: ['all leads 3500.00'] },
  { id: 'msp-sales-revolution', term: 'e-mail introduction is a valid way to register', facts: [fee('mailed', '2026-01-10'), fee('called', '2026-01-10', { account: 'd', source: 'telephone' }), fee('late', '2026-04-12', { account: 'e' })], ask: (run) => amounts(run), expected: ['mailed 80.00'] },
  {
    id: 'msp-sales-revolution', term: 'no clawback after payment',
    facts: [...['c', 'd'].flatMap((account) => [fee(account, '2026-01-10', { account }), paid(account, '2026-01-20', '2800.00')]), { id: 'before', kind: 'refund', of: 'd', amount: 'all', at: '2026-04-01' }, payout('q1', '2026-04-30'), { id: 'after', kind: 'refund', of: 'c', amount: 'all', at: '2026-05-10' }, payout('q2', '2026-07-30')],
    ask: (run) => [amounts(run), run.payouts?.map((one) => `${one.payout} ${one.sent} ${one.carried}`)], expected: [['c 80.00'], ['q1 80.00 0.00', 'q2 0.00 0.00']],
  },
  {
    id: 'nightfall-deal-registration', term: 'submission time and approval time are different events and the tender rule compares with publication date',
    facts: [['c', '2026-03-11'], ['d', '2026-03-05'], ['e', '2026-02-20']].flatMap(([account, tender_published]) => [protection(account!, '2026-03-01', { account, amount: '6000.00', currency: 'USD', fields: { end_user_spelled: 'as_registered', tender_published } }), decision(account!, '2026-03-10', 'approved')]),
    ask: registrations, expected: ['c yes: Nobody else held the account.', 'd no: The tender was published before it was approved.', 'e no: The tender was published before it was registered.'],
  },
  {
    id: 'nightfall-deal-registration', term: 'correct spelling of the end user required', facts: [protection('r', '2026-03-01', { amount: '6000.00', currency: 'USD', fields: { end_user_spelled: 'otherwise' } }), decision('r', '2026-03-02', 'approved'), protection('s', '2026-03-01', { account: 'd', amount: '5999.99', currency: 'USD', fields: { end_user_spelled: 'as_registered' } })],
    ask: registrations, expected: ['r no: The end user is not named as it is registered.', 's no: It is below the minimum of 6,000 dollars list price.'],
  },
  { id: 'notion-affiliate', term: 'attribution fails if another member upgrades', facts: [...['own', 'other'].map((account) => touch('2026-01-01', account)), workspace('own', {}), workspace('other', { upgraded_by: 'bob' })], ask: (run) => amounts(run), expected: ['own 48.00'] },
  { id: 'notion-affiliate', term: 'GDPR consent condition for EU referrals', facts: [...['eu', 'asked', 'us'].map((account) => touch('2026-01-01', account)), workspace('eu', { region: 'eu' }), workspace('asked', { region: 'eu', consent: 'yes' }), workspace('us', { region: 'us' })], ask: (run) => amounts(run), expected: ['asked 48.00', 'us 48.00'] },
  { id: 'notion-affiliate', term: 'add-on (AI) earns separately', facts: [touch('2026-01-01', 'w'), workspace('w', {}), invoice('ai', '2026-03-01', '10.00', { account: 'w', product: 'ai' })], ask: (run) => run.lines.map((line) => `${line.component} ${line.amount}`), expected: ['ai_add_on 5.00', 'workspace 48.00'] },
  {
    id: 'odoo-partnership', term: 'tier depends on three measures at once, all must hold; reviewed quarterly; promotion may be automatic at any time', title: 'up at any time, down at the quarter',
    facts: [...measures('2026-01-01', '75', '69', 3), standing('2026-02-10', 'retention', '70', { partner: 'P' }), standing('2026-03-01', 'retention', '60', { partner: 'P' }), ...['2026-02-01', '2026-02-15', '2026-03-15', '2026-04-01'].map((day) => odooLine(day, day, 'enterprise', '100.00'))],
    ask: (run) => amounts(run), expected: ['2026-02-01/l 10.00', '2026-02-15/l 15.00', '2026-03-15/l 15.00', '2026-04-01/l 10.00'],
  },
  { id: 'odoo-partnership', term: 'retention rate = share of customers acquired in last 3 years still active', title: 'the share is measured elsewhere and told as a standing', facts: [...measures('2026-01-01', '300', '79.99', 6), odooLine('i', '2026-02-01', 'enterprise', '100.00')], ask: (run) => amounts(run), expected: ['i/l 15.00'] },
  { id: 'odoo-partnership', term: 'net new users count upsell, downsell and churn but not renewals, while renewals still earn', facts: [...measures('2026-01-01', '9', '100', 1), odooLine('first', '2026-02-01', 'enterprise', '100.00'), odooLine('renewed', '2027-02-01', 'enterprise', '100.00'), odooLine('hosted', '2027-02-01', 'hosting', '100.00')], ask: (run) => amounts(run), expected: ['first/l 10.00', 'hosted/l 10.00', 'renewed/l 10.00'] },
  {
    id: 'odoo-partnership', term: 'currency-specific caps (150 EUR is not 180 USD converted)', facts: [...measures('2026-01-01', '10', '0', 1), odooLine('euro', '2026-02-01', 'hosting', '400.00'), odooLine('dollar', '2026-02-01', 'hosting', '400.00', { account: 'd', currency: 'USD' }), odooLine('other', '2026-02-02', 'hosting', '400.00', { fields: { subscription: 't' } }), odooLine('year', '2026-02-03', 'hosting', '4000.00', { account: 'e', currency: 'USD', fields: { subscription: 'u', billing: 'yearly' } })],
    ask: (run) => run.lines.map((line) => `${line.item} ${line.amount} ${line.currency}`), expected: ['dollar/l 180.00 USD', 'euro/l 150.00 EUR', 'other/l 150.00 EUR', 'year/l 1728.00 USD'],
  },
  { id: 'odoo-partnership', term: 'partner pays an annual fee', facts: [item('milestone', 'second year', '2026-01-01', { source: 'partnership_year' })], ask: (run) => [amounts(run), earned(run)], expected: [['second year -3000.00'], '-3000.00'] },
  { id: 'odoo-partnership', term: 'rate fixed by tier at invoice date, so the same customer changes rate over time', facts: [...measures('2026-01-01', '75', '80', 6), standing('2026-06-15', 'net_new_users', '300', { partner: 'P' }), ...['2026-06-14', '2026-06-15'].map((day) => odooLine(day, day, 'enterprise', '100.00'))], ask: (run) => amounts(run), expected: ['2026-06-14/l 15.00', '2026-06-15/l 20.00'] },
  { id: 'odoo-partnership', term: 'hiring ban of 12 months with a 30,000 EUR penalty', facts: [standing('2026-01-01', 'partnership_ended', '2026-01-01', { partner: 'P' }), item('milestone', 'hired', '2027-01-01', { source: 'hired_staff' }), item('milestone', 'later', '2027-01-02', { source: 'hired_staff' })], ask: (run) => amounts(run), expected: ['hired -30000.00'] },
  { id: 'oneio-deal-registration', term: 'customer choice overrides registration order', facts: [...approved(), choice('2026-04-01', 'Q'), sale('s', '2026-05-01', '1000.00')], ask: (run) => run.lines.map((line) => `${line.partner} ${line.amount}`), expected: ['Q 100.00'] },
  { id: 'oneio-deal-registration', term: 'deal must close inside validity to be paid', facts: [...approved(), sale('within', '2026-09-02T07:59:59Z', '1000.00'), sale('after', '2026-09-02T08:00:00Z', '1000.00')], ask: (run) => amounts(run), expected: ['within 100.00'] },
  { id: 'pipedrive-channel', term: 'one partner may hold several types at once and picks the type per transaction; compensation follows the transaction, not the partner', facts: [invoice('i', '2026-01-01', '100.00', { fields: { acted_as: 'affiliate' } }), invoice('j', '2026-01-01', '100.00', { account: 'd', fields: { acted_as: 'premier' } }), sale('k', '2026-01-01', '100.00', { account: 'e', fields: { acted_as: 'elite' }, amounts: { list: '100.00' } })], ask: (run) => [amounts(run), pays(run)], expected: [['i 20.00', 'j 25.00'], ['k 70.00 of 100.00']] },
  ...(['yes', 'no'] as const).map((prospect_confirmed): OddTerm => ({
    id: 'pipefy-partners', term: 'prospect confirmation needed', title: `confirmed: ${prospect_confirmed}`, facts: [...approved({ fields: { ...everything, prospect_confirmed } }), sale('s', '2026-04-01', '480.00')], ask: (run) => [run.protections[0]?.why, earned(run)],
    expected: prospect_confirmed === 'yes' ? ['Nobody else held the account.', '48.00'] : ['The company has not confirmed that it talked to the partner.', '0.00'],
  })),
  { id: 'pipefy-partners', term: 'lead may be created by vendor or by partner; origin is recorded', facts: [...approved({ fields: { ...everything, prospect_confirmed: 'yes', origin: 'vendor' } }), sale('s', '2026-04-01', '480.00', { partner: undefined, source: 'vendor' })], ask: (run) => amounts(run), expected: ['s 48.00'] },
  {
    id: 'proposify-partner', term: 'annual payment paid out in twelve parts', facts: [invoice('whole', '2026-01-10', '3000.00', { fields: { billing: 'yearly' } }), invoice('ended', '2026-01-10', '3000.00', { account: 'd', fields: { billing: 'yearly' } }), { id: 'gone', kind: 'cancellation', of: 'ended', at: '2026-06-10' }],
    ask: (run) => [run.lines.filter((line) => line.item.startsWith('whole')).map((line) => line.amount), run.lines.filter((line) => line.item.startsWith('ended')).map((line) => `${line.earnedOn} ${line.amount}`)],
    expected: [Array.from({ length: 12 }, () => '50.00'), ['2026-01-10 50.00', '2026-02-10 50.00', '2026-03-10 50.00', '2026-04-10 50.00', '2026-05-10 50.00']],
  },
  {
    id: 'proposify-partner', term: 'reactivation rule depends on path of return', facts: ['direct', 'link'].flatMap((account) => ['2026-01-10', '2026-02-10', '2026-06-10', '2026-07-10'].map((day) => invoice(`${account} ${day}`, day, '100.00', { account, fields: day === '2026-06-10' ? { returned_by: account } : {} }))),
    ask: (run) => amounts(run), expected: ['direct 2026-01-10 20.00', 'direct 2026-02-10 20.00', 'link 2026-01-10 20.00', 'link 2026-02-10 20.00', 'link 2026-06-10 20.00', 'link 2026-07-10 20.00'],
  },
]

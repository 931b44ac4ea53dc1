import { amounts, choice, decision, earned, invoice, item, paidInvoice, payout, protection, registrations, rewards, sale, standing, step, touch, type OddTerm, type Raw } from './told.ts'

const firm = ['ann', 'bob'].map((partner): Raw => ({ id: `${partner} above`, kind: 'above', partner, manager: 'Firm', at: '2020-01-01' }))
const milestone = (id: string, partner: string, source: string, more: object = {}) => item('milestone', id, '2026-01-10', { partner, account: undefined, source, ...more })
const active = standing('2020-01-01', 'partner_state', 'active', { partner: 'P' })
const store = (id: string, day: string, account = 'c', amount = '100.00') => paidInvoice(id, day, amount, { account, product: 'basic' })
const bounty = (account: string): Raw[] => [item('milestone', `${account} bounty`, '2026-01-15', { account, source: 'referred_store', fields: { first_payment: '2026-02-20' } }), standing('2026-05-01', 'processed', '1000.00', { account }), standing('2026-05-20', 'live', 'yes', { account })]
const invited = standing('2025-10-01', 'invited', 'yes', { partner: 'P' })
const adviser = (partner: string): Raw[] => [standing('2026-01-01', 'accepted', '2026-01-01', { partner }), standing('2026-01-20', 'certified_on', '2026-01-20', { partner }), standing('2026-02-20', 'first_client_on', '2026-02-20', { partner })]
const used = (id: string, fields: object, more: object = {}) => item('usage', id, '2026-03-31', { product: 'business', fields: { used: 'yes', ...fields }, ...more })
const listed = { amounts: { list: '1000.00' }, currency: 'USD' }

export const lastOddTerms: OddTerm[] = [
  { id: 'quickbooks-proadvisor-points', term: 'points pooled over all members of one firm', facts: [...firm, milestone('m', 'ann', 'certification'), milestone('n', 'bob', 'survey'), ...paidInvoice('i', '2026-01-11', '50.00', { partner: 'bob' })], ask: rewards, expected: ['Firm 100.00 points', 'Firm 250.00 points', 'Firm 10.00 points'] },
  { id: 'quickbooks-proadvisor-points', term: 'points have no cash value', facts: [...firm, milestone('m', 'ann', 'certification'), payout('p', '2026-12-31')], ask: (run) => [run.lines, run.balances, run.payouts, run.rewardEntries?.map((one) => `${one.amount} ${one.currency}`)], expected: [[], [], [], ['250.00 points']] },
  { id: 'quickbooks-proadvisor-points', term: 'vendor may offer one-off activities to single members', facts: [...firm, milestone('m', 'ann', 'invited_activity', { fields: { invited_member: 'yes' } }), milestone('n', 'bob', 'invited_activity')], ask: rewards, expected: ['Firm 500.00 points'] },
  {
    id: 'semrush-affiliate-shareasale', term: 'same vendor ran first-click and last-click programmes side by side; old sales keep re-billing under the old one', facts: [touch('2026-01-01', 'c', 'Q'), touch('2026-02-01', 'c', 'P'), sale('new', '2026-02-10', '119.95', { partner: undefined }), invoice('old', '2026-03-10', '119.95', { partner: undefined, fields: { programme: 'berush' } })],
    ask: (run) => run.lines.map((line) => `${line.partner} ${line.component} ${line.amount}`), expected: ['P sale 200.00', 'Q berush 47.98'],
  },
  { id: 'semrush-affiliate-shareasale', term: 'flat amount may exceed the first month price (99.95 -> 200)', facts: [touch('2026-02-01'), sale('s', '2026-02-10', '99.95'), sale('t', '2027-02-10', '99.95')], ask: (run) => amounts(run), expected: ['s 200.00'] },
  { id: 'semrush-affiliate-shareasale', term: 'two rewards on one customer at different events', facts: [touch('2026-02-01'), item('milestone', 'trial', '2026-02-03', { source: 'trial' }), sale('s', '2026-02-10', '119.95')], ask: (run) => [amounts(run), earned(run)], expected: [['s 200.00', 'trial 10.00'], '210.00'] },
  {
    id: 'sharp-nec-deal-registration', term: 'multi-site projects must list every location', facts: [['all', 'c', '3'], ['some', 'd', '2']].flatMap(([id, account, sites_listed]) => [protection(id!, '2026-01-01', { account, fields: { sites: '3', sites_listed } }), decision(id!, '2026-01-02', 'approved')]),
    ask: registrations, expected: ['all yes: Nobody else held the account.', 'some no: Every location of the project is to be listed.'],
  },
  {
    id: 'sharp-nec-deal-registration', term: 'protection is not exclusive when the end user objects', facts: [protection('r', '2026-01-01'), decision('r', '2026-01-02', 'approved'), item('opportunity', 'o', '2026-02-01', listed), choice('2026-02-10', 'Q'), item('opportunity', 'p', '2026-02-11', listed)],
    ask: (run) => [run.prices.map((one) => `${one.partner} ${one.price}`), registrations(run)[0]], expected: [['P 920.00', 'Q 920.00'], 'r yes: The customer chose another partner.'],
  },
  {
    id: 'shopify-partners', term: 'keep-alive activity condition on earlier earnings',
    facts: [active, sale('new store', '2026-01-01', '0.00'), ...store('i', '2027-01-01'), ...store('j', '2027-01-02'), sale('other store', '2027-02-01', '0.00', { account: 'd' }), ...store('k', '2027-03-01'), ...store('l', '2027-03-01', 'd')],
    ask: (run) => amounts(run), expected: ['i 20.00', 'l 20.00'],
  },
  { id: 'shopify-partners', term: 'bounty paid in instalments', facts: [invited, ...bounty('c')], ask: (run) => amounts(run), expected: ['c bounty#1 250.00', 'c bounty#2 250.00'] },
  {
    id: 'shopify-partners', term: 'minimum payout tested per activity type',
    facts: [active, ...store('s', '2026-01-10', 'c', '100.00'), invoice('link', '2026-01-11', '29.00', { account: 'd', product: 'basic', source: 'link' }), payout('p', '2026-01-31')],
    ask: (run) => run.payouts?.map((one) => `${one.group || 'the rest'} ${one.sent} ${one.carried}`), expected: ['the rest 0.00 20.00', 'referrals 29.00 0.00'],
  },
  {
    id: 'shopify-partners', term: 'time-boxed bounty with a two-step milestone and pay date 2-4 weeks after a fixed day', title: 'both steps in time, or nothing',
    facts: [invited, ...bounty('c'), item('milestone', 'd bounty', '2026-01-15', { account: 'd', source: 'referred_store', fields: { first_payment: '2026-03-01' } }), ...bounty('e').slice(0, 2), standing('2026-06-01', 'live', 'yes', { account: 'e' })],
    ask: (run) => run.lines.map((line) => `${line.item} ${line.payableOn}`), expected: ['c bounty#1 2026-06-22', 'c bounty#2 2026-06-22'],
  },
  {
    id: 'stape-partner', term: 'client pays, partner has access', facts: [standing('2026-01-01', 'paid_containers', '6', { partner: 'P' }), ...['partner', 'client'].map((access) => invoice(access, '2026-02-01', '100.00', { account: access, fields: { access } }))],
    ask: (run) => amounts(run), expected: ['partner 20.00'],
  },
  {
    id: 'stripe-partner', term: 'provisional status with a deadline',
    facts: [standing('2026-01-15', 'joined', '2026-01-15', { partner: 'P' }), ...['c', 'd'].map((account) => protection(account, '2026-05-01', { account, days: 200 })), sale('in time', '2026-07-15', '1000.00'), sale('too late', '2026-07-16', '1000.00', { account: 'd' })],
    ask: (run) => amounts(run), expected: ['in time 500.00'],
  },
  { id: 'stripe-partner', term: 'partner pays a fee', facts: [milestone('m', 'P', 'verified_year')], ask: (run) => amounts(run), expected: ['m -250.00'] },
  {
    id: 'webflow-affiliate', term: 'mutually exclusive programmes', facts: [standing('2026-03-01', 'programme', 'certified', { partner: 'P' }), ...['c', 'd'].map((account) => touch('2026-02-15', account)), ...[['c', '2026-02-20'], ['d', '2026-03-02']].map(([account, day]) => invoice(account!, day!, '39.00', { account, fields: { visited_before: 'no', subscription: 's' } }))],
    ask: (run) => amounts(run), expected: ['c 19.50'],
  },
  {
    id: 'webflow-affiliate', term: 'first subscription only, so a second workspace earns nothing', facts: [touch('2026-01-01'), ...[['2026-01-10', 'first'], ['2026-01-20', 'second'], ['2026-02-10', 'first']].map(([day, subscription]) => invoice(day!, day!, '39.00', { fields: { visited_before: 'no', subscription } }))],
    ask: (run) => amounts(run), expected: ['2026-01-10 19.50', '2026-02-10 19.50'],
  },
  { id: 'xero-partner', term: 'one customer credits several partners in full', facts: [...adviser('P'), ...adviser('Q'), used('u', {}, { partner: undefined, partners: [{ partner: 'P', weight: 1 }, { partner: 'Q', weight: 1 }] })], ask: rewards, expected: ['P 2.00 points', 'Q 2.00 points'] },
  { id: 'xero-partner', term: 'points depend on product usage, not purchase', facts: [...adviser('P'), used('idle', { used: 'no' }), sale('bought', '2026-03-01', '60.00'), used('ledger', { paying: 'yes' }, { product: 'ledger' })], ask: rewards, expected: ['P 0.01 points'] },
  {
    id: 'xero-partner', term: 'must complete certification within 30 days and add one paid client within 60 days of acceptance', facts: [...adviser('P'), standing('2026-01-01', 'accepted', '2026-01-01', { partner: 'Q' }), standing('2026-01-20', 'certified_on', '2026-01-20', { partner: 'Q' }), standing('2026-03-03', 'first_client_on', '2026-03-03', { partner: 'Q' }), ...['P', 'Q'].map((partner) => used(partner, {}, { partner }))],
    ask: rewards, expected: ['P 2.00 points'],
  },
  { id: 'xero-partner', term: 'plan migration maps old points to new', facts: [...adviser('P'), used('old', { plan_generation: 'old' }), used('moved', { plan_generation: 'new' }, { product: 'comprehensive' })], ask: (run) => run.rewards.map((line) => `${line.item} ${line.component} ${line.amount}`), expected: ['moved migrated 3.00', 'old points 2.00'] },
  {
    id: 'yandex-cloud-deal-registration', term: 'target consumption counted from creation of the sub-account',
    facts: [protection('r', '2026-01-01'), decision('r', '2026-01-10', 'approved'), step('r', '2026-02-01', 'sub_account'), ...[['before', '2026-01-20', '90000.00'], ['first', '2026-02-10', '60000.00'], ['second', '2026-03-10', '50000.00']].map(([id, day, amount]) => item('usage', id!, day!, { amount, currency: 'RUB', fields: { sub_account_created: '2026-02-01' } }))],
    ask: (run) => amounts(run), expected: ['second 5000.00'],
  },
  {
    id: 'yandex-cloud-deal-registration', term: 'approval lapses unless a technical step follows', facts: [protection('r', '2026-01-01'), decision('r', '2026-01-10', 'approved'), protection('s', '2026-01-01', { account: 'd' }), decision('s', '2026-01-10', 'approved'), step('s', '2026-03-10', 'sub_account')],
    ask: (run) => run.protections.map((one) => one.until), expected: ['2026-03-11T00:00:00Z', '2027-01-10T00:00:00Z'],
  },
  { id: 'zapier-partner-referral', term: 'rate lives in a portal, not in the contract', facts: [standing('2026-01-01', 'portal_rate', '20'), standing('2026-02-01', 'portal_rate', '25'), standing('2026-02-01', 'portal_rate', '33.5', { partner: 'Q' }), ...[['i', '2026-01-31', 'P'], ['j', '2026-02-01', 'P'], ['k', '2026-02-01', 'Q']].map(([id, day, partner]) => invoice(id!, day!, '100.00', { partner, fields: { referral_state: 'qualified' } }))], ask: (run) => run.lines.map((line) => `${line.item} ${line.amount}`), expected: ['i 20.00', 'j 25.00', 'k 33.50'] },
]

import { amounts, earned, invoice, item, many, paid, payout, pays, protection, rewards, sale, standing, step, touch, type OddTerm } from './told.ts'

const client = (account: string, day: string, more: object = {}) => invoice(`${account} ${day}`, day, '100.00', { account, fields: { enrolled_by: 'dashboard', enrolled: '2026-01-01', first_payroll: '2026-01-20', ...more } })
const five = standing('2025-12-01', 'clients', '5', { partner: 'P' })
const billing = (account: string, day: string, value: string) => standing(day, 'billing', value, { account })
const payrolls = (n: number) => many(n, (i) => item('milestone', `c${i}`, '2021-06-01', { account: `c${i}`, source: 'first_payroll' }))
const lead = (id: string, lead_state: string, day = '2021-11-05') => item('qualified', id, day, { account: id, fields: { lead_state } })

export const secondOddTerms: OddTerm[] = [
  {
    id: 'digitalocean-referral', term: 'two-sided reward', facts: [item('milestone', 'card', '2026-01-01', { source: 'payment_method_added' }), invoice('i', '2026-02-01', '30.00', { source: 'customer_referral' })],
    ask: (run) => [rewards(run), run.lines], expected: [['P 25.00 account credit', 'customer c 10.00 account credit'], []],
  },
  {
    id: 'digitalocean-referral', term: 'pending state until a spend threshold is met', facts: [invoice('i', '2026-01-01', '20.00', { source: 'customer_referral', amounts: { promotional_credit: '5.00' } }), invoice('j', '2026-02-01', '9.99', { source: 'customer_referral' }), invoice('k', '2026-03-01', '0.01', { source: 'customer_referral' }), invoice('l', '2026-04-01', '50.00', { source: 'customer_referral' })],
    ask: (run) => run.rewards.map((line) => `${line.item} ${line.amount}`), expected: ['k 25.00'],
  },
  {
    id: 'digitalocean-referral', term: 'reward in credit, not cash', facts: [invoice('i', '2026-01-01', '30.00', { source: 'customer_referral' }), payout('p', '2026-12-31')],
    ask: (run) => [run.rewards.map((line) => `${line.amount} ${line.currency} as ${line.unit}`), run.balances, run.payouts], expected: [['25.00 USD as account credit'], [], []],
  },
  { id: 'digitalocean-referral', term: 'daily limit of 30 invitations', facts: [...many(31, (i) => item('introduction', `a${i}`, '2026-01-01')), item('introduction', 'next', '2026-01-02')], ask: (run) => run.rewards.reduce((sum, line) => sum + Number(line.amount), 0), expected: 31 },
  { id: 'freeagentcrm-referral', term: 'asymmetric: downgrade lowers, upgrade does not raise', facts: [['i', '2026-01-10', '100.00'], ['j', '2026-02-10', '140.00'], ['k', '2026-03-10', '60.00'], ['l', '2026-04-10', '100.00']].map(([id, day, amount]) => invoice(id!, day!, amount!)), ask: (run) => amounts(run), expected: ['i 25.00', 'j 25.00', 'k 15.00', 'l 25.00'] },
  { id: 'freeagentcrm-referral', term: 'pays at qualification and again at sale', facts: [item('qualified', 'lead', '2026-01-01'), item('qualified', 'known', '2026-01-01', { account: 'd', fields: { in_sales_process: 'yes' } }), invoice('sale', '2026-02-01', '100.00')], ask: (run) => amounts(run), expected: ['lead 130.00', 'sale 25.00'] },
  { id: 'freshworks-affiliate', term: 'lead states such as valid-but-inactive', facts: ['new', 'invalid', 'valid-inactive', 'valid'].flatMap((state) => [touch('2022-03-01', state), lead(state, state, '2022-03-05')]), ask: (run) => amounts(run), expected: ['valid 50.00'] },
  {
    id: 'freshworks-affiliate', term: '2021 carnival: threshold bonuses on leads and on monthly deal value, ranked prizes',
    facts: [...many(11, (i) => lead(`l${10 + i}`, 'valid')), sale('P1', '2021-11-10', '4000.00', { account: 'x' }), sale('P2', '2021-11-20', '2000.00', { account: 'x' }), sale('Q1', '2021-12-10', '4500.00', { partner: 'Q', account: 'y' })],
    ask: (run) => run.lines.map((line) => `${line.partner} ${line.item} ${line.component} ${line.amount}`), expected: ['P P2 carnival_deals 250.00', 'P P2 carnival_prizes 3000.00', 'P l19 carnival_leads 100.00', 'Q Q1 carnival_prizes 2000.00'],
  },
  { id: 'genesis-digital-partnerstack', term: 'hold counted in whole months', facts: [touch('2026-02-01'), invoice('i', '2026-02-10', '99.00'), paid('i', '2026-02-10', '99.00')], ask: (run) => run.lines.map((line) => line.payableOn), expected: ['2026-04-15'] },
  {
    id: 'genesis-digital-partnerstack', term: 'window restarts on each click', facts: [touch('2026-01-01'), touch('2026-03-20'), invoice('i', '2026-05-30', '99.00'), touch('2026-01-01', 'd'), invoice('j', '2026-05-30', '99.00', { account: 'd' })],
    ask: (run) => amounts(run), expected: ['i 39.60'],
  },
  {
    id: 'gitlab-channel', term: 'partner proves activity by copying an e-mail-to-CRM address', facts: [protection('r', '2026-03-01'), step('r', '2026-03-07', 'activity', { source: 'copied e-mail' }), sale('s', '2026-03-13', '1000.00')],
    ask: (run) => [run.protections[0]?.until, amounts(run)], expected: ['2026-03-14T00:00:00Z', ['s 100.00']],
  },
  {
    id: 'gitlab-channel', term: 'a partner may be paid by discount or by fee', facts: [standing('2026-01-01', 'partner_program', 'select', { partner: 'P' }), protection('r', '2026-03-01'), sale('resold', '2026-03-02', '1000.00', { fields: { motion: 'resale' }, amounts: { list: '1000.00' } }), sale('referred', '2026-03-02', '1000.00')],
    ask: (run) => [pays(run), amounts(run)], expected: [['resold 800.00 of 1000.00'], ['referred 100.00']],
  },
  { id: 'gitlab-channel', term: 'lead referred by the vendor loses protection after one week without activity', facts: [protection('r', '2026-03-01'), sale('s', '2026-03-08', '1000.00')], ask: (run) => [run.protections[0]?.until, run.lines], expected: ['2026-03-08T00:00:00Z', []] },
  {
    id: 'gusto-accountant', term: 'per-client choice between discount to client, discount to firm and cash share',
    facts: [five, billing('a', '2026-01-01', 'revenue_share'), billing('b', '2026-01-01', 'discount_to_client'), billing('d', '2026-01-01', 'discount_to_firm'), ...['a', 'b', 'd'].map((account) => client(account, '2026-02-10'))],
    ask: (run) => [amounts(run), rewards(run)], expected: [['a 2026-02-10 10.00'], ['P 10.00 discount', 'customer b 10.00 discount']],
  },
  {
    id: 'gusto-accountant', term: 'client must run payroll within 30 days of enrolment to count', facts: [five, billing('a', '2026-01-01', 'revenue_share'), billing('b', '2026-01-01', 'revenue_share'), client('a', '2026-02-10', { first_payroll: '2026-01-31' }), client('b', '2026-02-10', { first_payroll: '2026-02-01' })],
    ask: (run) => amounts(run), expected: ['a 2026-02-10 10.00'],
  },
  {
    id: 'gusto-accountant', term: 'billing option on the 1st decides the month', facts: [five, billing('a', '2026-01-01', 'revenue_share'), billing('a', '2026-03-05', 'discount_to_client'), client('a', '2026-03-31'), client('a', '2026-04-01')],
    ask: (run) => [amounts(run), rewards(run)], expected: [['a 2026-03-31 10.00'], ['customer a 10.00 discount']],
  },
  { id: 'gusto-promotion-may-2021', term: 'rate reached applies to EVERY new client (cliff, not marginal bands)', facts: [...payrolls(50), standing('2021-07-01', 'certified', 'yes', { partner: 'P', person: 'ann' })], ask: (run) => earned(run), expected: '15000.00' },
  ...([['2022-02-28', '2500.00'], ['2022-03-01', '0.00']] as const).map(([day, expected]): OddTerm => ({
    id: 'gusto-promotion-may-2021', term: 'a certification must be completed within six months of the period end by at least one employee', title: `certified on ${day}`, facts: [...payrolls(10), standing(day, 'certified', 'yes', { partner: 'P', person: 'ann' })], ask: (run) => earned(run), expected,
  })),
  {
    id: 'klaviyo-agency-tracks', term: 'before: tier by referred MRR alone; after: track by role', facts: [standing('2021-01-01', 'referred_mrr', '5000', { partner: 'P' }), standing('2021-01-01', 'role', 'advisor', { partner: 'P' }), ...['2021-12-31', '2022-01-01'].map((day) => invoice(day, day, '100.00', { source: 'link' }))],
    ask: (run) => amounts(run), expected: ['2021-12-31 15.00', '2022-01-01 10.00'],
  },
  {
    id: 'klaviyo-agency-tracks', term: 'client must confirm that the partner manages it', facts: [standing('2022-01-01', 'role', 'advisor', { partner: 'P' }), standing('2022-03-15', 'client_confirmed', 'yes', { account: 'c' }), ...['2022-03-01', '2022-04-01'].map((day) => invoice(day, day, '100.00'))],
    ask: (run) => amounts(run), expected: ['2022-04-01 10.00'],
  },
  {
    id: 'klaviyo-agency-tracks', term: 'threshold is necessary but invitation decides', facts: [standing('2022-01-01', 'managed_accounts', '30', { partner: 'P' }), standing('2022-03-15', 'invited', 'yes', { partner: 'P' }), ...['2022-03-01', '2022-04-01'].map((day) => invoice(day, day, '100.00', { source: 'link' }))],
    ask: (run) => amounts(run), expected: ['2022-03-01 15.00', '2022-04-01 20.00'],
  },
]

import { amounts, choice, decision, earned, invoice, item, many, money, paidInvoice, payout, pays, protection, registrations, rewards, sale, standing, step, touch, type OddTerm } from './told.ts'

const reviewed = { stage: 'qualified', solutions: '2' }
const claim = (id: string, day: string, more: object) => item('activity', id, day, { currency: 'USD', ...more })

export const firstOddTerms: OddTerm[] = [
  {
    id: 'activecampaign-affiliate', term: 'payout needs at least two active referred accounts',
    facts: [touch('2026-01-05'), touch('2026-03-20', 'd'), ...paidInvoice('i1', '2026-01-10', '100.00'), ...paidInvoice('i2', '2026-03-10', '100.00'), payout('march', '2026-03-31'), ...paidInvoice('d1', '2026-04-05', '100.00', { account: 'd' }), ...paidInvoice('i3', '2026-04-10', '100.00'), payout('april', '2026-04-30')],
    ask: (run) => run.payouts?.map((one) => `${one.payout} ${one.sent} ${one.why}`), expected: ['march 0.00 What a payment needs does not hold.', 'april 90.00 '],
  },
  {
    id: 'activecampaign-affiliate', term: 'hold then catch-up of the held months',
    facts: [touch('2026-01-05'), ...paidInvoice('i1', '2026-01-10', '100.00'), ...paidInvoice('i2', '2026-02-10', '100.00'), ...paidInvoice('i3', '2026-04-10', '100.00')],
    ask: (run) => run.lines.map((line) => `${line.item} ${line.payableOn}`), expected: ['i1 2026-03-31', 'i2 2026-03-31', 'i3 2026-04-30'],
  },
  {
    id: 'apify-affiliate-2024', term: 'rate rises after three months', facts: [touch('2026-02-01'), ...['2026-02-10', '2026-03-10', '2026-04-10', '2026-05-10'].map((day) => invoice(day, day, '1000.00'))],
    ask: (run) => amounts(run), expected: ['2026-02-10 200.00', '2026-03-10 200.00', '2026-04-10 200.00', '2026-05-10 300.00'],
  },
  {
    id: 'apify-affiliate-2024', term: 'lifetime cap per customer in money', facts: [touch('2026-02-01'), ...['2026-02-10', '2026-03-10', '2026-04-10', '2026-05-10', '2026-06-10'].map((day) => invoice(day, day, '4000.00'))],
    ask: (run) => amounts(run), expected: ['2026-02-10 800.00', '2026-03-10 800.00', '2026-04-10 800.00', '2026-05-10 100.00'],
  },
  {
    id: 'apify-affiliate-2024', term: 'manual attribution claim with evidence',
    facts: [invoice('before', '2026-02-01', '1000.00'), { id: 'claim', kind: 'credited', account: 'c', partners: [{ partner: 'P', weight: 1 }], at: '2026-02-05', recordedAt: '2026-03-01' }, invoice('after', '2026-02-10', '1000.00')],
    ask: (run) => amounts(run), expected: ['after 200.00'],
  },
  {
    id: 'apify-affiliate-2024', term: '30 days notice of changes', finding: (plan) => ({ ...plan, components: (plan['components'] as object[]).map((one) => ({ ...one, announced: '2024-01-10' })) }),
    expected: 'It begins 22 days after it was announced, and partners are told 30 days ahead.',
  },
  { id: 'armatic-mdf', term: 'in-kind contribution possible', facts: [claim('a', '2026-05-01', { amounts: { in_kind: '800.00' }, fields: { contribution: 'in_kind', approved: '2026-03-01', held_on: '2026-04-20' } })], ask: (run) => [run.lines, rewards(run)], expected: [[], ['P 800.00 materials and staff']] },
  {
    id: 'armatic-mdf', term: 'anything not on a vendor template needs separate approval',
    facts: [['own', {}], ['own approved', { template_approved: 'yes' }], ['vendor', { template: 'vendor' }]].map(([id, more]) => claim(id as string, '2026-05-01', { amount: '2000.00', fields: { contribution: 'money', approved: '2026-03-01', held_on: '2026-04-20', ...(more as object) } })),
    ask: (run) => run.lines.map((line) => `${line.item} ${line.amount} by ${line.payableOn}`), expected: ['own approved 1000.00 by 2026-05-31', 'vendor 1000.00 by 2026-05-31'],
  },
  {
    id: 'atlassian-solution-partner-2017', term: 'tier moved from revenue to people',
    facts: [sale('s', '2016-03-01', '120000.00', { amounts: { list: '120000.00' } }), sale('in 2016', '2016-06-01', '800.00', { account: 'd', amounts: { list: '1000.00' } }), standing('2016-12-01', 'accredited', 'yes', { partner: 'P', person: 'ann' }), sale('in 2017', '2017-02-01', '850.00', { account: 'e', amounts: { list: '1000.00' } })],
    ask: (run) => pays(run).slice(1), expected: ['in 2016 800.00 of 1000.00', 'in 2017 850.00 of 1000.00'],
  },
  {
    id: 'atlassian-solution-partner-2017', term: 'renewal margin requires an unbroken chain with the same partner',
    facts: [sale('s', '2018-01-01', '85.00', { amounts: { list: '100.00' } }), ...([['r1', '2019-01-01', 'P'], ['r2', '2020-01-01', 'Q'], ['r3', '2021-01-01', 'P']] as const).map(([id, day, partner]) => money('renewal', id, day, '100.00', { partner, amounts: { list: '100.00' } }))],
    ask: pays, expected: ['s 85.00 of 100.00', 'r1 85.00 of 100.00'],
  },
  {
    id: 'atlassian-solution-partner-2017', term: 'separate discounts for app vendors who may opt out',
    facts: [sale('in', '2018-01-01', '85.00', { product: 'app', amounts: { list: '100.00' } }), sale('out', '2018-01-02', '100.00', { product: 'app', amounts: { list: '100.00' }, fields: { vendor_opted_out: 'yes' } })], ask: pays, expected: ['in 85.00 of 100.00', 'out 100.00 of 100.00'],
  },
  {
    id: 'aws-ace', term: 'two state machines on one record (review status and sales stage)', facts: [protection('r', '2026-01-01', { fields: reviewed }), decision('r', '2026-01-05', 'approved'), protection('s', '2026-01-01', { account: 'd', fields: { ...reviewed, stage: 'committed' } })],
    ask: registrations, expected: ['r yes: Nobody else held the account.', 's no: It waits for a decision.'],
  },
  {
    id: 'aws-ace', term: 'lead must be at least qualified; deals closed or lost before submission are refused',
    facts: [protection('early', '2026-01-01', { fields: { ...reviewed, stage: 'prospect' } }), protection('late', '2026-01-02', { account: 'd', fields: { ...reviewed, closed: '2025-12-20' } })],
    ask: registrations, expected: ['early no: An opportunity is shared once it is at least qualified and before it is launched or lost.', 'late no: It was closed before it was submitted.'],
  },
  {
    id: 'aws-ace', term: 'closed-lost reasons include duplicates, no response, no update, past due and named competitors', facts: [protection('r', '2026-01-01', { fields: reviewed }), decision('r', '2026-01-05', 'approved'), step('r', '2026-02-01', 'no_update'), sale('s', '2026-02-02', '1000.00', { fields: { involvement: 'co_sell' } })],
    ask: (run) => [run.protections[0]?.until, run.lines], expected: ['2026-02-01T00:00:00Z', []],
  },
  {
    id: 'aws-ace', term: 'won (contract signed: Committed) differs from revenue start (billing: Launched)',
    facts: [protection('r', '2026-01-01', { fields: reviewed }), decision('r', '2026-01-05', 'approved'), sale('committed', '2026-03-01', '10000.00', { fields: { involvement: 'co_sell' } }), { id: 'launched', kind: 'activation', of: 'committed', at: '2026-04-01' }],
    ask: (run) => run.entries?.map((one) => `${one.because} ${one.amount} ${one.payable}`), expected: ['committed 500.00 0.00', 'launched 0.00 500.00'],
  },
  { id: 'aws-ace', term: 'invitation with redacted customer data before acceptance', elsewhere: 'not said: what a partner may see of an opportunity before accepting it is no term of a plan, and no part of the product shares opportunities with blanks yet' },
  {
    id: 'aws-ace', term: 'all partners may submit, only qualified ones receive referrals',
    facts: [standing('2025-01-01', 'eligible', 'yes', { partner: 'P' }), ...['P', 'Q'].flatMap((partner) => [protection(partner, '2026-01-01', { partner, account: partner, fields: { ...reviewed, origin: 'vendor' } }), decision(partner, '2026-01-02', 'approved')]), protection('Q own', '2026-01-01', { partner: 'Q', account: 'own', fields: reviewed }), decision('Q own', '2026-01-02', 'approved')],
    ask: registrations, expected: ['P yes: Nobody else held the account.', 'Q no: Only eligible partners are given opportunities.', 'Q own yes: Nobody else held the account.'],
  },
  { id: 'bigcommerce-affiliate', term: 'percent above 100', facts: [touch('2026-01-01'), invoice('i', '2026-01-10', '79.00'), invoice('j', '2026-02-10', '79.00')], ask: (run) => amounts(run), expected: ['i 158.00'] },
  {
    id: 'bigcommerce-affiliate', term: 'pays at four different funnel events',
    facts: [touch('2026-01-01'), item('milestone', 'trial', '2026-01-02', { source: 'trial' }), invoice('i', '2026-01-10', '79.00'), item('qualified', 'lead', '2026-01-11', { account: 'd', product: 'enterprise' }), sale('won', '2026-02-01', '90000.00', { account: 'd', product: 'enterprise' })],
    ask: (run) => amounts(run), expected: ['i 158.00', 'lead 40.00', 'trial 1.50', 'won 1500.00'],
  },
  { id: 'bigcommerce-affiliate', term: 'sub-dollar flat amount (1.5 USD)', facts: many(3, (i) => item('milestone', `t${i}`, '2026-01-02', { account: `a${i}`, source: 'trial' })), ask: (run) => earned(run), expected: '4.50' },
  {
    id: 'cirrus-tsi-deal-registration', term: 'customer letter overrides a valid registration', facts: [protection('r', '2026-01-01'), choice('2026-02-01', 'Q'), item('opportunity', 'before', '2026-01-31', { amounts: { list: '1000.00' }, currency: 'USD' }), item('opportunity', 'after', '2026-02-02', { amounts: { list: '1000.00' }, currency: 'USD' })],
    ask: (run) => run.prices.map((one) => `${one.item} ${one.partner} ${one.price}`), expected: ['before P 900.00', 'after Q 900.00'],
  },
  { id: 'cirrus-tsi-deal-registration', term: 'dispute channel named', elsewhere: 'coselling: a conflict is a case with its own decision and appeal' },
  {
    id: 'cirrus-tsi-deal-registration', term: 'required before any special pricing', facts: [protection('r', '2026-01-01'), ...['c', 'd'].map((account) => item('opportunity', account, '2026-01-31', { account, amounts: { list: '1000.00' }, currency: 'USD' }))],
    ask: pays, expected: ['c 900.00 of 1000.00'],
  },
  {
    id: 'clickup-affiliate', term: 'two chained windows (30 days click to sign-up, 180 days to convert)',
    facts: [...['c', 'd', 'e'].map((account) => touch('2026-01-01', account)), ...([['c', '2026-01-31', '2026-07-30'], ['d', '2026-02-01', '2026-02-10'], ['e', '2026-01-20', '2026-07-20']] as const).map(([account, signed_up, day]) => invoice(account, day, '100.00', { account, fields: { signed_up } }))],
    ask: (run) => amounts(run), expected: ['c 20.00'],
  },
  {
    id: 'clickup-affiliate', term: 'a user may switch between referral and affiliate programmes', facts: [touch('2026-01-01'), standing('2026-08-15', 'programme', 'referral', { partner: 'P' }), ...['2026-07-30', '2026-08-30'].map((day) => invoice(day, day, '100.00', { fields: { signed_up: '2026-01-31' } }))],
    ask: (run) => amounts(run), expected: ['2026-07-30 20.00'],
  },
  {
    id: 'complianceai-referral', term: 'third outcome "research" beside approve and reject', facts: [protection('r', '2026-03-02T10:00:00Z', { fields: { selling_relationship: 'yes' } }), decision('r', '2026-03-10T10:00:00Z', 'more', { why: 'We look for an earlier contact.' })],
    ask: (run) => [registrations(run), run.protections[0]?.decideBy], expected: [['r no: We look for an earlier contact.'], '2026-03-13T17:00:00Z'],
  },
  { id: 'complianceai-referral', term: 'windows counted in business hours', title: '72 hours are nine days of eight', facts: [protection('r', '2026-03-02T10:00:00Z', { fields: { selling_relationship: 'yes' } })], ask: (run) => run.protections[0]?.decideBy, expected: '2026-03-13T17:00:00Z' },
  {
    id: 'complianceai-referral', term: 'value-added test (prior selling relationship)',
    facts: [protection('r', '2026-03-02'), decision('r', '2026-03-03', 'approved'), protection('s', '2026-03-02', { account: 'd', fields: { selling_relationship: 'yes' } }), decision('s', '2026-03-03', 'approved'), invoice('i', '2026-04-01', '1000.00', { account: 'd' }), { id: 'in part', kind: 'payment', of: 'i', amount: '400.00', at: '2026-04-20' }],
    ask: (run) => [registrations(run)[0], amounts(run)], expected: ['r no: It adds nothing where the referrer has not sold to the customer before.', ['in part 40.00']],
  },
]

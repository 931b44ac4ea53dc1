// What somebody trips over who writes a plan or facts by hand: the place, what is wrong in plain words, and what to write instead.
import { describe, expect, test } from 'vitest'
import { checkPlan, readFacts, readPlan, runPlan, sayPlan } from './index.ts'

const usd = (components: unknown[], more: object = {}) => ({ language: 2, name: 'Try', currency: 'USD', components, ...more })
const share = (more: object = {}) => ({ id: 'share', on: 'sale', pay: { percent: '10' }, ...more })
const of = (name: string, bound: object) => ({ field: name, ...bound })
const say = (document: unknown) => checkPlan(document).findings.map((one) => `${one.place}: ${one.problem} ${one.remedy}`)

describe('what is no plan', () => {
  test.each<[string, unknown, string]>([
    ['a name with a slip', usd([share({ windw: { months: 12 } })]), 'components.0: There is no “windw” here. You probably meant “window”.'],
    ['one in other capitals', usd([share({ limits: { perperiod: {} } })]), 'components.0.limits: There is no “perperiod” here. You probably meant “perPeriod”.'],
    ['one deep inside', usd([share({ pay: { bands: { over: 'year', mode: 'whole', rows: [{ upto: '10', percent: '5' }] } } })]), 'components.0.pay.bands.rows.0: There is no “upto” here. You probably meant “upTo”.'],
    ['one in a condition', usd([share({ where: { feld: 'a', is: 'b' } })]), 'components.0.where: There is no “feld” here. You probably meant “field”.'],
    ['a form of pay that begins alike', usd([share({ pay: { percentage: '10' } })]), 'components.0.pay: There is no “percentage” here. You probably meant “percent”.'],
    ['a name of the whole plan', usd([share()], { curency: 'USD' }), 'plan: There is no “curency” here. You probably meant “currency”.'],
    ['a name that is like none', usd([share({ payout: {}, zzz: 1 })]), 'components.0: There is no “zzz” here. Known here: id, clause, on, to,'],
    ['a kind of several', usd([share({ on: 'sales' })]), 'components.0.on: “sales” is none of introduction, qualified, opportunity, sale, renewal, expansion, invoice, payment, milestone, activity, usage, invoice_line. You probably meant “sale”.'],
    ['a number without quotes', usd([share({ pay: { percent: 10 } })]), 'components.0.pay.percent: It is the number 10, and text belongs here. Write it in quotes, so that no digit is lost: "10".'],
    ['a percentage with its sign', usd([share({ pay: { percent: '10%' } })]), 'components.0.pay.percent: “10%” does not belong here. A percentage such as "12.5", without the sign. Leave out the sign: "10".'],
    ['thousands with commas', usd([share({ pay: { flat: '1,500.00' } })]), 'components.0.pay.flat: “1,500.00” does not belong here. A decimal number such as "1250.00". Leave out the commas: "1500.00".'],
    ['decimals after a comma', usd([share({ pay: { percent: '12,5' } })]), 'components.0.pay.percent: “12,5” does not belong here. A percentage such as "12.5", without the sign. Write the decimals after a point: "12.5".'],
    ['an amount with its currency', usd([share({ pay: { flat: '$150' } })]), 'components.0.pay.flat: “$150” does not belong here. A decimal number such as "1250.00". Write the number alone; the currency stands beside it.'],
    ['a day the other way round', usd([share({ from: '01.04.2026' })]), 'components.0.from: “01.04.2026” does not belong here. A day such as "2026-04-01". Write a day that there is, the year first and two digits for month and day: "2026-04-01".'],
    ['a currency in small letters', usd([share()], { currency: 'usd' }), 'currency: “usd” does not belong here. An ISO 4217 currency such as "EUR". Write it in capitals: "USD".'],
    ['something that is missing', usd([{ id: 'k', share: { of: 'share', percent: '5' } }]), 'components.0.share.to: “to” is missing. Add it; `alongside plan schema` says what it may be.'],
    ['no version', { name: 'Old', currency: 'USD', components: [] }, 'language: It does not say in which version of the language it is. Write "language": 2.'],
    ['another version', { ...usd([share()]), language: 3 }, 'language: It is in version “3” of the language, and this is version 2. Write "language": 2.'],
    ['a list', [], 'plan: It is a list, and a map of names and values belongs here. Change it to the shape that `alongside plan schema` prints.'],
    ['nothing', null, 'plan: It is null, and a map of names and values belongs here. Change it to the shape that `alongside plan schema` prints.'],
  ])('%s', (_, document, expected) => expect(say(document).join('\n')).toContain(expected))

  test('one slip is told once, not as all that other shapes would want', () => {
    expect(say(usd([share({ pay: { percentage: '10' } })]))).toHaveLength(1)
    expect(say(usd([share({ where: { feld: 'a', is: 'b' }, windw: {} })]))).toHaveLength(2)
  })
})

describe('what is a plan and cannot be meant', () => {
  test.each<[string, object, string, 'error' | 'warning']>([
    ['an amount from 10 on and up to 5', share({ where: { all: [of('amount', { atLeast: '10' }), of('amount', { atMost: '5' })] } }), 'amount cannot be at least 10 and at most 5, so it never holds.', 'error'],
    ['above what it is at most', share({ where: { all: [of('seats', { above: '5' }), of('seats', { atMost: '5' })] } }), 'seats cannot be above 5 and at most 5, so it never holds.', 'error'],
    ['a total that is too little and enough', share({ where: { all: ['atLeast', 'below'].map((name) => ({ total: { on: ['sale'] }, [name]: '3' })) } }), 'The total cannot be at least 3 and below 3, so it never holds.', 'error'],
    ['after it was over', share({ where: { all: [of('day', { before: '2026-01-01' }), of('day', { notBefore: '2026-02-01' })] } }), 'day cannot be from 2026-02-01 on and before 2026-01-01, so it never holds.', 'error'],
    ['a day as a number', share({ where: of('first_day', { atLeast: '2026' }) }), 'first_day is a day, which is no number.', 'error'],
    ['a day that there is not', share({ where: of('day', { before: '2026-04-31' }) }), '“2026-04-31” is no day.', 'error'],
    ['a total of the last no time', share({ where: { total: { on: ['sale'], last: {} }, atLeast: '3' } }), 'It does not say of how long.', 'error'],
    ['what it needs within no time', share({ needs: { that: of('a', { is: 'b' }), within: {} } }), 'It does not say within how long.', 'error'],
    ['a return in no time', share({ clawback: { how: 'full' } }), 'It does not say within how long.', 'error'],
    ['steps by days and by months', share({ clawback: { months: 12, steps: [{ untilDay: 30, percent: '100' }, { untilMonth: 6, percent: '50' }] } }), 'It is not said of each step until when it holds, all in days or all in months.', 'error'],
    ['a step beyond the time', share({ clawback: { days: 30, steps: [{ untilDay: 60, percent: '100' }] } }), 'The last step goes on after the time in which anything is returned.', 'warning'],
    ['more back than was paid', share({ clawback: { days: 60, steps: [{ untilDay: 60, percent: '120' }] } }), '120\u00a0% is more than was paid.', 'warning'],
    ['growth of an item', share({ pay: { bands: { over: 'item', mode: 'marginal', quota: { monthsBefore: 12 }, rows: [{ percent: '1' }] } } }), 'What came before is compared by month, quarter, half year or year, not by item.', 'error'],
    ['growth over a period that does not begin', share({ pay: { bands: { over: 'quarter', mode: 'marginal', quota: { monthsBefore: 4 }, rows: [{ percent: '1' }] } } }), '4 months before a quarter no quarter begins.', 'error'],
    ['services of a line', share({ on: 'invoice_line', basis: { minus: ['services'] } }), 'Named amounts are of the whole invoice, not of a line.', 'error'],
    ['a discount over lines of a sale', share({ basis: { discountOver: ['licence'] } }), 'A sale has no lines.', 'error'],
    ['a flat nothing', share({ pay: { flat: '0.00' } }), 'It pays nothing.', 'warning'],
    ['at most nothing', share({ limits: { perItem: '0' } }), 'At most nothing for each pays nothing.', 'warning'],
    ['at least more than a period pays', share({ limits: { atLeast: '5.00', perPeriod: { amount: '4.00', over: 'year' } } }), 'At least 5.00 for each is more than the 4.00 that a period pays at most.', 'warning'],
    ['a payment as it is collected', share({ on: 'payment', payable: 'as_collected' }), 'A payment has come in already.', 'warning'],
  ])('%s', (_, component, problem, level) => {
    const found = checkPlan(usd([component])).findings
    expect(found.find((one) => one.problem === problem), JSON.stringify(found)).toMatchObject({ level, remedy: expect.stringMatching(/\.$/) })
  })

  test('three that replace each other in a circle', () => {
    const circle = (...ids: string[]) => usd(ids.map((id, i) => share({ id, replaces: [ids[(i + 1) % ids.length]] })))
    expect(say(circle('a', 'b', 'c'))).toEqual(['components.0.replaces: “a”, “b”, “c” replace each other in a circle, so none pays. Let one of them replace none of the others.'])
    expect(say(usd([share({ id: 'a' }), share({ id: 'b', replaces: ['a'] }), share({ id: 'c', replaces: ['a', 'b'] })])).filter((one) => one.includes('circle'))).toEqual([])
  })
  test('a promotion on lines of what is paid as a whole', () => {
    expect(say(usd([share({ on: 'invoice' }), share({ id: 'promo', on: 'invoice_line', replaces: ['share'] })]))).toContain('components.1.replaces: It is for lines of an invoice, and “share” for the whole of it, so both would pay. Let both pay on invoice or both on invoice_line.')
  })
  test('a promotion on the first ones only says that the others earn nothing', () => {
    expect(say(usd([share(), share({ id: 'promo', replaces: ['share'], limits: { items: { count: 2, per: 'account' } } })]))).toEqual([expect.stringContaining('components.1.replaces: What is beyond the first 2 is paid by neither.')])
  })
  test('a tier by the amount of one item', () => {
    expect(say(usd([share()], { tiers: { rows: [{ name: 'gold', where: of('amount', { atLeast: '1000' }) }] } }))).toEqual(['tiers.rows.0.where: A tier is of the partner, and “amount” is of one item. Ask for a total instead.'])
    expect(say(usd([share()], { tiers: { rows: [{ name: 'gold', where: { total: { on: ['sale'], where: of('amount', { atLeast: '1000' }) }, atLeast: '1' } }] } }))).toEqual([])
  })
})

describe('a file', () => {
  test.each<[string, string, 'json' | 'yaml', string]>([
    ['that is empty', '  \n', 'json', 'the file is empty'], ['that is empty', '', 'yaml', 'the file is empty'],
    ['with comments', '{\n  // ours\n  "language": 2 }', 'json', 'JSON has no comments; YAML (a file that ends in .yaml) has'], ['with a comma at the end', '{ "language": 2, }', 'json', 'There is a comma before a closing bracket'],
  ])('%s', (_, text, form, problem) => expect(readPlan(text, form)).toEqual({ problem: expect.stringContaining(problem) }))
  test('may begin with a byte order mark and end its lines as Windows does', () => {
    expect(readPlan(`\uFEFF${JSON.stringify(usd([share()]))}`, 'json')).toEqual({ document: usd([share()]) })
    expect(readPlan('\uFEFFlanguage: 2\r\nname: Try\r\ncurrency: USD\r\ncomponents:\r\n  - id: share\r\n    on: sale\r\n    pay: { percent: 10 }\r\n', 'yaml')).toEqual({ document: usd([share()]) })
    expect(readFacts('\uFEFF{"id":"a","kind":"ended","partner":"P","why":"x","at":"2026-01-01"}\r\n\r\n{"id":"b","kind":"ended","partner":"P","why":"x","at":"2026-01-01"}\r\n')).toMatchObject({ facts: [{ id: 'a' }, { id: 'b' }], tray: [] })
  })
})

describe('a fact', () => {
  const why = (fact: unknown) => readFacts(JSON.stringify(fact)).tray[0]?.why
  const sale = (more: object) => ({ id: 's', kind: 'sale', partner: 'P', amount: '5.00', currency: 'USD', at: '2026-01-01', ...more })
  test.each<[unknown, string]>([
    [sale({ kind: 'sales' }), 'kind: There is no kind “sales”. You probably meant “sale”.'],
    [sale({ kind: 'gift' }), 'kind: There is no kind “gift”. Kinds are sale, renewal,'],
    [{ id: 's' }, 'kind: It does not say what happened.'],
    [sale({ patner: 'P' }), 'fact: There is no “patner” here. You probably meant “partner”.'],
    [sale({ amount: 100 }), 'amount: It is the number 100, and text belongs here. Write it in quotes, so that no digit is lost: "100".'],
    [sale({ amount: '100,50' }), 'Write the decimals after a point: "100.50".'],
    [sale({ at: '01/02/2026' }), 'at: “01/02/2026” does not belong here. A day such as "2026-04-01" or a moment such as "2026-04-01T09:00:00Z" is wanted.'],
    [sale({ at: '2026-01-01T10:00:00' }), 'Write a moment with its offset: "2026-01-01T10:00:00Z", or the day alone: "2026-01-01".'],
    [sale({ at: undefined }), 'at: “at” is missing.'],
    [sale({ fields: { seats: 5 } }), 'fields.seats: It is the number 5, and text belongs here.'],
    [[1], 'fact: It is a list, and a map of names and values belongs here.'],
  ])('%j', (fact, expected) => expect(why(fact)).toContain(expected))

  const run = (components: object[], ...facts: object[]) => {
    const read = readFacts(facts.map((one) => JSON.stringify(one)).join('\n'))
    return runPlan(checkPlan(usd(components)).plan!, read.facts, read.tray, { history: false })
  }
  test('a withdrawal of nothing, or of a withdrawal, is told', () => {
    const withdrawn = (id: string, of: string) => ({ id, kind: 'withdrawn', of, at: '2026-01-02' })
    expect(run([share()], sale({}), withdrawn('w', 'S'), withdrawn('x', 's'), withdrawn('y', 'x')).tray.map((one) => one.why)).toEqual(['It is about “S”, which is not known.', '“x” withdraws something itself. What holds after all is told anew, under an id of its own.'])
  })
  test.each(['-5', '10%', ' 10 ', '1e3'])('a rate that is said as “%s” pays nothing and is told', (said) => {
    const { lines, tray } = run([share({ pay: { percentFrom: 'agreed' } })], sale({ fields: { agreed: said } }))
    expect([lines, tray.map((one) => one.why)]).toEqual([[], [`“agreed” is “${said}” on 2026-01-01, which is no number such as “12.5”.`]])
  })
  test('nobody has an override over themselves, whatever stands above whom', () => {
    const above = (partner: string, manager: string) => ({ id: `${partner}${manager}`, kind: 'above', partner, manager, at: '2025-01-01' })
    const override = (level: number) => ({ id: `o${level}`, share: { of: 'share', percent: '10', to: { above: level } } })
    const paid = (...facts: object[]) => run([share({ pay: { flat: '10.00' } }), override(1), override(2)], sale({}), ...facts).lines.map((line) => `${line.partner} ${line.component}`)
    expect([paid(above('P', 'P')), paid(above('P', 'Q'), above('Q', 'P'))]).toEqual([['P share'], ['P share', 'Q o1']])
  })
  test('a share of what an earlier one left says so', () => {
    const taken = (id: string) => ({ id, share: { of: 'share', percent: '60', to: { field: id }, takenFromIt: true } })
    const { plan } = checkPlan(usd([share(), taken('a'), taken('b')]))
    expect(sayPlan(plan!).slice(1, 3)).toEqual(['To the partner that “a” names: 60\u00a0% of “share”, taken from it.', 'To the partner that “b” names: 60\u00a0% of what is left of “share”, taken from it.'])
  })
  test('names that every object has are names like others', () => {
    const { plan } = checkPlan(usd([share({ where: { not: of('constructor', { is: 'x' }) } }), share({ id: 'tier', pay: { percentByTier: { gold: '5' } } }), share({ id: 'of', basis: { minus: ['toString'] } })]))
    const { facts } = readFacts([sale({}), { id: 't', kind: 'tier', partner: 'P', tier: 'constructor', at: '2025-01-01' }].map((one) => JSON.stringify(one)).join('\n'))
    expect(runPlan(plan!, facts, [], { history: false }).lines.map((line) => `${line.component} ${line.amount}`)).toEqual(['of 0.50', 'share 0.50'])
  })
})

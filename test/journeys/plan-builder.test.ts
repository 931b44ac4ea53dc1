// A plan in the second language from nothing to a commission: written, put right, published, a partner on it, facts told, the line explained.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })
const leaveEach = (fields: { focus: () => void; blur: () => void }[]) => fields.map((field) => { field.focus(); field.blur() }).length
type Things = { items: { id: string }[] }

test('each start reads as sentences and pays something on one customer', async () => {
  const page = await stage.visit(nora)
  for (const name of ['Share of the first year', 'Flat amount for an introduction', 'Introduction and share', 'Recurring share', 'Share that grows with volume', 'Reseller']) {
    await page.goto(`${stage.app.url}/app/plans/new`)
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
    await page.getByText(/Paid within 30 days of the end of the/).waitFor()
    await page.getByRole('table', { name: 'What the plan pays on it' }).waitFor()
    expect(await page.getByRole('heading', { name: /To put right|Worth a look/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'Start from something else' }).click()
  }
})

test('Nora writes a plan, publishes it, puts a partner on it; what billing tells becomes a commission', async () => {
  const page = await stage.visit(nora)
  const call = async (path: string, data?: unknown) => {
    const answer = await (data ? page.request.post(`${stage.app.url}/api/v1${path}`, { data }) : page.request.get(`${stage.app.url}/api/v1${path}`))
    expect(answer.ok(), await answer.text()).toBe(true)
    return answer.json()
  }
  await page.goto(`${stage.app.url}/app/plans`)
  await page.getByRole('link', { name: 'New plan' }).click()
  await page.getByRole('button', { name: /^Share of the first year/ }).click()
  await page.getByText('15 % of each invoice').waitFor()
  await page.getByLabel('Percent').fill('20,5 %')
  await page.getByLabel('Name', { exact: true }).focus()
  await page.getByText('20.5 % of each invoice').waitFor()
  expect(await page.getByLabel('Percent').inputValue()).toBe('20.5')
  await page.getByText('€2,050.00', { exact: true }).waitFor()

  // Half a rule is said with its place, which leads to its field.
  await page.getByRole('button', { name: 'Add rule to First year' }).click()
  await page.getByRole('menuitem', { name: 'Limit in a period' }).click()
  await page.getByRole('button', { name: 'First year: limit in a period, amount' }).click()
  await page.keyboard.type('1,500')
  await page.keyboard.press('Tab')
  await page.getByLabel('In a', { exact: true }).selectOption('year')
  await page.getByText(/20.5\s% of each invoice.*at most €1,500.00 in a year/).waitFor()

  await page.getByRole('button', { name: 'Publish plan' }).click()
  await page.getByText('Give the plan a name.').waitFor()
  await page.keyboard.type('Billing partner')
  await page.reload()
  await page.getByText(/20.5\s% of each invoice.*at most €1,500.00 in a year/).waitFor()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Billing partner')
  await picture(page, 'plan-builder')

  // The same document as JSON: what is changed there is in the form, and what the form has no fields for stays.
  await page.getByText('JSON', { exact: true }).click()
  const json = await page.getByLabel('The plan as JSON').inputValue()
  await page.getByLabel('The plan as JSON').fill(json.slice(0, -1))
  await page.getByText(/This is no JSON yet/).waitFor()
  await page.getByLabel('The plan as JSON').fill(JSON.stringify({ ...JSON.parse(json), rounding: 'down', payout: { every: 'quarter', days: 30, withholdPercent: '10' } }))
  await page.getByText('10 % is withheld once').waitFor()
  await picture(page, 'plan-json')
  await page.getByText('Form', { exact: true }).click()
  expect(await page.getByRole('group', { name: 'Withheld' }).getByLabel('Percent').inputValue()).toBe('10')
  expect(await page.getByLabel('Each amount is rounded').inputValue()).toBe('down')
  await page.getByRole('button', { name: 'Publish plan' }).click()
  await page.getByText('Billing partner is published as version 1.').waitFor()
  await page.getByText('each amount is rounded once, towards zero').waitFor()

  const partner = ((await call('/partners?q=Brightline')) as Things).items[0]!.id
  await page.goto(`${stage.app.url}/app/partners/${partner}`)
  await page.getByRole('button', { name: 'Change plan' }).click()
  await page.getByLabel('Plan', { exact: true }).selectOption({ label: 'Billing partner' })
  await page.getByRole('button', { name: 'Put on plan' }).click()
  await page.getByText('The plan holds from that day on.').waitFor()

  const today = new Date().toISOString()
  const told = await call('/facts', { facts: [
    { kind: 'invoice', id: 'inv-1', at: today, partner, account: 'acme', currency: 'EUR', amount: '8000.00', tax: '1520.00' }, { kind: 'payment', id: 'inv-1-half', at: today, of: 'inv-1', amount: '4760.00' },
  ] })
  expect(told).toMatchObject({ results: [{ result: 'recorded' }, { result: 'recorded' }], commissions: [expect.any(String)] })
  await page.goto(`${stage.app.url}/app/commissions`)
  await page.getByRole('link', { name: /inv-1/ }).first().click()
  await page.getByRole('heading', { level: 1, name: /€1,500.00/ }).waitFor()
  await page.getByText('€750.00 so far').waitFor()
  await page.getByText('the same amount').waitFor()
  await picture(page, 'commission-of-a-fact')
}, 120_000)

test('a plan in newer words is said, has fields for the commonest, and the form changes only what is typed', async () => {
  const page = await stage.visit(nora)
  const plan = {
    language: 2, name: 'Growth', currency: 'EUR', timeZone: 'Europe/Berlin', yearBegins: 7,
    components: [
      { id: 'growth', on: 'sale', pay: { bands: { over: 'quarter', mode: 'whole', bound: 'passed', quota: { monthsBefore: 12 }, rows: [{ upTo: '110', percent: '5' }, { percent: '8' }] } }, needs: { that: { field: 'onboarded', is: 'yes' }, period: 'quarter' }, clawback: { months: 6, how: 'by_month' }, hold: { months: 2 } },
      { id: 'busy_week', on: ['sale', 'renewal'], pay: { bands: { over: 'week', measure: 'units', mode: 'marginal', rows: [{ upTo: '10', perUnit: '1.00' }, { perUnit: '2.00' }] } } },
    ],
    payout: { every: 'half_year', days: 30, minimum: '50.00', below: 'forfeited' },
  }
  await page.goto(`${stage.app.url}/app/plans/new`)
  await page.getByRole('button', { name: /^Share of the first year/ }).click()
  await page.getByText('JSON', { exact: true }).click()
  const json = page.getByLabel('The plan as JSON')
  await json.fill(JSON.stringify(plan))
  for (const said of [/Years begin in July/, /within 30 days of the end of the half year; from €50.00 on; less is lost/]) await page.getByText(said).waitFor()
  await page.getByText('Form', { exact: true }).click()
  expect(await page.getByLabel('Years begin in').inputValue()).toBe('7')
  expect(await page.getByLabel('Paid each').inputValue()).toBe('half_year')
  expect([await page.getByLabel('Within months').inputValue(), await page.getByLabel('By the end of the').inputValue()]).toEqual(['6', 'quarter'])
  expect(await page.getByLabel('Next band begins').first().inputValue()).toBe('passed')
  await page.getByLabel('Growth over months before').first().fill('6')
  await page.getByLabel('Up to', { exact: true }).first().focus()
  await page.keyboard.press('Tab')
  await page.getByText('JSON', { exact: true }).click()
  const [first, second] = plan.components
  expect(JSON.parse(await json.inputValue())).toEqual({ ...plan, components: [{ ...first, pay: { bands: { ...first!.pay.bands, quota: { monthsBefore: 6 } } } }, second] })
})

test('points that lapse are written with their sentence beside them', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/plans/new`)
  await page.getByRole('button', { name: /^Flat amount for an introduction/ }).click()
  await page.getByRole('button', { name: 'Add to the plan' }).click()
  expect(await page.getByRole('menuitem', { name: 'When points or credits lapse' }).count()).toBe(0)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Add rule to Introduction' }).click()
  await page.getByRole('menuitem', { name: 'Points or a credit instead of money' }).click()
  await page.getByLabel('Amount, points').fill('1,250')
  await page.keyboard.press('Tab')
  await page.getByText('1,250 points for each qualified introduction').waitFor()
  await page.getByRole('button', { name: 'Add to the plan' }).click()
  await page.getByRole('menuitem', { name: 'When points or credits lapse' }).click()
  const lapses = page.getByRole('group', { name: 'What lapses' })
  await page.getByText('What is not used of points lapses 12 months after it was earned').waitFor()
  await lapses.getByLabel('At the end of the').selectOption('year')
  await page.getByText('at the end of the year after the one in which it was earned').waitFor()
  await lapses.getByLabel('Months after').fill('')
  await page.getByText('at the end of the year in which it was earned').waitFor()
  await lapses.getByLabel('Months of silence').fill('6')
  await lapses.getByLabel('In which nothing was').selectOption('used')
  await page.getByText('at the end of the year in which it was earned, or after 6 months in which nothing was used').waitFor()
  await page.getByRole('table', { name: 'What the plan pays on it' }).getByText('1,250 points', { exact: true }).waitFor()
  await picture(page, 'plan-expiry')
  await page.getByText('JSON', { exact: true }).click()
  expect(JSON.parse(await page.getByLabel('The plan as JSON').inputValue())).toMatchObject({ components: [{ unit: 'points', pay: { flat: '1250' } }], expiry: [{ unit: 'points', end: 'year', idle: { months: 6, without: 'used' } }] })
  await page.getByText('Form', { exact: true }).click()
  await lapses.getByRole('button', { name: 'Take out: what lapses' }).click()
  await page.getByText('1,250 points for each qualified introduction').waitFor()
  expect(await lapses.count()).toBe(0)
})

test('how many from which a rate holds is a number that the check accepts', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/plans/new`)
  await page.getByRole('button', { name: /^Share that grows with volume/ }).click()
  await page.getByLabel('Measured in').selectOption('count')
  await page.getByLabel('Up to', { exact: true }).first().fill('10')
  await page.getByLabel('Up to', { exact: true }).nth(1).fill('25')
  await page.getByText(/8\s% up to 10, 12\s% from 10 to 25 and 15\s% above 25/).waitFor()
})

test('every published program is opened in the form, gone through field by field, and comes out as it went in', async () => {
  const page = await stage.visit(nora)
  const folder = 'examples/programs'
  await page.goto(`${stage.app.url}/app/plans/new`)
  await page.getByRole('button', { name: /^Share of the first year/ }).click()
  await page.getByText('JSON', { exact: true }).click()
  const json = page.getByLabel('The plan as JSON')
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const plan: unknown = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
    await json.fill(JSON.stringify(plan))
    await page.getByText('Form', { exact: true }).click()
    await page.getByRole('heading', { name: 'Payment', exact: true }).waitFor()
    expect(await page.locator('form input, form select').evaluateAll(leaveEach)).toBeGreaterThan(5)
    await page.getByText('JSON', { exact: true }).click()
    expect(JSON.parse(await json.inputValue()), file).toEqual(plan)
  }
})

test('a plan in the first language goes on in the second with the same content', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/plans`)
  await page.getByRole('link', { name: 'Introduction partner', exact: true }).click()
  await page.getByRole('link', { name: 'Publish new version' }).click()
  await page.getByText('€400.00 for each qualified introduction').waitFor()
  await page.getByText('15 % of each sale').waitFor()

  // Over the past: what it costs beside what was booked; at a lower rate it is less.
  await page.getByRole('button', { name: 'Run over the past' }).click()
  await page.getByText(/It costs €.* instead of/).waitFor()
  await page.getByLabel('Percent').fill('5')
  await page.getByText('5 % of each sale').waitFor()
  await page.getByText('The draft has changed since; run it again.').waitFor()
  await page.getByRole('button', { name: 'Run again' }).click()
  await page.getByText(/€[\d,.]+ less\. /).waitFor()
  await page.getByRole('row', { name: /Brightline Consulting/ }).waitFor()
  await picture(page, 'back-test')

  // A file that is none says so, and what it said does not stand beside another past.
  await page.getByRole('button', { name: 'Use a file instead' }).click()
  await page.locator('input[type=file]').setInputFiles({ name: 'picture.csv', mimeType: 'text/csv', buffer: Buffer.from('no,columns\n1,2\n') })
  await page.getByText('Over picture.csv').waitFor()
  expect(await page.getByRole('row', { name: /Brightline Consulting/ }).count()).toBe(0)
  await page.getByRole('button', { name: 'Run over the past' }).click()
  await page.getByText(/The file has no column for/).waitFor()
  await page.getByRole('button', { name: 'Use our own past' }).click()
  await page.getByText(/The file has no column for/).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /Publish version/ }).click()
  await page.getByText(/Version \d is published/).waitFor()
})

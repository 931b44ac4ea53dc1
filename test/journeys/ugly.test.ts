// What real life brings: names of 40 characters and more, no rows, right-to-left names, a currency without minor unit. Pictures to look at,
// and nothing that runs out of the page.
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { NO_SCRIPT, picture, quiet, setStage } from './browse.ts'
import { sidewaysOf } from './layout.ts'

const stage = setStage({ demo: false })
const long = 'Donaudampfschifffahrtsgesellschaft mbH & Co. KG'
const hebrew = 'חברת הייעוץ של נועם ובניו בע״מ'
let page: Page

const call = async <Result>(path: string, data: object, method: 'post' | 'put' = 'post'): Promise<Result> => {
  const answer = await page.request[method](`${stage.app.url}/api/v1${path}`, { data })
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  const text = await answer.text()
  return (text ? JSON.parse(text) : undefined) as Result
}

beforeAll(async () => {
  page = await stage.visit(null)
  await call('/setup', { workspaceName: `${long} Vertrieb`, name: 'Maximiliane zu Hohenlohe-Schillingsfürst', email: 'm@long.example', currency: 'JPY', timeZone: 'Asia/Tokyo' })
})

const all = ['/', '/partners', '/referrals', '/conflicts', '/opportunities', '/plans', '/commissions', '/ledger', '/facts', '/facts/tray', '/performance', '/companies', '/imports', '/imports/stages']

test('with no rows each page says what it is for and what comes first', async () => {
  for (const path of all) {
    await page.goto(`${stage.app.url}/app${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByRole('heading', { level: 2 }).first().waitFor()
    expect((await page.getByRole('main').innerText()).length, path).toBeGreaterThan(60)
    await picture(page, `empty${path === '/' ? '-today' : path.replaceAll('/', '-')}`)
  }
})

test('long and right-to-left names stay inside, and yen have no decimals', async () => {
  await call('/icp', { industries: ['Food'], countries: ['JP'], minEmployees: 10, maxEmployees: 5000, why: 'Japan first.' }, 'put')
  const plan = await call<{ id: string }>('/plans', { name: long, terms: {
    language: 1, currency: 'JPY', payment: { rule: 'after_quarter_end', days: 30 }, rounding: 'half_away_per_line',
    components: [
      { id: 'qualified', trigger: 'referral.qualified', kind: 'flat', amountMinor: '60000', clause: '§ 4.1' },
      { id: 'first_year', trigger: 'opportunity.won', kind: 'percent', rate: { num: 12, den: 100 }, basis: 'first_year_revenue', clause: '§ 4.2' },
    ],
  } })
  const links: string[] = []
  for (const [name, contact, email] of [[long, 'Wolfeschlegelsteinhausen-Bartholomäus Beck', 'a@long-partner.example'], [hebrew, 'נועם בן־דוד', 'noam@hebrew.example']] as const) {
    const partner = await call<{ id: string }>('/partners', { name, type: 'implementation', timeZone: 'Asia/Tokyo', contacts: [{ name: contact, email }], startedOn: '2026-01-05' })
    await call(`/partners/${partner.id}/plan`, { planId: plan.id, from: '2026-01-05', why: 'As agreed.' }, 'put')
    links.push((await call<{ url: string }>(`/partners/${partner.id}/links`, {})).url)
  }
  const phone = await stage.visit(null, NO_SCRIPT)
  for (const [n, link] of links.entries()) {
    await phone.goto(link)
    await phone.getByLabel('Who is it?').fill([`${long} Rechenzentrum`, 'בית מאפה שלומי'][n]!)
    await phone.getByLabel('Who should we talk to?').fill(`${'Konstantin'.repeat(6)}, ${'k'.repeat(60)}@${'langedomain'.repeat(4)}.example`)
    await phone.getByLabel('Why them, why now?').fill('https://example.example/' + 'ohne-eine-einzige-stelle-zum-umbrechen'.repeat(5))
    await phone.getByLabel('They agreed to hear from us').check()
    await phone.getByRole('button', { name: 'Send introduction' }).click()
    await phone.getByRole('status').waitFor()
    await picture(phone, `ugly-receipt-${n}-phone`)
    expect(await sidewaysOf(phone), 'the receipt').toEqual([])
    await phone.goto(link)
    await picture(phone, `ugly-hub-${n}-phone`)
    expect(await sidewaysOf(phone), 'the hub').toEqual([])
  }

  const referrals = await (await page.request.get(`${stage.app.url}/api/v1/referrals`)).json() as { items: { id: string; company: { id: string } }[] }
  for (const { id, company } of referrals.items) {
    expect((await page.request.patch(`${stage.app.url}/api/v1/companies/${company.id}`, { data: { industry: 'Food', country: 'JP', employees: 400 } })).ok()).toBe(true)
    await call(`/referrals/${id}/decision`, { answer: 'accept' }, 'put')
    for (const step of ['contacted', 'met', 'qualified']) await call(`/referrals/${id}/progress`, { step }, 'put')
    await call(`/referrals/${id}/closing`, { outcome: 'won', closedOn: Temporal.Now.plainDateISO('Asia/Tokyo').toString(), deal: { amountMinor: '123456789', currency: 'JPY' } }, 'put')
  }
  await phone.goto(`${links[0]}/earnings`)
  await phone.getByText('¥14,814,815').first().waitFor()
  // What stands before rounding is exact; what it is rounded to, and everything else, is whole.
  expect((await phone.getByRole('main').innerText()).replaceAll(/¥[\d,]+\.\d+(?:,| is) rounded to (?=¥[\d,]+(?![\d,]|\.\d))/g, '')).not.toMatch(/¥[\d,]+\.\d/)
  await picture(phone, 'ugly-earnings-phone')
  expect(await sidewaysOf(phone)).toEqual([])

  for (const path of [...all, `/referrals/${referrals.items[0]!.id}`]) {
    await page.goto(`${stage.app.url}/app${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await quiet(page)
    await picture(page, `ugly${path === '/' ? '-today' : path.replaceAll('/', '-').replace(/ref_\w+/, 'one')}`)
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await sidewaysOf(page), `${path} at ${width}`).toEqual([])
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  }
})

// Lena of Brightline introduces a buyer between two meetings: a phone, a link, no account, no script.
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { NO_SCRIPT, PHONE, picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })
const reason = 'They run twelve vans from two depots and plan them on paper.'

async function introduce(page: Page, buyer: string, person: string, why: string): Promise<void> {
  await page.getByLabel('Who is it?').fill(buyer)
  await page.getByLabel('Who should we talk to?').fill(person)
  await page.getByLabel('Why them, why now?').fill(why)
}

test('she introduces a buyer, gets a receipt, finds its status, and writes', async () => {
  const page = await stage.visit(null, NO_SCRIPT)
  const link = await stage.app.linkFor('Brightline Consulting')
  await page.goto(link)
  await page.getByRole('heading', { name: 'Introduce a buyer, Lena' }).waitFor()
  await page.getByText(/Nora Lindqvist answers by .*(Mon|Tues|Wednes|Thurs|Fri)day.* 17:00/).waitFor()
  await picture(page, 'partner-hub-phone')

  await introduce(page, 'Kastanienhof Bio-Bäckerei', 'Mia Roth, mia@kastanienhof.example', reason)
  await page.getByLabel('They agreed to hear from us').check()
  await page.getByRole('button', { name: 'Send introduction' }).click()

  const receipt = page.getByRole('status')
  await receipt.getByText('Sent. Thank you, Lena.').waitFor()
  expect(await receipt.innerText()).toMatch(/Nora Lindqvist answers by .*17:00; you hear either way/)
  await page.getByRole('heading', { name: 'Kastanienhof Bio-Bäckerei', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'nora@harbourlight.example' }).waitFor()
  await page.getByText(reason).waitFor()
  await picture(page, 'partner-receipt-phone')
  const mail = await stage.app.mail('lena@brightline.example', /Kastanienhof/)
  expect(mail.text).toMatch(/Nora Lindqvist answers by .* 17:00/)

  await page.getByLabel('Write to Nora').fill('She is at the trade fair until Thursday.')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('status').getByText('Nora Lindqvist has it').waitFor()
  await page.getByText('She is at the trade fair until Thursday.').waitFor()

  await page.getByRole('link', { name: 'Your page' }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'Kastanienhof Bio-Bäckerei' })
  expect(await row.innerText()).toMatch(/Our turn: .* by .*17:00/)
  await row.getByRole('link').click()
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  expect(await page.getByRole('status').count(), 'the receipt is shown once').toBe(0)
})

test('bad input says what is wrong and keeps every word', async () => {
  const page = await stage.visit(null, NO_SCRIPT)
  await page.goto(await stage.app.linkFor('Brightline Consulting'))
  await introduce(page, '', 'Ömer "Ö" <b>Yıldız</b>, omer@fırın.example', 'מאפייה 🥐 & Söhne')
  await page.getByRole('button', { name: 'Send introduction' }).click()
  await page.getByRole('alert').getByText('What you wrote is still here.').waitFor()
  expect(await page.getByLabel('Who is it?').getAttribute('aria-invalid')).toBe('true')
  expect(await page.getByLabel('Who should we talk to?').inputValue()).toBe('Ömer "Ö" <b>Yıldız</b>, omer@fırın.example')
  expect(await page.getByLabel('Why them, why now?').inputValue()).toBe('מאפייה 🥐 & Söhne')
  await picture(page, 'partner-refused-phone')

  await page.getByLabel('Who is it?').fill('someone@gmail.com')
  await page.getByRole('button', { name: 'Send introduction' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByLabel('Who is it?').inputValue()).toBe('someone@gmail.com')

  await page.getByLabel('Who is it?').fill('Fırın Ekmek')
  await page.getByRole('button', { name: 'Send introduction' }).click()
  await page.getByText('Sent. Thank you, Lena.').waitFor()
  await page.getByText('מאפייה 🥐 & Söhne').waitFor()
})

test('a double click sends one', async () => {
  const page = await stage.visit(null, NO_SCRIPT)
  const link = await stage.app.linkFor('Mercato Digitale')
  await page.goto(link)
  await introduce(page, 'Salumificio Verdi', 'Ugo Verdi, +39 02 5550 100', 'His son takes over in spring and wants it modern.')
  await page.getByRole('button', { name: 'Send introduction' }).dblclick()
  await page.getByRole('heading', { name: 'Salumificio Verdi', level: 1 }).waitFor()
  await page.goto(link)
  expect(await page.getByRole('link', { name: 'Salumificio Verdi' }).count()).toBe(1)
  expect((await stage.app.mails('chiara@mercatodigitale.example')).filter((mail) => /Salumificio Verdi/.test(mail.subject)).length).toBeLessThanOrEqual(1)
})

test('the same buyer again counts once, and she is told', async () => {
  const page = await stage.visit(null, NO_SCRIPT)
  const link = await stage.app.linkFor('Studio Norte')
  for (const [buyer, said] of [['Panadería Sol de Levante', 'Sent. Thank you, Tomás.'], ['panaderia sol de levante', 'You introduced them before.']] as const) {
    await page.goto(link)
    await introduce(page, buyer, 'Luz Gil, luz@soldelevante.example', 'A second oven, a second van, one planner.')
    await page.getByRole('button', { name: 'Send introduction' }).click()
    await page.getByRole('status').getByText(said).waitFor()
  }
  await page.goto(link)
  expect(await page.getByRole('link', { name: /panader.a sol de levante/i }).count()).toBe(1)
})

test('her earnings add up, each with its working and its day', async () => {
  const page = await stage.visit(null, NO_SCRIPT)
  await page.goto(await stage.app.linkFor('Brightline Consulting'))
  const earned = /Earned so far\s*€([\d,.]+)/.exec(await page.getByRole('main').innerText())![1]!
  await page.getByRole('link', { name: 'Each amount, and how it was worked out' }).click()
  await page.getByRole('heading', { name: 'Your earnings' }).waitFor()
  const lines = await page.locator('#lines').getByRole('listitem').allInnerTexts()
  const cents = (said: string) => Number(said.replace(/[,.]/g, ''))
  expect(lines.reduce((sum, line) => sum + cents(/€([\d,.]+)/.exec(line)![1]!), 0)).toBe(cents(earned))
  for (const line of lines) expect(line).toMatch(/§ 4\.[12]|€400|15\s%/)
  expect(lines[0]).toMatch(/paid by \w{3}, \w{3} \d+/)
  // What came with the payout of the demo says so, and its own page with which payment.
  const old = page.locator('#lines').getByRole('listitem').last()
  expect(await old.innerText()).toMatch(/Earned \w{3}, \w{3} \d+, \d{4}, paid \w{3}, \w{3} \d+, \d{4}$/)
  await old.getByRole('link').click()
  await page.getByText(/^\w{3}, \w{3} \d+, \d{4}, reference [A-Z0-9]{12}$/).waitFor()
  await page.goBack()
  await picture(page, 'partner-earnings-phone')
})

test('a page is at most 15 KB, has no script, sets no cookie, and a link that does not work says nothing', async () => {
  const link = await stage.app.linkFor('Brightline Consulting')
  const page = await stage.visit(null, PHONE)
  await page.goto(link)
  const status = await page.getByRole('list').first().getByRole('link').first().getAttribute('href')
  for (const address of [link, new URL(status!, link).href, `${link}/earnings`]) {
    const response = await fetch(address, { headers: { 'accept-encoding': 'gzip' } })
    const body = await response.text()
    expect(body).not.toMatch(/<script|<img|<link|@import|url\(/i)
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(gzipSync(body).length, address).toBeLessThanOrEqual(15 * 1024)
  }

  const dead = await stage.visit(null, NO_SCRIPT)
  const said: string[] = []
  for (const address of [link.slice(0, -3), `${link}x`, `${stage.app.url}/p/never`, `${link}/introductions/ref_00000000000000000000000000000000`]) {
    expect((await dead.goto(address))!.status()).toBe(404)
    said.push(await dead.getByRole('main').innerText())
  }
  expect(new Set(said).size).toBe(1)
})

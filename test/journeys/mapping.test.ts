// Fjord & Partner gives its customer list on its own page, without script; Nora sees the overlap, asks for an introduction, and gets it.
import { expect, test } from 'vitest'
import { PHONE } from '../setup/browser.ts'
import { nora } from './app.ts'
import { faultsInEveryLook } from './axe.ts'
import { picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })
const list = 'Kunde,Nettside,Land\nQuayside Marine Supply,quayside.example,IE\nMølle og Co,,NO\nLofoten Tørrfisk,lofoten-torrfisk.example,NO\nn/a,,\n'

test('a list given on a phone becomes an introduction', async () => {
  const phone = await stage.visit(null, { ...PHONE, javaScriptEnabled: false })
  const link = await stage.app.linkFor('Fjord & Partner')
  await phone.goto(link)
  await phone.getByRole('link', { name: 'See what it is about' }).click()
  await phone.getByRole('button', { name: 'Send the list' }).click()
  await phone.getByText('Choose the file with your customers.').waitFor()
  await phone.getByLabel('File').setInputFiles({ name: 'kunder.csv', mimeType: 'text/csv', buffer: Buffer.from(list) })
  await phone.getByRole('radio', { name: /^Every customer/ }).check()
  await phone.getByLabel('I may share this list for Fjord & Partner').check()
  await phone.getByRole('button', { name: 'Send the list' }).click()
  await phone.getByText(/Thank you\. The list is being read/).waitFor()

  const reader = await stage.visit(null, PHONE)
  await reader.goto(`${link}/customers`)
  expect(await faultsInEveryLook(reader, 'mapping-page')).toEqual([])

  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/account-mapping`)
  await page.getByRole('link', { name: 'Brightline Consulting' }).waitFor()
  await page.goto(`${stage.app.url}/app/partners`)
  await page.getByRole('link', { name: 'Fjord & Partner' }).first().click()
  await page.getByRole('region').or(page.locator('section')).filter({ hasText: 'Customer list' }).getByRole('link', { name: /Open|Compare lists/ }).click()
  await page.getByText(/^We know \d of 3 customers of Fjord & Partner/).waitFor()
  await page.getByRole('link', { name: 'Quayside Marine Supply' }).waitFor()
  expect(await faultsInEveryLook(page, 'mapping')).toEqual([])
  const countries = page.getByRole('table', { name: 'Customers of the partner by country' })
  expect(await countries.getByRole('row').allInnerTexts()).toEqual(['Country\tCustomers\tShare', 'Norway\t2\t67\u00a0%', 'Ireland\t1\t33\u00a0%', 'Not known\t0\t0\u00a0%'])
  await countries.getByRole('button', { name: '1, Ireland' }).click()
  await page.getByText('1 customer', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Quayside Marine Supply' }).waitFor()
  await countries.getByRole('button', { name: '1, Ireland' }).click()
  await page.getByText('3 customers', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Ask for it: an introduction to Quayside Marine Supply' }).click()
  await page.getByLabel('Why you would like to meet them').fill('They deliver to forty harbours.')
  await page.getByRole('button', { name: 'Ask the partner', exact: true }).click()
  await page.getByText('Fjord & Partner has been asked.').waitFor()
  expect((await stage.app.mail('sigrid@fjordpartner.example', /introduce us to Quayside/)).text).toContain('They deliver to forty harbours.')

  await phone.goto(link)
  await phone.getByRole('link', { name: 'Introduce', exact: true }).click()
  expect(await phone.getByLabel(/Who is it/).inputValue()).toBe('Quayside Marine Supply')
  await phone.getByLabel(/Who should we talk to/).fill('Orla Quinn')
  await phone.getByLabel(/Why them/).fill('They asked who plans harbour rounds.')
  await phone.getByLabel('They agreed to hear from us').check()
  await phone.getByRole('button', { name: 'Send introduction' }).click()
  await phone.getByText(/Orla Quinn/).first().waitFor()

  const asks = page.getByRole('table', { name: 'Introductions we asked for' })
  await expect.poll(async () => { await page.reload(); await asks.waitFor(); return asks.innerText() }, { timeout: 15_000 }).toContain('Introduced')
  await page.goto(`${stage.app.url}/app/partners`)
  await page.getByRole('link', { name: 'Brightline Consulting' }).first().click()
  await page.getByRole('link', { name: 'Open', exact: true }).first().click()
  await page.getByText(/^We know/).waitFor()
  await picture(page, 'mapping')
  await page.getByText(/^Since it was matched: .*changes? to companies.*\. These figures do not know of it yet\.$/).waitFor()
  await page.getByRole('button', { name: 'Match again, with what came since' }).click()
  await page.getByText(/^Since it was matched/).waitFor({ state: 'detached' })
}, 120_000)

test('two lists are compared in the browser of the partner, and only what both have is known', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/partners`)
  await page.getByRole('link', { name: 'Mercato Digitale' }).first().click()
  await page.getByRole('link', { name: 'Compare lists' }).click()
  await page.getByRole('button', { name: 'Give a list' }).click()
  await page.getByRole('button', { name: 'Read the list' }).click()
  await page.getByRole('dialog').getByText('Choose the file.').waitFor()
  // What the partner agreed to is said, never supposed.
  await page.getByRole('dialog').getByText('Say what the partner agreed to.').waitFor()
  expect(await page.getByRole('dialog').getByRole('radio', { checked: true }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Compare privately' }).click()
  await page.getByRole('button', { name: 'Ask the partner', exact: true }).click()
  await page.getByText(/was asked to compare privately/).waitFor({ timeout: 30_000 })
  expect((await stage.app.mail('chiara@mercatodigitale.example', /Which customers do/)).text).toContain('what leaves it is blinded')

  const partner = await stage.visit(null, PHONE)
  // Without the mail it is found from the page of the link.
  await partner.goto(await stage.app.linkFor('Mercato Digitale'))
  await partner.getByRole('link', { name: 'What each of you learns, and how it is done' }).click()
  await partner.getByRole('button', { name: 'Compare privately' }).waitFor()
  expect(await faultsInEveryLook(partner, 'private-page')).toEqual([])
  await partner.getByRole('button', { name: 'Compare privately' }).click()
  await partner.getByText('Choose the file with your customers.').waitFor()
  await partner.getByLabel(/File with your customers/).setInputFiles({ name: 'clienti.csv', mimeType: 'text/csv', buffer: Buffer.from('cliente,sito\nPanificio Bellini,www.bellini.example\nBrera Vini,ordini@breravini.example\nCantina Segreta,cantina-segreta.example\n') })
  const sent: string[] = []
  partner.on('request', (request) => sent.push(`${request.url()} ${request.postDataBuffer()?.toString('latin1') ?? ''}`))
  await partner.getByRole('button', { name: 'Compare privately' }).click()
  await partner.getByText(/Your answer has arrived|^Done/).waitFor({ timeout: 60_000 })
  expect(sent.some((one) => one.includes('/private/answer'))).toBe(true)
  for (const word of ['segreta', 'bellini', 'breravini']) expect(sent.join('\n')).not.toContain(word)

  await page.getByText(/^We know 2 of 3 customers of Mercato Digitale/).waitFor({ timeout: 30_000 })
  await page.getByRole('link', { name: 'Panificio Bellini' }).waitFor()
}, 180_000)

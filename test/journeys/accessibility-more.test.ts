// The same for what opens over a page of the staff app, and for every page of a partner.
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { nora } from './app.ts'
import { faultsInEveryLook } from './axe.ts'
import { DESKTOP, PHONE, setStage } from './browse.ts'

const stage = setStage({ demo: true })
let page: Page

beforeAll(async () => {
  page = await stage.visit(nora, { ...DESKTOP, reducedMotion: 'reduce' })
})

test('what opens over a page: a promise, a dialog, the finder, both menus', async () => {
  const faults: string[] = []
  await page.goto(`${stage.app.url}/app/`)
  await page.getByRole('button', { name: /Answer introduction · Meridian/ }).click()
  await page.getByRole('button', { name: 'Accept introduction' }).waitFor()
  faults.push(...(await faultsInEveryLook(page, 'promise')))
  for (const action of ['Accept introduction', 'Ask Lena', 'Decline with reason']) {
    await page.getByRole('button', { name: action }).click()
    await page.getByRole('dialog').waitFor()
    faults.push(...(await faultsInEveryLook(page, action, { isOpened: true })))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  faults.push(...(await faultsInEveryLook(page, 'finder', { isOpened: true })))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Nora Lindqvist' }).click()
  await page.getByRole('menu').waitFor()
  faults.push(...(await faultsInEveryLook(page, 'person', { isOpened: true })))
  await page.keyboard.press('Escape')
  await page.setViewportSize(PHONE.viewport)
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Directory' }).waitFor()
  faults.push(...(await faultsInEveryLook(page, 'rail on a phone', { isOpened: true })))
  expect(faults).toEqual([])
}, 120_000)

test('every page of a partner', async () => {
  const faults: string[] = []
  const look = async (name: string) => faults.push(...(await faultsInEveryLook(page, name)))
  const link = await stage.app.linkFor('Brightline Consulting')
  await page.goto(link)
  await look('hub')
  await page.getByRole('button', { name: 'Send introduction' }).click()
  await page.getByRole('alert').waitFor()
  await look('refused')
  await page.getByLabel('Who is it?').fill('Kastanienhof')
  await page.getByLabel('Who should we talk to?').fill('Mia Roth, mia@kastanienhof.example')
  await page.getByLabel('Why them, why now?').fill('Two depots, one whiteboard.')
  await page.getByRole('button', { name: 'Send introduction' }).click()
  await page.getByRole('status').waitFor()
  await look('receipt')
  await page.getByRole('button', { name: 'Send' }).click()
  await look('reply refused')
  await page.goto(`${link}/introductions`)
  await look('introductions')
  await page.goto(`${link}/earnings`)
  await look('earnings')
  await page.goto(`${link}x`)
  await look('dead link')
  for (const partner of ['Lowland Interim', 'سحر للاستشارات', 'Tanaka Logistics Advisory']) {
    await page.goto(await stage.app.linkFor(partner))
    await look(partner)
  }
  expect(faults).toEqual([])
}, 120_000)

test('the pages on which a partner says how it is paid', async () => {
  const faults: string[] = []
  const look = async (name: string) => faults.push(...(await faultsInEveryLook(page, name)))
  const { items } = (await (await page.request.get(`${stage.app.url}/api/v1/partners?q=Lowland`)).json()) as { items: { id: string }[] }
  await page.request.post(`${stage.app.url}/api/v1/partners/${items[0]!.id}/payee/requests`, { data: {} })
  const linkIn = async (subject: RegExp) => /https?:\/\/\S+/.exec((await stage.app.mail('bas@lowland.example', subject)).text)![0]
  const own = await linkIn(/pays you/)
  for (const form of ['', '?form=bank&kind=us', '?form=bank&kind=other', '?form=tax&kind=w9', '?form=tax&kind=w8ben', '?form=vat']) {
    await page.goto(`${own}${form}`)
    await look(`payee ${form}`)
    await page.getByRole('button', { name: /^(Send|Sign and send)$/ }).click()
    await page.getByRole('alert').waitFor()
    await look(`payee ${form}, refused`)
  }
  await page.goto(own)
  await page.getByLabel('Account holder').fill('Lowland Interim B.V.')
  await page.getByLabel('IBAN', { exact: true }).fill('NL91ABNA0417164300')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('status').waitFor()
  await look('payee, sent')
  await page.goto(await linkIn(/^Confirm/))
  await look('payee, to confirm')
  await page.getByRole('button', { name: 'Yes, this is right' }).click()
  await page.getByRole('heading', { name: 'Confirmed' }).waitFor()
  await look('payee, confirmed')
  expect(faults).toEqual([])
}, 200_000)

// WCAG 2.2 AA as far as axe can tell, on every page, light and dark, at desktop and phone width; and nothing to scroll sideways at 320 px.
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { paths } from '../../web/paths.ts'
import { nora } from './app.ts'
import { faultsOf } from './axe.ts'
import { DESKTOP, PHONE, quiet, setStage } from './browse.ts'
import { sidewaysOf } from './layout.ts'

/** Violations that stay, each with its reason. */
const accepted: Record<string, string> = {}

const stage = setStage({ demo: true })
let page: Page

type Things = { items: { id: string }[] }
const firstId = async (path: string): Promise<string> => ((await (await page.request.get(`${stage.app.url}/api/v1${path}`)).json()) as Things).items[0]!.id

/** Every page of the app once: the address of each name in `paths`, with a thing of the demo world where one is needed. */
async function everyPage(): Promise<[string, string][]> {
  const file = (await (await page.request.post(`${stage.app.url}/api/v1/files?name=small.csv`, { headers: { 'content-type': 'text/csv' }, data: 'Name,Website,Employees\nBrook & Sons,brook.example,40\nHill,hill.example,many\n' })).json()) as { id: string }
  const mapping = { name: 'Name', website: 'Website', employees: 'Employees' }
  const made = (await (await page.request.post(`${stage.app.url}/api/v1/imports`, { data: { fileId: file.id, kind: 'companies', mapping } })).json()) as { id: string }
  const partner = await firstId('/partners?q=Brightline')
  const ids: Partial<Record<keyof typeof paths, string>> = {
    partner, statement: partner, partnerPerformance: partner, company: await firstId('/companies'), referral: await firstId('/referrals?partner=' + partner), opportunity: await firstId('/opportunities'),
    plan: await firstId('/plans'), commission: await firstId('/commissions'), mail: await firstId('/mails'), import: made.id,
  }
  const named = Object.entries(paths).map(([name, path]): [string, string] => [name, path(ids[name as keyof typeof paths] ?? ids.plan!)])
  return [...named, ['preview', `${paths.newImport()}?kind=companies&file=${file.id}`], ['nowhere', '/nowhere']]
}

/** In the dark only colours differ, and they do not differ by width. */
async function faultsInEveryLook(name: string, isOpened = false): Promise<string[]> {
  const faults: string[] = []
  const look = async (how: string, rules?: string[]) =>
    faults.push(...(await faultsOf(page, rules)).filter((fault) => !accepted[fault.split(':')[0]!]).map((fault) => `${name}, ${how}: ${fault}`))
  await look('desktop')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate(settled)
  await look('dark', ['color-contrast'])
  await page.emulateMedia({ colorScheme: 'light' })
  if (!isOpened) {
    await page.setViewportSize(PHONE.viewport)
    await page.evaluate(settled)
    await look('phone')
    await page.setViewportSize({ width: 320, height: 640 })
    await page.evaluate(settled)
    faults.push(...(await sidewaysOf(page)).map((wide) => `${name}, 320: ${wide}`))
    await page.setViewportSize(DESKTOP.viewport)
  }
  await page.evaluate(settled)
  return faults
}

/** Drawn anew, and what fades has faded. */
const settled = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(resolve))))`

beforeAll(async () => {
  page = await stage.visit(nora, { ...DESKTOP, reducedMotion: 'reduce' })
})

test('every page of the staff app', async () => {
  const faults: string[] = []
  for (const [name, path] of await everyPage()) {
    await page.goto(`${stage.app.url}/app${path}`)
    await page.getByRole('heading', { level: 1 }).or(page.getByRole('heading', { name: 'There is nothing at this address' })).first().waitFor()
    await quiet(page)
    faults.push(...(await faultsInEveryLook(name)))
  }
  expect(faults).toEqual([])
}, 120_000)

test('what opens over a page: a promise, a dialog, the finder, both menus', async () => {
  const faults: string[] = []
  await page.goto(`${stage.app.url}/app/`)
  await page.getByRole('button', { name: /Answer introduction · Meridian/ }).click()
  await page.getByRole('button', { name: 'Accept introduction' }).waitFor()
  faults.push(...(await faultsInEveryLook('promise')))
  for (const action of ['Accept introduction', 'Ask Lena', 'Decline with reason']) {
    await page.getByRole('button', { name: action }).click()
    await page.getByRole('dialog').waitFor()
    faults.push(...(await faultsInEveryLook(action, true)))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  faults.push(...(await faultsInEveryLook('finder', true)))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Nora Lindqvist' }).click()
  await page.getByRole('menu').waitFor()
  faults.push(...(await faultsInEveryLook('person', true)))
  await page.keyboard.press('Escape')
  await page.setViewportSize(PHONE.viewport)
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Directory' }).waitFor()
  faults.push(...(await faultsOf(page)).map((fault) => `rail on a phone: ${fault}`))
  expect(faults).toEqual([])
}, 120_000)

test('every page of a partner', async () => {
  const faults: string[] = []
  const look = async (name: string) => faults.push(...(await faultsInEveryLook(name)))
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

// What stands above a list or a page of settings: on one line where there is room for it, in columns of one width on a phone, and none cut off.
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { picture, quiet, setStage } from './browse.ts'
import { sidewaysOf } from './layout.ts'

const stage = setStage({ demo: true })
const lists = ['/partners', '/referrals', '/companies', '/opportunities', '/commissions', '/commissions/rewards', '/statements', '/disputes', '/payouts', '/facts', '/events', '/hypotheses', '/settings/mailbox']

type Box = { left: number; right: number; top: number; name: string }
const boxesOf = (all: Locator): Promise<Box[]> =>
  all.evaluateAll((fields) => fields.map((field) => {
    const { left, right, top } = field.getBoundingClientRect()
    return { left, right, top: Math.round(top), name: field.getAttribute('aria-label') ?? '' }
  }))
const fieldsOf = (page: Page): Promise<Box[]> => boxesOf(page.getByRole('search', { name: 'Filters' }).locator('input:not([type=hidden]), select'))
const linesOf = (boxes: Box[]): number => new Set(boxes.map((box) => box.top)).size

test('the customers of a partner: seven filters, one line on a small laptop', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/account-mapping`)
  await page.getByRole('link', { name: 'Brightline Consulting' }).click()
  await page.getByRole('table', { name: 'Customers of the partner', exact: true }).waitFor()
  const boxes = await fieldsOf(page)
  expect(boxes.map((box) => box.name)).toContain('Country')
  expect([boxes.length, linesOf(boxes)]).toEqual([7, 1])
})

test('on each list the days stand together, and on a phone the filters fill its width in at most two columns', async () => {
  const page = await stage.visit(nora)
  for (const path of lists) {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto(`${stage.app.url}/app${path}`)
    await page.getByRole('search', { name: 'Filters' }).waitFor()
    await quiet(page)
    const wide = await fieldsOf(page)
    expect(wide.length, path).toBeGreaterThan(0)
    const days = wide.filter((box) => box.name === 'From' || box.name === 'To')
    expect(linesOf(days), `${path}: From and To`).toBe(days.length === 0 ? 0 : 1)
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 })
      const narrow = await fieldsOf(page)
      expect(Math.max(...narrow.map((box) => box.right)), `${path} at ${width}`).toBeLessThanOrEqual(width - 15)
      expect(Math.min(...narrow.map((box) => box.right - box.left)), `${path} at ${width}`).toBeGreaterThan(width / 2 - 30)
      expect(await sidewaysOf(page), `${path} at ${width}`).toEqual([])
    }
  }
  await page.goto(`${stage.app.url}/app/commissions`)
  await quiet(page)
  await picture(page, 'filters-narrow')
})

test('among more partners than a list of choices holds each is found by typing a part of its name', async () => {
  const page = await stage.visit(nora)
  const post = async (name: string) => {
    const answer = await page.request.post(`${stage.app.url}/api/v1/partners`, { data: { name, type: 'referral', timeZone: 'Europe/Berlin', startedOn: '2026-01-05', contacts: [{ name: 'Ana', email: `${name.replaceAll(' ', '.').toLowerCase()}@many.example` }] }, headers: { origin: stage.app.url } })
    expect(answer.status(), await answer.text()).toBe(201)
  }
  for (let n = 0; n < 60; n += 1) await post(`Zeta Advisers ${n}`)
  await page.goto(`${stage.app.url}/app/referrals`)
  const filter = page.getByRole('combobox', { name: 'Partner' })
  await filter.fill('advisers 59')
  await page.getByRole('option', { name: 'Zeta Advisers 59' }).click()
  await page.waitForURL(/partner=par_/)
  await page.getByText('No introduction matches').waitFor()
  await page.reload()
  await expect.poll(() => filter.inputValue(), { timeout: 15_000 }).toBe('Zeta Advisers 59')
  await filter.click()
  await page.getByRole('option', { name: 'Any partner' }).click()
  await page.getByRole('table', { name: 'Introductions' }).waitFor()
  expect(page.url()).not.toContain('partner=')
})

test('what is typed a moment before one goes to another page does not filter that one', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/events?type=back_test`)
  await page.getByRole('searchbox').fill('hello')
  // The page is slow to come, so the words are applied while it is on its way.
  await page.route('**/assets/*.js', async (route) => {
    await new Promise((go) => setTimeout(go, 500))
    await route.continue()
  })
  await page.getByRole('navigation').getByRole('link', { name: 'Hypotheses' }).dispatchEvent('click')
  await page.getByRole('table', { name: 'Hypotheses' }).waitFor()
  await new Promise((go) => setTimeout(go, 400))
  expect(page.url()).toMatch(/\/app\/hypotheses$/)
})

test('the pages of the settings stand in one line on a phone, and the one that is open is in sight', async () => {
  const page = await stage.visit(nora)
  await page.setViewportSize({ width: 390, height: 844 })
  for (const [path, name] of [['/settings', 'Workspace'], ['/settings/members', 'Members'], ['/settings/sign-in', 'My sign-in']] as const) {
    await page.goto(`${stage.app.url}/app${path}`)
    const nav = page.getByRole('navigation', { name: 'Settings' })
    await nav.getByRole('link', { name }).waitFor()
    const boxes = await boxesOf(nav.getByRole('link'))
    expect([boxes.length, linesOf(boxes)], path).toEqual([8, 1])
    await expect.poll(async () => {
      const [open] = await boxesOf(nav.getByRole('link', { name }))
      return open!.left >= 0 && open!.right <= 390
    }, { timeout: 5000 }).toBe(true)
  }
})

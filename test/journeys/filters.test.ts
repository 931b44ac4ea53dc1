// The filters above a list: on one line where there is room for it, in columns of one width on a phone, and none cut off.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { picture, quiet, setStage } from './browse.ts'
import { sidewaysOf } from './layout.ts'

const stage = setStage({ demo: true })
const lists = ['/partners', '/referrals', '/companies', '/opportunities', '/commissions', '/commissions/rewards', '/statements', '/disputes', '/payouts', '/facts', '/events', '/hypotheses', '/settings/mailbox']

type Box = { left: number; right: number; top: number; name: string }
const fieldsOf = (page: Page): Promise<Box[]> =>
  page.getByRole('search', { name: 'Filters' }).locator('input, select').evaluateAll<Box[], HTMLInputElement>((all) => all.map((field) => ({ left: field.getBoundingClientRect().left, right: field.getBoundingClientRect().right, top: Math.round(field.getBoundingClientRect().top), name: field.ariaLabel ?? '' })))
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

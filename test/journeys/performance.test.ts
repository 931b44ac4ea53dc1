// A figure and its rows are the same figure, whatever screen shows it.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })
const cents = (said: string) => Number(said.replace(/[^\d]/g, '')) * (/^[-−]/.test(said) ? -1 : 1)

/** All rows of a figure, opened from its link. */
async function rowsOf(page: Page): Promise<string[]> {
  const table = page.getByRole('table', { name: 'Cases' })
  await table.waitFor()
  const rows = table.getByRole('row')
  for (let shown = await rows.count(); await page.getByRole('button', { name: 'Show more' }).isVisible(); shown = await rows.count()) {
    await page.getByRole('button', { name: 'Show more' }).click()
    await expect.poll(() => rows.count()).toBeGreaterThan(shown)
  }
  return (await rows.allInnerTexts()).slice(1)
}

test('each figure of the program opens to rows that add up to it', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/performance?period=all`)
  const measures = page.getByRole('table', { name: 'Measures' })
  await measures.waitFor()
  await page.getByRole('heading', { name: 'Time to close' }).waitFor()
  await picture(page, 'performance')
  const names = await measures.getByRole('link', { name: /Open the rows/ }).evaluateAll((links) => links.map((link) => link.getAttribute('aria-label')!))
  expect(names.length).toBeGreaterThanOrEqual(7)
  for (const name of names) {
    await page.goto(`${stage.app.url}/app/performance?period=all`)
    const row = measures.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
    const cases = (await row.getByRole('cell').last().innerText()).trim()
    await row.getByRole('link', { name, exact: true }).click()
    const rows = await rowsOf(page)
    const counted = rows.filter((text) => text.split('\t')[3] === 'yes').length
    const [, part, whole] = /^(\d+) of (\d+)$/.exec(cases) ?? []
    if (whole) expect({ counted, rows: rows.length }, name).toEqual({ counted: Number(part), rows: Number(whole) })
    else expect(counted, name).toBe(Number(cases))
    // Amounts add up too, in each currency on its own.
    const euros = /€([\d,]+\.\d\d)/.exec(name)
    if (euros) expect(rows.map((text) => /[-−]?€[\d,]+\.\d\d/.exec(text)?.[0] ?? '').reduce((sum, said) => sum + cents(said), 0), name).toBe(cents(euros[1]!))
  }
})

test('a partner’s figures are the same on the ranking, on its own page and in the rows', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/performance?period=all`)
  const ranked = page.getByRole('table', { name: 'Partners in order' })
  const row = ranked.getByRole('row').filter({ hasText: 'Brightline Consulting' })
  const submitted = row.getByRole('link', { name: /^Referrals submitted, Brightline Consulting/ })
  const said = (await submitted.innerText()).trim()
  await submitted.click()
  expect(await rowsOf(page)).toHaveLength(Number(said))
  await page.getByRole('link', { name: 'Brightline Consulting' }).first().click()
  await page.getByRole('heading', { name: 'Brightline Consulting', level: 1 }).waitFor()
  await page.getByLabel('Period', { exact: true }).selectOption('all')
  await page.getByRole('table', { name: 'Measures' }).getByRole('link', { name: `Referrals submitted: ${said}. Open the rows.` }).waitFor()
  await page.getByText('Likely true value').first().waitFor()
  await picture(page, 'partner-performance')
})

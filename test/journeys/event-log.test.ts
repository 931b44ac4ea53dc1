// Every change is in the log: found by words, kind and day, and taken along as CSV.
import { readFileSync } from 'node:fs'
import { parse } from 'papaparse'
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })

test('Nora searches the log and exports what she found', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/events`)
  const events = page.getByRole('table', { name: 'Events' })
  await events.waitFor()
  await picture(page, 'event-log')
  await page.getByLabel('About').selectOption({ label: 'Introduction' })
  await page.getByLabel('Words or a name').fill('They stay with what they have')
  await page.waitForURL(/q=They/)
  await expect.poll(async () => (await events.getByRole('row').allInnerTexts()).slice(1).every((row) => row.includes('They stay with what they have'))).toBe(true)
  const shown = (await events.getByRole('row').count()) - 1
  expect(shown).toBeGreaterThan(2)

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export CSV' }).click()])
  expect(download.suggestedFilename()).toMatch(/\.csv$/)
  const text = readFileSync(await download.path(), 'utf8')
  const { data, errors } = parse<Record<string, string>>(text.replace(/^\ufeff/, ''), { header: true, skipEmptyLines: true })
  expect(errors).toEqual([])
  expect(data).toHaveLength(shown)
  expect(text).not.toContain('@')

  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByLabel('Words or a name').fill('Wavecrest')
  await page.waitForURL(/q=Wavecrest/)
  await events.getByText('Moved from contacted to in conversation').first().waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByLabel('From').fill('2030-01-01')
  await page.getByRole('heading', { name: 'No event matches' }).waitFor()
})

test('every kind of event can be chosen, is a sentence, and says what it is about in words', async () => {
  const page = await stage.visit(nora)
  const types = new Set<string>()
  for (let after = ''; after !== 'end';) {
    const { items, next } = (await (await page.request.get(`${stage.app.url}/api/v1/events?limit=100${after && `&after=${after}`}`)).json()) as { items: { type: string }[]; next: string | null }
    for (const { type } of items) types.add(type)
    after = next ?? 'end'
  }
  expect(types.size).toBeGreaterThan(40)
  await page.goto(`${stage.app.url}/app/events`)
  const rows = page.getByRole('table', { name: 'Events' }).locator('tbody tr')
  const faults: string[] = []
  for (const kind of new Set([...types].map((type) => type.split('.')[0]!))) {
    await page.getByLabel('About').selectOption(kind)
    await expect.poll(async () => (await rows.first().locator('td').last().textContent())?.split('.')[0], { timeout: 10_000 }).toBe(kind)
    const told = await rows.evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => (cell.querySelector('summary') ?? cell).textContent ?? '')))
    for (const [, , what = '', about = '', type = ''] of told) {
      if (what.toLowerCase() === type.replaceAll(/[._]/g, ' ')) faults.push(`${type} has no sentence`)
      if (/undefined|null|NaN|Invalid/.test(what)) faults.push(`${type}: ${what}`)
      if (/[a-z][A-Z]|_/.test(about)) faults.push(`${type}: ${about}`)
      types.delete(type)
    }
  }
  expect([...new Set(faults)]).toEqual([])
  // What is rare stands on a later page of its kind.
  expect(types.size).toBeLessThan(20)
})

test('Omar, a rep, reads timelines but not the whole log', async () => {
  const page = await stage.visit('omar@harbourlight.example')
  await page.goto(`${stage.app.url}/app/events`)
  await page.getByRole('heading', { name: 'You cannot read the whole log' }).waitFor()
  expect((await page.request.get(`${stage.app.url}/api/v1/events.csv`)).status()).toBe(403)
})

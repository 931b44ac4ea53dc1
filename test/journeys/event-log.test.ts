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
  await page.getByLabel('Words in an event').fill('They stay with what they have')
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
  await page.getByLabel('From').fill('2030-01-01')
  await page.getByRole('heading', { name: 'No event matches' }).waitFor()
})

test('Omar, a rep, reads timelines but not the whole log', async () => {
  const page = await stage.visit('omar@harbourlight.example')
  await page.goto(`${stage.app.url}/app/events`)
  await page.getByRole('heading', { name: 'You cannot read the whole log' }).waitFor()
  expect((await page.request.get(`${stage.app.url}/api/v1/events.csv`)).status()).toBe(403)
})

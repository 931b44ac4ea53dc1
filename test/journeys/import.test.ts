// Maven's CRM comes in through the app: 85 accounts by drop, 8,800 opportunities with their stages, and a second time with nothing new.
import { readFileSync } from 'node:fs'
import { parse } from 'papaparse'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { sharedData } from '../setup/shared-data.ts'
import { picture, setStage } from './browse.ts'

const accounts = sharedData('maven-crm/accounts.csv')
const pipeline = sharedData('maven-crm/sales_pipeline.csv')
const stage = setStage({ demo: false })
let page: Page

beforeAll(async () => {
  page = await stage.visit(null)
  const made = await page.request.post(`${stage.app.url}/api/v1/setup`, { data: { workspaceName: 'Maven Hardware', name: 'Ada Berg', email: 'ada@maven.example', currency: 'USD', timeZone: 'America/New_York' } })
  expect(made.ok()).toBe(true)
})

/** Lets go of a file over the page, as a mouse does. */
async function drop(name: string, content: string): Promise<void> {
  const data = await page.evaluateHandle(
    `(() => { const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}, { type: 'text/csv' })); return data })()`)
  await page.getByText('Choose a file').dispatchEvent('drop', { dataTransfer: data })
}

/** The numbers of a finished import's report: outcome to rows. */
async function report(): Promise<Record<string, number>> {
  const table = page.getByRole('table', { name: 'What came of the rows' })
  await table.waitFor({ timeout: 45_000 })
  const rows = await table.getByRole('row').filter({ hasNot: page.getByRole('columnheader', { name: 'Outcome' }) }).allInnerTexts()
  return Object.fromEntries(rows.map((row) => row.split('\t')).map(([name, n]) => [name!.trim(), Number(n!.replace(',', ''))]))
}

async function bring(kind: string, name: string, content: string): Promise<Record<string, number>> {
  await page.goto(`${stage.app.url}/app/imports/new`)
  await page.getByLabel(kind).check()
  await drop(name, content)
  await page.getByRole('button', { name: /^Import/ }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  return report()
}

describe.runIf(accounts && pipeline)('the CRM of Maven', () => {
  test('the accounts: dropped, columns guessed and corrected, seen before they come in', async () => {
    await page.goto(`${stage.app.url}/app/imports`)
    await page.getByRole('heading', { name: 'Nothing was imported yet' }).waitFor()
    await page.getByRole('link', { name: 'Import a file' }).first().click()
    await drop('accounts.csv', readFileSync(accounts!, 'utf8'))
    await page.getByText('85 rows.').waitFor()
    const columns = page.getByRole('table', { name: 'Fields and the columns that hold them' })
    for (const [field, column] of [['Industry', 'sector'], ['Country', 'office_location'], ['Parent company', 'subsidiary_of']] as const)
      expect(await columns.getByLabel(field).inputValue(), field).toBe(column)
    const rows = page.getByRole('table', { name: 'First rows as they are understood' })
    expect(await rows.innerText()).toContain('Acme Corporation')
    await picture(page, 'import-preview')

    // What is changed here is read again at once, and kept through a reload.
    await columns.getByLabel('Industry').selectOption('')
    await expect.poll(() => rows.innerText()).not.toContain('technolgy')
    await page.reload()
    expect(await columns.getByLabel('Industry').or(page.getByLabel('Industry')).first().inputValue()).toBe('')
    await page.getByLabel('Industry').selectOption('sector')
    await expect.poll(() => rows.innerText()).toContain('technolgy')

    await page.getByRole('button', { name: 'Import 85 rows' }).click()
    expect(await report()).toEqual({ Created: 85, Updated: 0, Unchanged: 0, Rejected: 0, Rows: 85 })
    await page.getByText('Every row was imported.').waitFor()
  })

  test('the pipeline: stages are given their meaning, progress is seen, the report says what came of it', async () => {
    await page.goto(`${stage.app.url}/app/imports/new`)
    await page.getByLabel('Opportunities').check()
    await page.getByText('Choose a file').locator('xpath=ancestor::label').locator('input').setInputFiles(pipeline!)
    await page.getByText('8,800 rows.').waitFor()
    const stages = page.getByRole('table', { name: 'Words of the file and what they mean' })
    for (const [stageName, meaning] of [['Won', 'won'], ['Lost', 'lost'], ['Engaging', 'open'], ['Prospecting', 'open']] as const)
      expect(await stages.getByLabel(stageName).inputValue()).toBe(meaning)
    // A choice stands while the file is read again, however long that takes.
    const slow = Promise.withResolvers<void>()
    await page.route('**/api/v1/imports/preview', async (route) => {
      await slow.promise
      await route.continue()
    })
    await stages.getByLabel('Prospecting').selectOption('lost')
    await page.getByText('Reading the file again').waitFor()
    expect(await stages.getByLabel('Prospecting').inputValue()).toBe('lost')
    await page.getByLabel('Product').selectOption('')
    await page.getByText('Reading the file again').waitFor()
    expect(await page.getByLabel('Product').inputValue()).toBe('')
    slow.resolve()
    await page.getByText('Reading the file again').waitFor({ state: 'detached' })
    await page.unrouteAll({ behavior: 'wait' })
    expect(await stages.getByLabel('Prospecting').inputValue()).toBe('lost')
    await page.getByLabel('Product').selectOption('product')
    await stages.getByLabel('Prospecting').selectOption('open')
    await picture(page, 'import-stages')
    await page.getByRole('button', { name: /^Import 8,800 rows/ }).click()
    await page.getByRole('heading', { name: 'sales_pipeline.csv' }).waitFor()
    await page.getByRole('progressbar').or(page.getByRole('table', { name: 'What came of the rows' })).first().waitFor()
    expect(await report()).toEqual({ Created: 8800, Updated: 0, Unchanged: 0, Rejected: 0, Rows: 8800 })
    await picture(page, 'import-report')
    await page.getByRole('link', { name: 'Open opportunities' }).click()
    await page.getByRole('table', { name: 'Opportunities' }).waitFor()
    await page.goto(`${stage.app.url}/app/companies`)
    await page.getByText(/of 85/).or(page.getByText('85', { exact: true })).first().waitFor()
  })

  test('the same files again change nothing', async () => {
    expect(await bring('Companies', 'accounts.csv', readFileSync(accounts!, 'utf8'))).toEqual({ Created: 0, Updated: 0, Unchanged: 85, Rejected: 0, Rows: 85 })
    await page.getByText('Every row was here already; nothing changed.').waitFor()
    expect(await bring('Opportunities', 'sales_pipeline.csv', readFileSync(pipeline!, 'utf8'))).toEqual({ Created: 0, Updated: 0, Unchanged: 8800, Rejected: 0, Rows: 8800 })
  })
})

test('rows that cannot be imported come back as CSV with the reason, the others stay', async () => {
  const file = '\ufeffDeal;Account;Stage;Amount;Close date;ID\nOne;Brook & Sons;Won;1.200,50;2026-02-30;A-1\n"Two\nlines";Brook & Sons;Won;300,00;2026-03-02;A-2\nThree;Brook & Sons;Won;a lot;2026-03-02;A-3\n'
  const counts = await bring('Opportunities', 'deals.csv', file)
  expect(counts).toEqual({ Created: 1, Updated: 0, Unchanged: 0, Rejected: 2, Rows: 3 })
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /as CSV, with reasons/ }).click()])
  const { data } = parse<Record<string, string>>(readFileSync(await download.path(), 'utf8').replace(/^\ufeff/, ''), { header: true, delimiter: ';', skipEmptyLines: true })
  expect(data.map((row) => [row['Deal'], row['ID'], row['Amount']])).toEqual([['One', 'A-1', '1.200,50'], ['Three', 'A-3', 'a lot']])
  expect(data[0]!['Why it was not imported']).toMatch(/2026-02-30|day|date/i)
  expect(data[1]!['Why it was not imported']).toMatch(/amount|a lot/i)
})

test('while a column that is needed is not chosen, no row is shown as failed', async () => {
  await page.goto(`${stage.app.url}/app/imports/new`)
  await page.getByLabel('Opportunities').check()
  await page.getByText('Choose a file').locator('xpath=ancestor::label').locator('input').setInputFiles({ name: 'deals.csv', mimeType: 'text/csv', buffer: Buffer.from('Deal;Account;Stage;Number\nOne;Brook & Sons;Won;A-1\n') })
  await page.getByText('They are shown once the columns above are chosen.').waitFor()
  expect(await page.getByRole('main').innerText()).not.toContain('Not imported')
  await page.locator('select[name="mapping.id"]').or(page.locator('select[aria-invalid="true"]')).first().selectOption({ label: 'Number' })
  await page.getByRole('region', { name: 'First rows' }).getByText('Brook & Sons').waitFor()
})

test('a file that is none says so, and nothing is kept', async () => {
  await page.goto(`${stage.app.url}/app/imports/new`)
  await drop('empty.csv', '')
  await page.getByRole('alert').getByText('The file is empty.').waitFor()
})

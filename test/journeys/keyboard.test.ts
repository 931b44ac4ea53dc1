// Without a pointer: the queue by j, k, Enter and a; everything else by Ctrl-K.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { setStage } from './browse.ts'

const stage = setStage({ demo: true })
const focused = (page: Page) => page.evaluate('document.activeElement.textContent.trim()') as Promise<string>

test('Nora answers from Today with keys alone', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/`)
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  const queue = page.getByRole('button', { name: / · / })
  await queue.first().waitFor()
  const before = await queue.count()

  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('j')
  expect(await focused(page)).toContain('Hofer Getränke')
  await page.keyboard.press('j')
  expect(await focused(page)).toContain('Van Dijk Groothandel')
  await page.keyboard.press('k')
  expect(await focused(page)).toContain('Hofer Getränke')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Accept introduction' }).waitFor()
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Owner').waitFor()
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('SELECT')
  await page.keyboard.type('Priya')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Priya speaks German with them.')
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('Accept introduction')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  // The promise is kept; the next one takes its place in the queue.
  await page.getByRole('button', { name: /Answer introduction · Hofer/ }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /Contact the buyer · Hofer/ }).waitFor()
  expect(await queue.count()).toBe(before)
})

test('Escape closes what was opened and the focus returns', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/`)
  await page.getByRole('button', { name: / · / }).first().waitFor()
  await page.keyboard.press('j')
  const row = await focused(page)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Open the introduction' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Open the introduction' }).waitFor({ state: 'detached' })
  expect(await focused(page)).toBe(row)
})

test('Ctrl-K finds a partner and goes there, and starts a new introduction', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/`)
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  const find = page.getByRole('dialog').getByRole('textbox').or(page.getByRole('dialog').getByRole('combobox')).or(page.getByRole('dialog').getByRole('searchbox'))
  await page.keyboard.press('Control+k')
  await find.waitFor()
  await page.keyboard.type('kestrel')
  await page.getByRole('dialog').getByRole('button', { name: 'Kestrel Systems Partner' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Kestrel Systems', level: 1 }).waitFor()

  await page.keyboard.press('Control+k')
  await find.waitFor()
  await page.keyboard.type('new intro')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'New introduction', level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await find.waitFor()
  await page.keyboard.press('Escape')
  await find.waitFor({ state: 'detached' })
})

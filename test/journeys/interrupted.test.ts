// What happens between people and machines: two save at once, the server is gone for a while, an address is of nothing.
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { picture, quiet, setStage } from './browse.ts'

const stage = setStage({ demo: true })
const url = (path: string) => `${stage.app.url}/app${path}`

test('two who change the settings at once keep what the other changed', async () => {
  const [one, other] = [await stage.visit(nora), await stage.visit(nora)]
  for (const page of [one, other]) {
    await page.goto(url('/settings'))
    await page.getByLabel('Protect an accepted claim for').waitFor()
  }
  const save = async (page: typeof one) => {
    await page.getByRole('button', { name: 'Save settings' }).click()
    await page.getByText('The settings are saved.').first().waitFor()
  }
  await one.getByLabel('Protect an accepted claim for').fill('61')
  await one.getByLabel('Saturday').check()
  await save(one)
  await other.getByLabel('Contact the buyer within').fill('4')
  await save(other)
  await expect.poll(() => other.getByLabel('Protect an accepted claim for').inputValue(), { timeout: 10_000 }).toBe('61')
  expect(await other.getByLabel('Saturday').isChecked()).toBe(true)
  await one.reload()
  await one.getByLabel('Contact the buyer within').waitFor()
  expect(await one.getByLabel('Contact the buyer within').inputValue()).toBe('4')
  expect(await one.getByLabel('Protect an accepted claim for').inputValue()).toBe('61')
})

test('where the server does not answer, the page says so, keeps what was written, and goes on when it is back', async () => {
  const page = await stage.visit(nora)
  await page.goto(url('/companies/new'))
  await page.getByLabel('Name', { exact: true }).fill('Kastanienhof GmbH')
  await quiet(page)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Add company' }).click()
  await page.getByText('The server cannot be reached.').first().waitFor()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Kastanienhof GmbH')

  // The code of this page was not fetched yet: the app stays, with its rail, instead of the browser's own error page.
  await page.getByRole('link', { name: 'Hypotheses', exact: true }).click()
  await page.getByRole('heading', { name: 'This page could not be loaded', level: 1 }).waitFor()
  await page.getByText('The server cannot be reached.').first().waitFor()
  await picture(page, 'unreachable')
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'Hypotheses', level: 1 }).waitFor()

  await page.getByRole('link', { name: 'Companies', exact: true }).click()
  await page.getByRole('link', { name: 'Add company' }).click()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Kastanienhof GmbH')
})

test('a part of a page that cannot be fetched leaves the page as it is and says what helps', async () => {
  const page = await stage.visit(nora)
  const companies = page.getByRole('heading', { name: 'Companies', level: 1 })
  await page.goto(url('/companies'))
  await companies.waitFor()
  await quiet(page)
  await page.context().setOffline(true)
  await page.keyboard.press('Control+k')
  await page.getByText('The server cannot be reached, and this part of the page was not fetched yet.').waitFor()
  expect(await companies.isVisible()).toBe(true)
  await page.context().setOffline(false)
  await page.reload()
  await companies.waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Find or do anything' }).waitFor()
  await page.keyboard.press('Escape')

  await page.route(/person-menu/, (route) => route.fulfill({ status: 404, body: 'gone' }))
  await page.getByRole('button', { name: 'Nora Lindqvist' }).click()
  await page.getByText('a newer release may have replaced it. Load the page again to go on.').waitFor()
  expect(await companies.isVisible()).toBe(true)
})

test.each([
  ['/nothing/here', 'There is nothing at this address'], ['/partners/par_0192f3c4a5b67c8d9e0f1a2b3c4d5e6f', 'There is nothing here'], ['/companies/no-id', 'There is nothing here'],
  ['/payouts/po_0192f3c4a5b67c8d9e0f1a2b3c4d5e6f', 'There is nothing here'], ['/plans/plan_', 'There is nothing here'],
])('%s says that nothing is there, also in its title, and offers a way on', async (path, title) => {
  const page = await stage.visit(nora)
  await page.goto(url('/payouts'))
  await page.getByRole('heading', { name: 'Payouts', level: 1 }).waitFor()
  await page.goto(url(path))
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
  await expect.poll(() => page.title()).toBe(`${title} · Alongside`)
  expect(await page.getByRole('main').innerText()).not.toContain('each field says why')
  await page.getByRole('link', { name: 'Go to Today' }).click()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
})

// Nora writes down why partners of one type would bring buyers, sees what would follow, begins the test with a reason for a third type,
// and reads what the numbers say of the one that runs.
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { faultsInEveryLook } from './axe.ts'
import { picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })

test('Nora writes a hypothesis, the picture follows her numbers, and a third type under test needs a reason', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/hypotheses`)
  await page.getByText('3 hypotheses').waitFor()
  await page.getByRole('link', { name: 'New hypothesis' }).click()
  await page.getByLabel('Partner type').selectOption({ label: 'Marketplace: lists us among others' })
  await page.getByText('Little happens before the first reviews.').waitFor()
  const forecast = page.getByRole('status', { name: 'Forecast' })
  await forecast.waitFor()
  const before = await forecast.textContent()
  await page.getByLabel('Qualified introductions', { exact: true }).fill('20')
  await expect.poll(() => forecast.textContent()).not.toBe(before)
  await page.getByLabel('Won, %', { exact: true }).fill('a third')
  await page.getByText('Write a number, such as 1.5.').waitFor()
  await page.getByText('The forecast waits for numbers that it can read.').waitFor()
  await page.getByLabel('Won, %', { exact: true }).fill('130')
  await page.getByText('A share is 0 to 100 %.').waitFor()
  await page.getByLabel('Won, %', { exact: true }).fill('33')
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByText('Say which segment: whom these partners would introduce.').waitFor()
  await page.getByLabel('Segment').fill('Cloud marketplaces, Europe')
  await page.getByRole('button', { name: 'Save draft' }).click()

  await page.getByRole('heading', { name: 'Marketplace partners: Cloud marketplaces, Europe' }).waitFor()
  await page.getByText('The test has not begun, so nothing is counted yet.').waitFor()
  await page.getByRole('button', { name: 'Begin test' }).click()
  await page.getByLabel('Why', { exact: true }).fill('A customer asked to buy us there.')
  await page.getByRole('dialog').getByRole('button', { name: 'Begin test' }).click()
  await page.getByLabel('Why a third partner type at once').waitFor()
  await page.getByText('At most 2 types are tested at once, unless you say why.').waitFor()
  await page.getByLabel('Why a third partner type at once').fill('It costs us a listing and nothing else.')
  await page.getByRole('dialog').getByRole('button', { name: 'Begin test' }).click()
  await page.getByText('A third partner type at once: “It costs us a listing and nothing else.”').waitFor()
  await page.getByText(/^Too early to say: not enough cases of introductions/).waitFor()
}, 120_000)

test('a running test says what the numbers say, opens to its rows, and takes new predictions with a reason', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/hypotheses`)
  await page.getByRole('link', { name: 'Food, logistics and wholesale, 50 to 5,000 people' }).click()
  await page.getByText(/^With \d+ qualified introductions from 3 partners in 14 months, the target of 1 per partner and quarter is/).waitFor()
  await page.getByRole('img', { name: /^Left after fees and cost over 24 months/ }).waitFor()
  await picture(page, 'hypothesis')
  expect(await faultsInEveryLook(page, 'hypothesis')).toEqual([])

  const figure = page.getByRole('link', { name: /^Qualified introductions per active partner per quarter/ })
  const cases = Number(/With (\d+) qualified/.exec((await page.getByText(/^With \d+ qualified introductions from/).textContent()) ?? '')?.[1])
  await figure.click()
  await page.getByText(`${cases} cases`).waitFor()
  await page.goBack()

  await page.getByLabel('Qualified introductions', { exact: true }).fill('9')
  await page.getByText('The high end is below the number.').waitFor()
  await page.getByLabel('Qualified introductions, low').fill('6')
  await page.getByLabel('Qualified introductions, high').fill('12')
  await page.getByRole('button', { name: 'Save predictions' }).click()
  await page.getByRole('dialog').getByLabel('Why').fill('The board wanted to see it.')
  await page.getByRole('dialog').getByRole('button', { name: 'Save predictions' }).click()
  await page.getByText('The numbers speak against it').waitFor()
  await page.getByRole('heading', { name: 'Predictions before 1' }).waitFor()
  await page.getByRole('button', { name: 'Mark refuted' }).click()
  await page.getByRole('dialog').getByLabel('Why').fill('Nine were never meant seriously.')
  await page.getByRole('dialog').getByRole('button', { name: 'Mark refuted' }).click()
  await page.getByText('“Nine were never meant seriously.”').first().waitFor()
  await page.getByRole('button', { name: 'Close', exact: true }).first().waitFor()
}, 120_000)

test('two side by side, and a partner says which it belongs to', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/hypotheses/compare`)
  await page.getByRole('row', { name: /^Cost per won customer/ }).waitFor()
  await picture(page, 'hypotheses-compared')
  expect(await faultsInEveryLook(page, 'hypotheses-compared')).toEqual([])
  const id = (await (await page.request.get(`${stage.app.url}/api/v1/partners?q=Tanaka`)).json()).items[0].id as string
  await page.goto(`${stage.app.url}/app/partners/${id}`)
  await page.getByRole('button', { name: 'Choose a hypothesis' }).click()
  await page.getByRole('dialog').getByLabel('Hypothesis', { exact: true }).selectOption({ label: 'Referral partners: Owner-led companies in the south, by advisers they trust' })
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name: 'Referral partners: Owner-led companies in the south, by advisers they trust' }).waitFor()
}, 120_000)

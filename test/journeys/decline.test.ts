// What a partner reads is chosen by a person: nothing is ticked beforehand. And Today is where it is looked for.
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { setStage } from './browse.ts'

const stage = setStage({ demo: true })

test('/app/today leads to Today, and back does not lead in a circle', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/referrals`)
  await page.getByRole('heading', { name: 'Referrals', level: 1 }).waitFor()
  await page.goto(`${stage.app.url}/app/today`)
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname.replace(/\/$/, '')).toBe('/app')
  await page.goBack()
  await page.getByRole('heading', { name: 'Referrals', level: 1 }).waitFor()
})

test('Nora declines for a reason that she chose', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/`)
  await page.getByRole('button', { name: /Answer introduction · / }).first().click()
  await page.getByRole('button', { name: 'Decline with reason' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('The partner reads it.').waitFor()
  expect(await dialog.getByRole('radio', { checked: true }).count()).toBe(0)
  await dialog.getByRole('button', { name: 'Decline with reason' }).click()
  await dialog.getByText('Choose a reason; the partner reads it.').waitFor()
  await dialog.getByLabel('They told us they have no need at the moment.').check()
  await dialog.getByText('will read: “They told us they have no need at the moment.”', { exact: false }).waitFor()
  await dialog.getByRole('button', { name: 'Decline with reason' }).click()
  await page.getByText('has been told why', { exact: false }).waitFor()
})

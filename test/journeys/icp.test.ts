// Nora says who an ideal customer is: she edits the criteria, sees what they would do, tests them on the past, saves with a reason.
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { faultsInEveryLook } from './axe.ts'
import { picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })

test('Nora changes the profile and a company says why it fits', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/settings/icp`)
  await page.getByRole('group', { name: 'Criterion 3' }).waitFor()
  await page.getByText(/^Of your \d+ companies: A/).waitFor()

  await page.getByRole('button', { name: 'Add criterion' }).click()
  const added = page.getByRole('group', { name: 'Criterion 4' })
  await added.getByLabel('Attribute').selectOption({ label: 'Region' })
  await page.getByText(/^The preview waits: Name at least one/).waitFor()
  await added.getByLabel('Values').fill('Nordics')
  await added.getByLabel('Values').press('Enter')
  await added.getByLabel('Weight').selectOption('2')
  await page.getByText(/^Of your \d+ companies: A/).waitFor()

  await page.getByRole('button', { name: 'Test on our past' }).click()
  await page.getByText(/each company is graded by what is known of it now/i).waitFor()
  await page.getByRole('button', { name: 'Suggest from won customers' }).click()
  await page.getByRole('table', { name: 'Values by how much more frequent they are among won' }).waitFor()
  await picture(page, 'icp')
  expect(await faultsInEveryLook(page, 'icp')).toEqual([])

  await page.getByRole('button', { name: 'Save profile' }).click()
  await page.getByText('Say why the profile changes; whoever looks later will ask.').waitFor()
  await page.getByLabel('Why it changes').fill('The north buys.')
  await page.getByRole('button', { name: 'Save profile' }).click()
  await page.getByText('The profile is saved. Companies are being graded again.').waitFor()
  await page.getByText('Version 2', { exact: true }).waitFor()
  await page.getByText('asks: region is Nordics, weight 2').waitFor()

  const id = (await (await page.request.get(`${stage.app.url}/api/v1/companies?q=Nordlys`)).json()).items[0].id as string
  await page.goto(`${stage.app.url}/app/companies/${id}`)
  const fit = page.getByRole('table', { name: 'Fit by criterion' })
  await fit.getByRole('row', { name: /Region is Nordics met Norway, in Nordics 2/ }).waitFor()
  expect(await fit.getByRole('row').count()).toBe(5)
  expect(await faultsInEveryLook(page, 'icp-company')).toEqual([])
  await picture(page, 'icp-company')
}, 120_000)

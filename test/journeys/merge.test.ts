// Nora looks through possible duplicates: one pair she tells apart, one she merges and takes back; one record of two companies she splits.
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { faultsInEveryLook } from './axe.ts'
import { picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })

test('Nora decides about duplicates, undoes a merge, and splits a company', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/companies`)
  await page.getByRole('link', { name: 'Possible duplicates' }).click()
  await page.getByRole('heading', { name: 'Possible duplicates' }).waitFor()
  const pairs = page.getByRole('table', { name: 'Possible duplicates' })
  await pairs.getByText('Schreiber Frischdinst').waitFor()
  await page.getByRole('button', { name: 'Look for duplicates' }).click()
  await page.getByText(/^All \d+ companies were looked at/).waitFor()
  await picture(page, 'duplicates')
  expect(await faultsInEveryLook(page, 'duplicates')).toEqual([])

  await pairs.getByRole('button', { name: /Essen Parcels Group.* are different|Essen Parcel and .* are different/ }).first().click()
  await page.getByText('They stay two companies.').waitFor()
  await pairs.getByRole('button', { name: /^Merge .*Schreiber Frischdinst/ }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /^Schreiber Frischdienst/ }).check()
  await dialog.getByText(/^Schreiber Frischdinst becomes part of Schreiber Frischdienst: its name/).waitFor()
  await picture(page, 'merge-dialog')
  await dialog.getByRole('button', { name: 'Merge companies' }).click()
  await dialog.getByText('Say why.').waitFor()
  await dialog.getByLabel('Why').fill('A slip of the pen.')
  await dialog.getByRole('button', { name: 'Merge companies' }).click()
  await page.getByText('The two are one company.').waitFor()

  const found = await (await page.request.get(`${stage.app.url}/api/v1/companies?q=Bremen%20Brewery`)).json()
  const id = found.items[0].id as string
  await page.goto(`${stage.app.url}/app/companies/${id}`)
  const merges = page.getByRole('table', { name: 'Merges and splits' })
  await merges.getByText(/^Bremen Brauerei is part of it/).waitFor()
  await picture(page, 'company-merged')
  expect(await faultsInEveryLook(page, 'company-merged')).toEqual([])
  await page.getByRole('button', { name: 'Split…' }).click()
  await page.getByRole('dialog').getByLabel('Name of the new company').fill('Bremen Malt')
  await page.getByRole('checkbox', { name: 'Bremen Brauerei, pilot' }).check()
  await page.getByRole('dialog').getByLabel('Why').fill('The pilot is with the malt house.')
  await picture(page, 'split-dialog')
  await page.getByRole('button', { name: 'Make the new company' }).click()
  await page.getByRole('heading', { name: 'Bremen Malt' }).waitFor()
  await page.getByText('Made of parts of').waitFor()

  await page.goto(`${stage.app.url}/app/companies/${id}`)
  await merges.getByRole('button', { name: 'Undo the merge of Bremen Brauerei' }).click()
  await page.getByRole('dialog').getByLabel('Why').fill('They are two breweries.')
  await page.getByRole('dialog').getByRole('button', { name: 'Undo the merge' }).click()
  await page.getByText(/^Undone\./).waitFor()
  await merges.getByText(/was undone/).waitFor()

  await page.getByRole('button', { name: 'Merge with…' }).click()
  await page.getByRole('dialog').getByLabel('The same company').fill('Bremen Malt')
  await page.getByRole('option', { name: /Bremen Malt/ }).click()
  await page.getByRole('dialog').getByText(/^Bremen Malt becomes part of Bremen Brewery/).waitFor()
  await page.getByRole('dialog').getByLabel('Why').fill('The malt house is theirs.')
  await page.getByRole('dialog').getByRole('button', { name: 'Merge companies' }).click()
  await page.getByText('The two are one company.').waitFor()
}, 120_000)

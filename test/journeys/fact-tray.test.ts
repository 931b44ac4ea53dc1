// What billing tells wrongly is kept with the reason, put right or left out with one; what only waits is shown apart. Then the books are looked at.
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })

test('Nora corrects a fact, leaves one out, and verifies the ledger', async () => {
  const page = await stage.visit(nora)
  const get = async (path: string) => (await page.request.get(`${stage.app.url}/api/v1${path}`)).json()
  const partner = (await get('/partners?q=Studio')).items[0].id as string
  const sale = { kind: 'sale', id: 'sale-7', at: '2026-11-02', partner, account: 'acme', amount: 'twelve', currency: 'EUR' }
  await page.request.post(`${stage.app.url}/api/v1/facts`, { data: { facts: [sale, { ...sale, id: 'sale-8', partner: 'nobody', amount: '8.00' }, { ...sale, id: 'sale-10', partner: 'someone', amount: '8.00' }, { ...sale, id: 'sale-11', partner: 'someone', amount: '9.00' }, { kind: 'refund', id: 'refund-9', at: '2026-11-03', of: 'sale-9', amount: 'all' }] } })

  await page.goto(`${stage.app.url}/app/facts`)
  await page.getByRole('link', { name: 'Tray, 5 to decide' }).click()
  await page.getByText('There is no partner nobody.').waitFor()
  expect(await page.getByText('refund-9').count()).toBe(0)
  await picture(page, 'tray')

  await page.getByRole('button', { name: 'Correct sale-7' }).click()
  const json = page.getByLabel('The fact as JSON')
  await json.fill('{')
  await page.getByRole('button', { name: 'Tell it' }).click()
  await page.getByText('This is no JSON object yet.').waitFor()
  await json.fill(JSON.stringify({ ...sale, amount: 'dozen' }))
  await page.getByRole('button', { name: 'Tell it' }).click()
  await page.getByRole('dialog').getByRole('alert').getByText(/amount/).waitFor()
  await json.fill(JSON.stringify({ ...sale, amount: '12.00' }))
  await page.getByRole('button', { name: 'Tell it' }).click()
  await page.getByText('It is told, and what follows from it is booked.').waitFor()

  // A partner is chosen by name, and stands in the fact by id.
  await page.getByRole('button', { name: 'Correct sale-8' }).click()
  await page.getByRole('dialog').getByLabel('Partner', { exact: true }).fill('Studio')
  await page.getByRole('option', { name: 'Studio Norte' }).click()
  expect(JSON.parse(await json.inputValue())).toEqual({ ...sale, id: 'sale-8', amount: '8.00' })
  await picture(page, 'tray-partner')
  await page.getByRole('button', { name: 'Tell it' }).click()
  await page.getByRole('button', { name: 'Correct sale-8' }).waitFor({ state: 'detached' })

  for (const id of ['inv-1031']) {
    await page.getByRole('button', { name: `Leave out ${id}` }).click()
    await page.getByLabel('Why').fill('A test of billing.')
    await page.getByRole('dialog').getByRole('button', { name: 'Leave out' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  await page.getByRole('button', { name: 'Leave out sale-10' }).click()
  await page.getByLabel('Why').fill('The wrong file.')
  await page.getByLabel('Also leave out 1 other not taken for the same reason: There is no partner someone.').check()
  await picture(page, 'tray-alike')
  await page.getByRole('dialog').getByRole('button', { name: 'Leave out' }).click()
  await page.getByText('2 facts are left out.').waitFor()
  await page.getByRole('heading', { name: 'Nothing to decide' }).waitFor()

  await page.getByLabel('Which').selectOption({ label: 'Waiting by itself' })
  await page.getByText('It is about “sale-9”, which is not known yet.').waitFor()
  await page.getByRole('link', { name: 'Facts', exact: true }).first().click()
  await page.getByRole('link', { name: 'sale-7' }).click()
  await page.getByText('"amount": "12.00"').waitFor()
  await picture(page, 'fact')

  await page.getByRole('link', { name: 'Ledger', exact: true }).click()
  await page.getByText('Debits equal credits').first().waitFor()
  await page.getByRole('link', { name: 'Commission expense' }).first().click()
  await page.getByRole('table', { name: 'Entries' }).waitFor()
  await page.getByRole('link', { name: 'Ledger', exact: true }).first().click()
  await page.getByRole('link', { name: 'Verify' }).click()
  await page.getByRole('heading', { name: 'The ledger is sound' }).waitFor()
  await picture(page, 'ledger-verified')
}, 120_000)

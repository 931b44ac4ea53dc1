// A new partner from nothing to a working link: created, on a plan from a date, link made, revoked, made again.
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { NO_SCRIPT, picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })

test('Nora adds a partner, gives it a plan and sends its link; a revoked one is dead at once', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/partners`)
  await page.getByRole('button', { name: 'Add partner' }).click()
  await page.getByLabel('Name', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Add partner' }).click()
  await page.getByText('The partner needs a name.').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('Vela & Sons Consulting')
  await page.getByLabel('Type').selectOption('implementation')
  await page.getByLabel('Time zone').selectOption('Europe/Lisbon')
  await page.getByLabel('Contact’s name').fill('Rui Vela')
  await page.getByLabel('E-mail').fill('rui at vela.example')
  await page.getByLabel('Phone (optional)').focus()
  await page.getByText('This is not an e-mail address.').waitFor()
  await page.getByLabel('E-mail').fill('rui@vela.example')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Vela & Sons Consulting', level: 1 }).waitFor()

  await page.getByRole('button', { name: 'Choose a plan' }).click()
  await page.getByLabel('Plan', { exact: true }).selectOption({ label: 'Introduction partner' })
  await page.getByLabel('From').fill('2026-01-01')
  await page.getByRole('button', { name: 'Put on plan' }).click()
  await page.getByText('A day in the past needs a reason').waitFor()
  await page.getByLabel('Why', { exact: true }).fill('Signed at the start of the year.')
  await page.getByRole('button', { name: 'Put on plan' }).click()
  await page.getByText('In force').waitFor()
  await page.getByText('Jan 1, 2026').first().waitFor()

  const make = async () => {
    await page.getByRole('button', { name: 'Make link' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Make link' }).click()
    const address = await page.getByLabel('Address').inputValue()
    return address
  }
  const first = await make()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy address' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(first)
  await page.getByRole('button', { name: 'Done' }).click()
  expect((await stage.app.mail('rui@vela.example', /Your page with Harbourlight/)).text).toContain(first)

  const rui = await stage.visit(null, NO_SCRIPT)
  await rui.goto(first)
  await rui.getByRole('heading', { name: 'Introduce a buyer, Rui' }).waitFor()
  await rui.getByText('You earn €400 when it is qualified').waitFor()
  await picture(rui, 'partner-hub-empty-phone')

  await page.getByRole('button', { name: 'Revoke the link of Rui Vela' }).click()
  await page.getByRole('button', { name: 'Revoke link' }).click()
  await page.getByText('Revoked', { exact: true }).waitFor()
  expect((await rui.goto(first))!.status()).toBe(404)
  await rui.getByRole('heading', { name: 'This link does not work' }).waitFor()

  const second = await make()
  expect(second).not.toBe(first)
  await page.getByRole('button', { name: 'Done' }).click()
  await rui.goto(second)
  await rui.getByRole('heading', { name: 'Introduce a buyer, Rui' }).waitFor()
  await picture(page, 'partner')
})

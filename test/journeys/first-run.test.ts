// The first visit to a fresh installation.
import { expect, test } from 'vitest'
import { picture, setStage } from './browse.ts'

const stage = setStage({ demo: false })

test('the first visit makes the workspace and its admin, then Today says what to do next', async () => {
  const page = await stage.visit(null)
  await page.goto(`${stage.app.url}/`)
  await page.getByRole('heading', { name: 'Set up Alongside' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/app/setup')

  await page.getByLabel('Company').fill('Maven Hardware')
  await page.getByRole('button', { name: 'Make workspace' }).click()
  await page.getByText('Your name is needed.').waitFor()
  await page.reload()
  expect(await page.getByLabel('Company').inputValue(), 'a draft survives a reload').toBe('Maven Hardware')
  await page.getByLabel('Your name').fill('Ada Berg')
  await page.getByLabel('Your e-mail').fill('ada@maven.example')
  await page.getByLabel('Currency').selectOption('USD')
  expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin')
  await picture(page, 'setup')
  await page.getByRole('button', { name: 'Make workspace' }).click()

  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await page.getByRole('heading', { name: 'Three things to do next' }).waitFor()
  expect(await page.getByRole('main').getByRole('listitem').allInnerTexts()).toHaveLength(3)
  expect(await page.getByRole('navigation', { name: 'Main' }).innerText()).toContain('Maven Hardware')
  await page.getByRole('button', { name: 'Ada Berg' }).waitFor()
  await picture(page, 'first-steps')

  await page.getByRole('main').getByRole('link', { name: 'Import' }).click()
  await page.getByRole('heading', { name: 'Import a file' }).waitFor()
})

test('it is set up once: the next visitor is asked to sign in', async () => {
  const page = await stage.visit(null)
  await page.goto(`${stage.app.url}/app/setup`)
  await page.getByText('This installation has its workspace.').waitFor()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  const again = await page.request.post(`${stage.app.url}/api/v1/setup`, { data: { workspaceName: 'Second', name: 'Eve', email: 'eve@maven.example', currency: 'EUR', timeZone: 'UTC' } })
  expect(again.status()).toBe(409)
})

// The ways in: a mailed link, a passkey, a password; and what a role may not do.
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { nora } from './app.ts'
import { reasonOf, setStage } from './browse.ts'

const stage = setStage({ demo: true })
const isToday = (page: Page) => page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()

test('Omar signs in by a mailed link; opening it changes nothing, and it works once', async () => {
  const page = await stage.visit(null)
  await page.goto(`${stage.app.url}/app/referrals`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.getByLabel('E-mail').fill('omar@harbourlight.example')
  await page.keyboard.press('Enter')
  await page.getByRole('status').filter({ hasText: 'link' }).waitFor()
  const mail = await stage.app.mail('omar@harbourlight.example', /Sign in to Harbourlight/)
  const link = /https?:\/\/\S+token=\S+/.exec(mail.text)![0]

  const scanner = await stage.visit(null)
  for (let opened = 0; opened < 3; opened += 1) await scanner.goto(link)
  await scanner.getByRole('button', { name: 'Sign in' }).waitFor()
  expect((await scanner.request.get(`${stage.app.url}/api/v1/session`)).status(), 'who only opens the link is nobody').toBe(401)

  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  // The page that he had asked for.
  await page.getByRole('heading', { name: 'Referrals', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Omar Haddad' }).waitFor()

  await scanner.getByRole('button', { name: 'Sign in' }).click()
  await scanner.getByRole('alert').waitFor()
  await scanner.getByRole('link', { name: 'Ask for a new link' }).waitFor()
  expect((await scanner.request.get(`${stage.app.url}/api/v1/session`)).status()).toBe(401)
})

test('an unknown address gets the same answer and no mail', async () => {
  const page = await stage.visit(null)
  await page.goto(`${stage.app.url}/app/sign-in`)
  await page.getByLabel('E-mail').fill('nobody@harbourlight.example')
  await page.getByRole('button', { name: 'Mail me a sign-in link' }).click()
  await page.getByRole('status').filter({ hasText: 'link' }).waitFor()
  expect(await stage.app.mails('nobody@harbourlight.example')).toEqual([])
})

test('Priya adds a passkey and comes back with it', async () => {
  const page = await stage.visit('priya@harbourlight.example')
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  await page.goto(`${stage.app.url}/app/settings/sign-in`)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Work laptop')
  await page.keyboard.press('Enter')
  await page.getByRole('cell', { name: 'Work laptop' }).waitFor()

  await page.getByRole('button', { name: 'Priya Raman' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await isToday(page)
  await page.getByRole('button', { name: 'Priya Raman' }).waitFor()
})

test('Jonas sets a password, signs in with it elsewhere, and ends the session there', async () => {
  const page = await stage.visit('jonas@harbourlight.example')
  await page.goto(`${stage.app.url}/app/settings/sign-in`)
  await page.getByRole('button', { name: 'Set a password' }).click()
  await page.getByLabel('New password').fill('four quiet herons walk')
  await page.getByRole('button', { name: 'Set password', exact: true }).click()
  await page.getByText('You have a password.').waitFor()

  const elsewhere = await stage.visit(null)
  await elsewhere.goto(`${stage.app.url}/app/sign-in`)
  await elsewhere.getByLabel('E-mail').fill('jonas@harbourlight.example')
  await elsewhere.getByRole('button', { name: 'Use a passkey' }).click()
  await elsewhere.getByText('No passkey was used.').waitFor()
  // Another way in: what went wrong with the first is gone, the address is not.
  await elsewhere.getByRole('button', { name: 'Use a password' }).click()
  await elsewhere.getByText('No passkey was used.').waitFor({ state: 'detached' })
  expect(await elsewhere.getByLabel('E-mail').inputValue()).toBe('jonas@harbourlight.example')
  await elsewhere.getByLabel('Password', { exact: true }).fill('four noisy herons walk')
  await elsewhere.keyboard.press('Enter')
  await elsewhere.getByRole('alert').waitFor()
  await elsewhere.getByLabel('Password', { exact: true }).fill('four quiet herons walk')
  await elsewhere.keyboard.press('Enter')
  await isToday(elsewhere)

  await page.reload()
  const sessions = page.getByRole('table', { name: 'Where I am signed in' })
  const other = sessions.getByRole('row').filter({ hasText: 'password' })
  await other.getByRole('button', { name: 'Sign out' }).click()
  await other.waitFor({ state: 'detached' })
  await elsewhere.goto(`${stage.app.url}/app/partners`)
  await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor()
})

test('Ruth, a viewer, reads everything; what she may not do is there with the reason', async () => {
  const page = await stage.visit('ruth@harbourlight.example')
  await page.goto(`${stage.app.url}/app/partners`)
  const add = page.getByRole('button', { name: 'Add partner' })
  expect(await reasonOf(add)).toMatch(/admin|manager/)
  await add.click({ force: true })
  expect(new URL(page.url()).pathname).toBe('/app/partners')
  await page.goto(`${stage.app.url}/app/settings/members`)
  expect(await reasonOf(page.getByRole('button', { name: 'Invite member' }))).toMatch(/admin/)
  await page.goto(`${stage.app.url}/app/partners/new`)
  await page.getByRole('heading', { name: 'You cannot add partners' }).waitFor()
  const refused = await page.request.post(`${stage.app.url}/api/v1/partners`, { data: { name: 'X', type: 'referral', contacts: [{ name: 'X', email: 'x@x.example' }] } })
  expect(refused.status(), 'the server refuses, whatever the app shows').toBe(403)
})

test('Nora signs out and is out', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/`)
  await page.getByRole('button', { name: 'Nora Lindqvist' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goBack().catch(() => {})
  await page.goto(`${stage.app.url}/app/partners`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
})

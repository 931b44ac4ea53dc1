// From a statement to the end of a dispute: finance issues a quarter, Lena reads it on her phone and says that a line is wrong, Nora answers and settles.
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { nora } from './app.ts'
import { faultsInEveryLook } from './axe.ts'
import { DESKTOP, NO_SCRIPT, picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })
let staff: Page
let lena: Page
let looker: Page
let link: string
const faults: string[] = []

/** The same page where scripts run, since what looks for faults is one. */
async function lookAt(url: string, name: string): Promise<void> {
  await looker.goto(url)
  faults.push(...(await faultsInEveryLook(looker, name)))
}

beforeAll(async () => {
  staff = await stage.visit(nora, { ...DESKTOP, reducedMotion: 'reduce' })
  lena = await stage.visit(null, NO_SCRIPT)
  looker = await stage.visit(null, DESKTOP)
  link = await stage.app.linkFor('Brightline Consulting')
})

test('what would be issued is looked at before, issued once, and mailed', async () => {
  await staff.goto(`${stage.app.url}/app/statements`)
  await staff.getByRole('heading', { name: 'Periods' }).waitFor()
  await picture(staff, 'statements-empty')
  await staff.getByRole('row').filter({ hasText: 'Not issued' }).first().getByRole('link').click()
  await staff.getByRole('heading', { name: 'What would be issued' }).waitFor()
  await picture(staff, 'statements-preview')
  faults.push(...(await faultsInEveryLook(staff, 'preview')))
  await staff.getByRole('button', { name: 'Issue statements' }).click()
  await staff.getByRole('dialog').getByText('This cannot be taken back').waitFor()
  faults.push(...(await faultsInEveryLook(staff, 'issue', { isOpened: true })))
  await staff.getByRole('dialog').getByRole('button', { name: 'Issue statements' }).click()
  await staff.getByText(/Statements for \d+ partners were written and mailed/).waitFor()
  await staff.getByRole('link', { name: 'Open its statements' }).click()
  await staff.getByRole('row').filter({ hasText: 'Brightline Consulting' }).first().waitFor()
  await picture(staff, 'statements')
  await staff.getByRole('link', { name: 'Brightline Consulting' }).first().click()
  await staff.getByRole('heading', { name: 'Balances' }).waitFor()
  await picture(staff, 'statement')
  faults.push(...(await faultsInEveryLook(staff, 'statement')))
  const mail = await stage.app.mail('lena@brightline.example', /Your statement for/)
  expect(mail.text).toContain('beside the line')
  expect(mail.text).toMatch(/\/statements\/2\d{3}-Q[1-4]/)
}, 120_000)

test('the partner reads it on a phone, takes it along, and disputes a line', async () => {
  await lena.goto(`${link}/earnings`)
  await picture(lena, 'partner-account-phone')
  await lookAt(lena.url(), 'account')
  await lena.getByRole('heading', { name: 'Your statements' }).waitFor()
  await lena.getByRole('link', { name: /^Q[1-4] \d{4}$/ }).first().click()
  await lena.getByText('Closing balance').first().waitFor()
  await picture(lena, 'partner-statement-phone')
  await lookAt(lena.url(), 'partner statement')
  const href = await lena.getByRole('link', { name: 'Take it as PDF' }).getAttribute('href')
  const file = await lena.request.get(`${stage.app.url}${href}`)
  expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')
  await lena.getByRole('listitem').first().getByRole('link').click()
  await lena.getByText('Does something look wrong?').click()
  await lena.getByRole('button', { name: /^Dispute/ }).click()
  await lena.getByRole('alert').waitFor()
  await picture(lena, 'partner-dispute-refused-phone')
  await lena.getByLabel('We agreed on something else').check()
  await lena.getByLabel('Tell us more').fill('Nora wrote in March that the first year counts at 20 %.')
  await lena.getByLabel('What shows it?').fill('Mail of 3 March, “20 % for the pilot”')
  await lena.getByRole('button', { name: /^Dispute/ }).click()
  await lena.getByRole('status').getByText('Sent.').waitFor()
  await picture(lena, 'partner-dispute-phone')
  await lookAt(lena.url(), 'dispute')
  expect(await lena.getByRole('status').innerText()).toMatch(/Nora Lindqvist answers by .*17:00/)
}, 120_000)

test('it waits in Today, is answered and settled, and the partner reads how', async () => {
  await staff.goto(`${stage.app.url}/app/`)
  await staff.getByRole('button', { name: /Answer dispute · .*Brightline/ }).first().click()
  await staff.getByRole('link', { name: 'Open the dispute' }).click()
  await staff.getByText('20 % for the pilot').waitFor()
  await picture(staff, 'dispute')
  faults.push(...(await faultsInEveryLook(staff, 'dispute for staff')))
  await staff.getByRole('button', { name: 'Answer', exact: true }).click()
  await staff.getByLabel('Answer', { exact: true }).fill('You are right for the pilot; it is told anew.')
  await staff.getByRole('button', { name: 'Send answer' }).click()
  await staff.getByText('You are right for the pilot').waitFor()
  await staff.getByRole('button', { name: 'Settle' }).click()
  await staff.getByLabel('How').selectOption('adjusted')
  await picture(staff, 'settle-dispute')
  faults.push(...(await faultsInEveryLook(staff, 'settle', { isOpened: true })))
  await staff.getByLabel('Why').fill('Booked by hand with the next statement.')
  await staff.getByRole('dialog').getByRole('button', { name: 'Settle' }).click()
  await staff.getByText('How it was settled').waitFor()
  await staff.goto(`${stage.app.url}/app/disputes`)
  await staff.getByText('Adjusted').first().waitFor()
  await picture(staff, 'disputes')
  faults.push(...(await faultsInEveryLook(staff, 'disputes')))
  await lena.reload()
  await lena.getByText('Booked by hand with the next statement.').waitFor()
  expect(await lena.getByRole('main').innerText()).toContain('It is corrected; the difference is a line of its own.')
}, 120_000)

test('none of it stands in the way of anybody', () => expect(faults).toEqual([]))

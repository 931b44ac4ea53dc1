// From a statement to the end of a dispute: finance issues a month, Lena reads the statement of the quarter on her phone and says that a line is wrong, Nora answers and settles.
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

/** Somebody is paid by the month: last month can be issued beside the quarter that is out already. */
async function payByTheMonth(partner: string): Promise<void> {
  const send = async (method: 'post' | 'put', path: string, data: object) => {
    const answer = await staff.request[method](`${stage.app.url}/api/v1${path}`, { data })
    expect(answer.ok(), await answer.text()).toBe(true)
    return (await answer.json()) as { id: string }
  }
  const { items } = (await (await staff.request.get(`${stage.app.url}/api/v1/partners?q=${encodeURIComponent(partner)}`)).json()) as { items: { id: string }[] }
  const terms = { language: 2, name: 'By the month', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'sale', pay: { percent: '10' } }], payout: { every: 'month', days: 30 } }
  const plan = await send('post', '/plans', { name: terms.name, terms })
  const from = Temporal.Now.plainDateISO('Europe/Berlin').with({ day: 1 }).subtract({ days: 1 }).toString()
  await stage.app.linkFor(partner)
  await send('put', `/partners/${items[0]?.id}/plan`, { planId: plan.id, from, why: 'They asked for it.' })
}

test('a dispute waits in Today with its clock, and its partner sees whose turn it is', async () => {
  await staff.goto(`${stage.app.url}/app/`)
  await staff.getByRole('button', { name: /Answer dispute · .*Kestrel Systems/ }).waitFor()
  await lena.goto(`${await stage.app.linkFor('Kestrel Systems')}/earnings`)
  await lena.getByRole('listitem').filter({ hasText: /[-−]\s?€90\.00/ }).first().getByRole('link').first().click()
  await lena.getByText('It should not have been taken back').waitFor()
  expect(await lena.getByRole('main').innerText()).toMatch(/Our turn to answer, by .*\d{2}:00/)
})

test('what would be issued is looked at before, issued once, and mailed', async () => {
  await payByTheMonth('Lowland Interim')
  await staff.goto(`${stage.app.url}/app/statements`)
  await staff.getByRole('heading', { name: 'Periods' }).waitFor()
  await picture(staff, 'statement-periods')
  await staff.getByRole('row').filter({ hasText: 'Not issued' }).first().getByRole('link').click()
  await staff.getByRole('heading', { name: 'What would be issued' }).waitFor()
  await picture(staff, 'statements-preview')
  faults.push(...(await faultsInEveryLook(staff, 'preview')))
  await staff.getByRole('button', { name: 'Issue statements' }).click()
  await staff.getByRole('dialog').getByText('This cannot be taken back').waitFor()
  faults.push(...(await faultsInEveryLook(staff, 'issue', { isOpened: true })))
  await staff.getByRole('dialog').getByRole('button', { name: 'Issue statements' }).click()
  await staff.getByText(/Statements for \d+ partners? were written and mailed/).waitFor()
  await staff.getByRole('link', { name: 'Open statements' }).click()
  await staff.getByRole('row').filter({ hasText: 'Lowland Interim' }).first().waitFor()
  await picture(staff, 'statements')
  await staff.getByRole('link', { name: 'Lowland Interim' }).first().click()
  await staff.getByRole('heading', { name: 'Balances' }).waitFor()
  await picture(staff, 'statement')
  faults.push(...(await faultsInEveryLook(staff, 'statement')))
  const mail = await stage.app.mail('bas@lowland.example', /Your statement for/)
  expect(mail.text).toContain('beside the line')
  expect(mail.text).toMatch(/\/statements\/2\d{3}-\d{2}/)
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
  const href = await lena.getByRole('link', { name: 'Download PDF' }).getAttribute('href')
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
  await lena.getByLabel('Files').setInputFiles({ name: 'pilot.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 20 % for the pilot') })
  await lena.getByRole('button', { name: /^Dispute/ }).click()
  await lena.getByRole('status').getByText('Sent.').waitFor()
  await lena.getByRole('link', { name: 'pilot.pdf' }).waitFor()
  await picture(lena, 'partner-dispute-phone')
  await lookAt(lena.url(), 'dispute')
  expect(await lena.getByRole('status').innerText()).toMatch(/Nora Lindqvist answers by .*17:00/)
}, 120_000)

test('it waits in Today, is answered and settled, and the partner reads how', async () => {
  await staff.goto(`${stage.app.url}/app/`)
  await staff.getByRole('button', { name: /Answer dispute · .*Brightline/ }).first().click()
  await staff.getByRole('link', { name: 'Open the dispute' }).click()
  await staff.getByText('20 % for the pilot').waitFor()
  const sent = await staff.getByRole('link', { name: 'pilot.pdf' }).getAttribute('href')
  expect((await (await staff.request.get(`${stage.app.url}${sent}`)).body()).toString()).toBe('%PDF-1.7 20 % for the pilot')
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

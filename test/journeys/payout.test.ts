// Ana of finance makes a payout, Nora approves it, its file goes to the bank; Bas says on his phone where his money goes.
import { expect, test } from 'vitest'
import { NO_SCRIPT, picture, quiet, reasonOf, setStage } from './browse.ts'
import { nora } from './app.ts'

const stage = setStage({ demo: true })
const ana = 'ana@harbourlight.example'
/** Far enough that something of the demo world is payable, whatever day it is. */
const ahead = Temporal.Now.plainDateISO('UTC').add({ days: 180 }).toString()

test('one makes it, another approves it, the file is the same twice, and the bank’s word is read', async () => {
  const page = await stage.visit(ana)
  await page.goto(`${stage.app.url}/app/payouts`)
  await page.getByRole('link', { name: 'New payout' }).waitFor()
  await quiet(page)
  await picture(page, 'payouts')
  await page.getByRole('link', { name: 'New payout' }).click()
  await page.getByLabel('Payable by').fill(Temporal.PlainDate.from(ahead).add({ days: 60 }).toString())
  await page.getByText('At most half a year ahead').waitFor()
  expect(await page.getByLabel('Payable by').getAttribute('aria-invalid')).toBe('true')
  await page.getByLabel('Payable by').fill(ahead)
  const paid = page.getByRole('table', { name: 'Payments' })
  await paid.getByRole('link', { name: 'Brightline Consulting' }).waitFor()
  await page.getByRole('table', { name: 'Not paid' }).getByText('on hold').waitFor()
  await picture(page, 'payout-preview')
  // A double click is one.
  const asked: string[] = []
  page.on('request', (request) => void (request.method() === 'POST' && asked.push(new URL(request.url()).pathname)))
  await page.getByRole('button', { name: /^Make payout of/ }).dblclick()
  await page.getByText('Waits for approval').waitFor()
  expect(asked).toEqual(['/api/v1/payouts'])
  expect(await reasonOf(page.getByRole('button', { name: 'Approve' }))).toMatch(/second person/)
  await picture(page, 'payout-waiting')

  const boss = await stage.visit(nora)
  await boss.goto(page.url())
  await boss.getByRole('button', { name: 'Approve' }).click()
  await picture(boss, 'payout-approve')
  await boss.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await boss.getByText('Approved', { exact: true }).first().waitFor()

  await page.reload()
  await page.getByRole('button', { name: 'Write files' }).click()
  await page.getByText('Sent', { exact: true }).first().waitFor()
  await quiet(page)
  const file = page.getByRole('table', { name: 'Files' }).getByRole('button').first()
  const [first, second] = [await download(page, file), await download(page, file)]
  expect(first).toBe(second)
  expect(first).toContain('pain.001.001.09')
  const references = [...first.matchAll(/<EndToEndId>(\w+)</g)].map((match) => match[1]!)
  await page.getByRole('button', { name: 'Read bank results' }).click()
  await page.getByRole('button', { name: 'Read file' }).click()
  await page.getByText('Choose the file that the bank gave you.').waitFor()
  await page.locator('input[type=file]').setInputFiles({ name: 'bank.csv', mimeType: 'text/csv', buffer: Buffer.from(`reference,outcome,reason\n${references.map((reference, i) => (i === 0 ? `${reference},returned,AC01 wrong account` : `${reference},paid,`)).join('\n')}\n${references[0]},paid,\nNOTOURS,paid,\n`) })
  await page.getByRole('button', { name: 'Read file' }).click()
  // One payment left and came back: two entries about it.
  await page.getByText(`${references.length + 1} entries changed a payment, 0 already known, 1 entry about something else.`).waitFor()
  await picture(page, 'payout-results')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: /^Send again/ }).waitFor()
  await page.getByText(/came back on .*, says the bank/).waitFor()
  await page.getByText('“AC01 wrong account”').waitFor()
  // What is said of a payment and what may be done with it are told apart.
  expect(await page.getByRole('table', { name: 'Payments' }).getByRole('button').allInnerTexts()).not.toContain('Came back')
  await quiet(page)
  await picture(page, 'payout-answered')
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, 'payout-answered-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${stage.app.url}/app/payouts/settings`)
  await page.getByText('Our accounts').waitFor()
  await picture(page, 'payout-settings')
  // What the server says of a field stays at it, and in the dialog, until it is changed.
  await page.getByRole('button', { name: 'Change the account for SEPA transfers in euro' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('IBAN').fill('DE89370400440532013000')
  await dialog.getByLabel('Country').fill('Germany')
  await page.keyboard.press('Enter')
  await dialog.getByText('A country is two letters, such as DE.').waitFor()
  await expect.poll(() => dialog.getByLabel('Country').evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true)
  await page.keyboard.press('Tab')
  await dialog.getByText('A country is two letters, such as DE.').waitFor()
  await dialog.getByLabel('Country').fill('DE')
  await dialog.getByText('A country is two letters, such as DE.').waitFor({ state: 'detached' })
}, 120_000)

test('a partner says on a phone, without script, where the money goes', async () => {
  const page = await stage.visit(ana)
  await page.goto(`${stage.app.url}/app/partners`)
  await page.getByRole('link', { name: 'Lowland Interim' }).click()
  await page.getByRole('button', { name: 'Ask for details' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Mail link' }).click()
  await page.getByText('The link is on its way to them.').waitFor()

  const bas = await stage.visit(null, NO_SCRIPT)
  await bas.goto(linkIn((await stage.app.mail('bas@lowland.example', /pays you/)).text))
  await bas.getByLabel('Account holder').fill('Lowland Interim B.V.')
  await bas.getByLabel('IBAN', { exact: true }).fill('NL91 ABNA 0417 1643 01')
  await picture(bas, 'payee')
  await bas.getByRole('button', { name: 'Send' }).click()
  await bas.getByText('The check digits do not fit').waitFor()
  await picture(bas, 'payee-refused')
  await bas.getByLabel('IBAN', { exact: true }).fill('NL91 ABNA 0417 1643 00')
  await bas.getByRole('button', { name: 'Send' }).click()
  await bas.getByText('One more step.').waitFor()
  await picture(bas, 'payee-sent')
  await bas.goto(linkIn((await stage.app.mail('bas@lowland.example', /^Confirm/)).text))
  await picture(bas, 'payee-confirm')
  await bas.getByRole('button', { name: 'Yes, this is right' }).click()
  await bas.getByRole('heading', { name: 'Confirmed' }).waitFor()

  await page.reload()
  await page.getByText('IBAN of Netherlands ending in 4300, Lowland Interim B.V.').waitFor()
  await quiet(page)
  await picture(page, 'partner-payee')
  await page.goto(`${stage.app.url}/app/partners`)
  await page.getByRole('link', { name: 'Studio Norte' }).click()
  await page.getByRole('button', { name: 'Release hold' }).click()
  await page.getByLabel('Whom you asked, and how').fill('Called Tomás on the number in the agreement.')
  await picture(page, 'payee-release')
  await page.getByRole('dialog').getByRole('button', { name: 'Release hold' }).click()
  await page.getByText('Confirmed', { exact: true }).waitFor()

  const lena = await stage.visit(null, NO_SCRIPT)
  await lena.goto(`${await stage.app.linkFor('Brightline Consulting')}/earnings`)
  await lena.getByText('IBAN of Germany ending in 3000, Brightline Consulting GmbH').waitFor()
  await lena.getByText(/^Paid /).first().waitFor()
  await picture(lena, 'partner-earnings')
  await lena.getByRole('button', { name: 'Mail me a link to change it' }).click()
  await lena.getByText('The link is on its way to lena@brightline.example.').waitFor()
  await stage.app.mail('lena@brightline.example', /pays you/)
}, 120_000)

const linkIn = (text: string): string => /https?:\/\/\S+/.exec(text)![0]

async function download(page: Awaited<ReturnType<typeof stage.visit>>, link: ReturnType<typeof page.getByRole>): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()])
  const parts: Buffer[] = []
  for await (const part of await file.createReadStream()) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

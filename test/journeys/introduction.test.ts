// One introduction from link to money: Chiara introduces on her phone, Nora and Omar take it to won, and both see what it earns.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { NO_SCRIPT, picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })
const typed = 'Wesertal Pflegedienst'
const company = 'Wesertal Pflegedienste'
let link: string
let partner: Page
let staff: Page
let address: string

/** Opens the dialog of an action, fills it, and confirms with the button that says the verb. */
async function act(action: string, verb: string, fill?: (dialog: ReturnType<Page['getByRole']>) => Promise<unknown>): Promise<void> {
  await staff.getByRole('main').getByRole('button', { name: action, exact: true }).click()
  const dialog = staff.getByRole('dialog')
  await fill?.(dialog)
  await dialog.getByRole('button', { name: verb, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

const partnerReads = async (words: string | RegExp) => {
  await partner.goto(link)
  const row = partner.getByRole('listitem').filter({ hasText: typed })
  expect(await row.innerText()).toMatch(words)
  await row.getByRole('link').click()
}

test('Chiara introduces a buyer that we know, on her phone', async () => {
  link = await stage.app.linkFor('Mercato Digitale')
  partner = await stage.visit(null, NO_SCRIPT)
  await partner.goto(link)
  // As people type; nothing of ours is shown for it.
  await partner.getByLabel('Who is it?').fill(typed)
  await partner.getByLabel('Who should we talk to?').fill('Karin Thiele, thiele@wesertal.example')
  await partner.getByLabel('Why them, why now?').fill('Forty nurses on the road, and the planner retires in May.')
  await partner.getByLabel('They agreed to hear from us').check()
  await partner.getByRole('button', { name: 'Send introduction' }).click()
  await partner.getByText('Sent. Thank you, Chiara.').waitFor()
  await stage.app.mail('chiara@mercatodigitale.example', /Wesertal/)
})

test('Today shows it with its clock; Nora asks a question in place', async () => {
  staff = await stage.visit(nora)
  await staff.goto(`${stage.app.url}/app/`)
  await staff.getByRole('button', { name: `Answer introduction · ${typed}` }).click()
  const opened = staff.getByRole('listitem').filter({ hasText: typed })
  await opened.getByText('Forty nurses on the road').waitFor()
  expect(await opened.innerText()).toMatch(/answer by|in \d days|tomorrow/)
  await picture(staff, 'today-opened')
  await act('Ask Chiara', 'Send question', (dialog) => dialog.getByLabel('Question').fill('Do the nurses start from home or from an office?'))
  await staff.getByRole('button', { name: `Answer introduction · ${typed}` }).waitFor({ state: 'detached' })
})

test('Chiara answers on her page; the reply is due on Today', async () => {
  await partnerReads(/Your turn[\s\S]*We have a question for you/)
  await partner.getByText('Do the nurses start from home or from an office?').waitFor()
  await partner.getByLabel('Your answer').fill('From home, except on Mondays.')
  await partner.getByRole('button', { name: 'Send answer' }).click()
  await partner.getByRole('status').waitFor()
  await staff.reload()
  await staff.getByRole('button', { name: new RegExp(`· ${typed}`) }).click()
  await staff.getByText('From home, except on Mondays.').waitFor()
})

test('a slip of the pen: Nora says which company of ours it is, and its fit is known', async () => {
  await staff.getByRole('link', { name: 'Open the introduction' }).click()
  await staff.getByRole('heading', { name: typed, level: 1 }).waitFor()
  address = staff.url()
  await staff.getByRole('button', { name: `It is ${company}` }).click()
  await staff.getByRole('heading', { name: company, level: 1 }).waitFor()
  const facts = await staff.getByRole('main').innerText()
  for (const known of ['wesertal.example', 'healthcare', '540 people', 'Germany', `“${typed}”`]) expect(facts.toLowerCase()).toContain(known.toLowerCase())
})

test('she accepts and makes Omar the owner; contact, meeting and qualification follow', async () => {
  await act('Accept introduction', 'Accept introduction', async (dialog) => {
    await dialog.getByLabel('Owner').selectOption({ label: 'Omar Haddad' })
    await dialog.getByLabel('A word to the partner (optional)').fill('Omar knows home care well.')
  })
  await partnerReads(/Accepted[\s\S]*Omar Haddad gets in touch with them by/)
  await partner.getByRole('link', { name: 'omar@harbourlight.example' }).waitFor()
  await stage.app.mail('chiara@mercatodigitale.example', /Accepted|accepted/)

  for (const [action, word] of [['Log contact', /We are in touch/], ['Log meeting', /We have met/], ['Qualify', /Qualified/]] as const) {
    await act(action, action)
    await partnerReads(word)
  }
  await staff.getByRole('heading', { name: 'What it earned' }).waitFor()
  await staff.getByText('€400.00').first().waitFor()
})

test('an opportunity is created from it and won', async () => {
  await act('Link or create opportunity', 'Create opportunity', async (dialog) => {
    await dialog.getByLabel('First-year revenue, when known').fill('12,000.005')
    await dialog.getByRole('button', { name: 'Create opportunity' }).click()
    await dialog.getByText('This is not an amount in EUR').waitFor()
    await dialog.getByLabel('First-year revenue, when known').fill('24,350.50')
  })
  await partnerReads(/In negotiation/)
  await act('Close as won', 'Close as won', async (dialog) => {
    expect(await dialog.getByLabel('First-year revenue').inputValue()).toBe('24350.50')
  })
  await staff.getByText('€3,652.58').first().waitFor()
  await picture(staff, 'referral-won')
})

test('Money shows the commission with clause and working, and so does the partner page', async () => {
  await staff.goto(`${stage.app.url}/app/commissions`)
  const row = staff.getByRole('row').filter({ hasText: company }).filter({ hasText: '€3,652.58' })
  await row.getByRole('link', { name: company }).click()
  const working = staff.getByRole('main')
  await working.getByText('Computed again just now').waitFor()
  const said = await working.innerText()
  for (const cited of ['€24,350.50', '15\u00a0%', '§ 4.2', 'Introduction partner', 'version 1', 'Debit', 'Credit']) expect(said).toContain(cited)
  await picture(staff, 'commission')

  await partner.goto(`${link}/earnings`)
  const line = partner.getByRole('listitem').filter({ hasText: '€3,652.58' })
  expect(await line.innerText()).toMatch(/15\s% of €24,350\.50[\s\S]*paid by/)
  await partnerReads(/Won/)
})

test('opening it again reverses what the closing earned, and nothing is erased', async () => {
  await staff.goto(address)
  await act('Open again', 'Open again', (dialog) => dialog.getByLabel('Why').fill('Booked on the wrong company by mistake.'))
  await staff.getByText('-€3,652.58').waitFor()
  await staff.getByText('Opened it again; it was won').waitFor()
  const timeline = await staff.getByRole('main').innerText()
  for (const step of ['Introduced the buyer on their page', 'Asked the partner a question', 'Wrote in the thread', 'Accepted the introduction; Omar Haddad takes care of it', 'Contacted the buyer', 'Met the buyer', 'Qualified it', 'It became an opportunity', 'Won', 'Opened it again'])
    expect(timeline).toContain(step)
  await partner.goto(`${link}/earnings`)
  const amounts = (await partner.getByRole('listitem').filter({ hasText: typed }).allInnerTexts()).map((text) => /-?€[\d,.]+\d/.exec(text)![0])
  expect(amounts.toSorted()).toEqual(['-€3,652.58', '€3,652.58', '€400.00'].toSorted())
})

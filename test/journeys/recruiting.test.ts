// From a form on a phone to a partner: Marlène applies, Nora answers from Today, two assess, the board moves, and one is declined decently.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { faultsInEveryLook } from './axe.ts'
import { NO_SCRIPT, picture, quiet, setStage } from './browse.ts'

const stage = setStage({ demo: true })
const company = 'Marlène Duroc Conseil'
let staff: Page

const card = (name: string) => staff.getByRole('region', { name: 'Board' }).getByRole('listitem').filter({ hasText: name })
const column = (name: string) => staff.getByRole('region', { name: new RegExp(`^${name}, \\d+$`) })
const inColumn = (stage: string, name: string) => column(stage).getByRole('listitem').filter({ hasText: name }).waitFor()

test('Marlène applies on her phone, without script, and confirms her address by the mail', async () => {
  staff = await stage.visit(nora)
  const { address } = (await (await staff.request.get(`${stage.app.url}/api/v1/application-page`)).json()) as { address: string }
  const phone = await stage.visit(null, NO_SCRIPT)
  await phone.goto(address)
  await phone.getByRole('link', { name: 'You introduce us' }).click()
  await phone.getByLabel('Your company').fill(company)
  await phone.getByLabel('Your name').fill('Marlène Duroc')
  await phone.getByLabel('Your work e-mail').fill('marlene@')
  await phone.getByText('We talk about it in most projects').click()
  await phone.getByLabel('Anything else').fill('Caterers in Lyon ask me whom to take.')
  await phone.waitForTimeout(3200)
  await phone.getByRole('button', { name: 'Send application' }).click()
  await phone.getByText('This is not an e-mail address.').waitFor()
  expect(await phone.getByLabel('We talk about it in most projects').isChecked()).toBe(true)
  await phone.getByLabel('Your work e-mail').fill('marlene@duroc.example')
  await phone.getByLabel('You may write to me about this').check()
  await phone.waitForTimeout(3200)
  await phone.getByRole('button', { name: 'Send application' }).click()
  await phone.getByRole('heading', { name: 'Thank you, we have it' }).waitFor()
  await picture(phone, 'apply-received')
  const mail = await stage.app.mail('marlene@duroc.example', /Received/)
  await phone.goto(/https?:\/\/\S+/.exec(mail.text)![0])
  await phone.getByRole('button', { name: 'Yes, this is my address' }).click()
  await phone.getByRole('heading', { name: 'Your address is confirmed' }).waitFor()
}, 60_000)

test('the page can be used by everybody, in each look', async () => {
  const page = await stage.visit(null)
  const { address } = (await (await staff.request.get(`${stage.app.url}/api/v1/application-page`)).json()) as { address: string }
  for (const [name, path] of [['choice', ''], ['form', '?as=implementation']] as const) {
    await page.goto(`${address}${path}`)
    expect(await faultsInEveryLook(page, `apply ${name}`)).toEqual([])
    await picture(page, `apply-${name}`)
  }
}, 60_000)

test('Today shows the application with its clock; the answer is given in place and keeps the promise', async () => {
  await staff.goto(`${stage.app.url}/app/`)
  const name = `Answer application · ${company}`
  await staff.getByRole('button', { name, exact: true }).click()
  await staff.getByText('Caterers in Lyon ask me whom to take.').waitFor()
  await staff.getByText('marlene@duroc.example, confirmed').waitFor()
  await picture(staff, 'today-application')
  await staff.getByRole('button', { name: 'I have contacted them' }).click()
  await staff.getByRole('button', { name, exact: true }).waitFor({ state: 'detached' })
})

test('the board is moved by mouse, by keys and by menu', async () => {
  await staff.getByRole('link', { name: 'Recruiting', exact: true }).click()
  await inColumn('Contacted', company)
  await card(company).dragTo(column('In conversation'))
  await inColumn('In conversation', company)
  await card(company).getByRole('link').focus()
  await staff.keyboard.press('Shift+ArrowRight')
  await inColumn('Qualified', company)
  // Who moved it goes on with the same card, without looking for it.
  await expect.poll(() => staff.evaluate('document.activeElement.textContent')).toBe(company)
  await staff.keyboard.press('Shift+ArrowLeft')
  await inColumn('In conversation', company)
  await expect.poll(() => staff.evaluate('document.activeElement.textContent')).toBe(company)
  await staff.keyboard.press('Shift+ArrowRight')
  await inColumn('Qualified', company)
  await staff.getByText(`${company} moves to Qualified.`).waitFor({ state: 'attached' })
  await quiet(staff)
  await card(company).getByRole('button', { name: `Move ${company}` }).click()
  await staff.getByRole('menuitem', { name: 'Agreement' }).click()
  await inColumn('Agreement', company)
  await quiet(staff)
  expect(await faultsInEveryLook(staff, 'board')).toEqual([])
  await picture(staff, 'recruiting-board')
}, 90_000)

test('who moves a card that somebody else has moved is told, and sees where it stands', async () => {
  const { items } = (await (await staff.request.get(`${stage.app.url}/api/v1/candidates?q=Wavecrest`)).json()) as { items: { id: string; stage: string }[] }
  const jonas = await stage.visit('jonas@harbourlight.example')
  await jonas.request.put(`${stage.app.url}/api/v1/candidates/${items[0]!.id}/stage`, { data: { expected: 'in_conversation', to: 'qualified' } })
  await card('Wavecrest Data').getByRole('button', { name: 'Move Wavecrest Data' }).click()
  await staff.getByRole('menuitem', { name: 'Onboarding' }).click()
  await staff.getByText('Jonas Feld moved it to Qualified meanwhile. Nothing was changed.').waitFor()
})

test('Nora assesses: a step that needs evidence asks for it, and the range gets narrower', async () => {
  await staff.goto(`${stage.app.url}/app/recruiting`)
  await card(company).getByRole('link').click()
  await staff.getByRole('link', { name: 'Assess' }).click()
  await staff.getByLabel('Directors ask for its advice').check()
  await staff.getByRole('button', { name: 'Save assessment' }).click()
  await staff.getByText('Say what shows it. Without evidence leave it unknown.').waitFor()
  await staff.reload()
  expect(await staff.getByLabel('Directors ask for its advice').isChecked()).toBe(true)
  await staff.getByLabel('What shows it', { exact: true }).fill('Two managing directors named her.')
  expect(await faultsInEveryLook(staff, 'assessment')).toEqual([])
  await staff.getByRole('button', { name: 'Save assessment' }).click()
  await staff.getByText('Two managing directors named her.').waitFor()
  await staff.getByText('Trusted by buyers: Directors ask for its advice').waitFor()
  expect(await faultsInEveryLook(staff, 'candidate')).toEqual([])
  await picture(staff, 'candidate')
}, 90_000)

test('the shortlist ranks by what is sure and puts who is knocked out last', async () => {
  await staff.goto(`${stage.app.url}/app/recruiting/shortlist`)
  const table = staff.getByRole('region', { name: 'Candidates side by side' })
  await table.waitFor()
  const names = await table.getByRole('columnheader').allInnerTexts()
  expect(names[1]).toContain('Osterhaus Beratung')
  expect(names.at(-1)).toContain('Routely Solutions')
  await staff.getByText('Our competitors: It is bound to a competitor').first().waitFor()
  await picture(staff, 'shortlist')
})

test('a criterion asks for the kind of customers, and the candidate shows what is known of it as a range', async () => {
  await staff.goto(`${stage.app.url}/app/settings/scorecards?type=implementation`)
  await staff.getByRole('button', { name: 'Change scorecard' }).click()
  await staff.getByRole('button', { name: 'Add criterion' }).click()
  const kind = staff.getByRole('group').filter({ has: staff.getByLabel('Remove step 3') }).last()
  await kind.getByLabel('Name', { exact: true }).fill('Kind of customers')
  await kind.getByLabel('Question').fill('Which share of its customers is of our kind')
  await kind.getByLabel('Who says it').selectOption('computed')
  await kind.getByLabel('Figure').selectOption('base_kind')
  for (const [i, words] of ['Few', 'Some', 'Many'].entries()) await kind.getByLabel(`Step ${i + 1} in words`).fill(words)
  await staff.getByLabel('Why it is changed').fill('Their customers should be ours.')
  await staff.getByRole('button', { name: 'Save as the next version' }).click()
  await staff.getByText('Say which industries, sizes or places count.').waitFor()
  await kind.getByLabel('Industries').pressSequentially('Food,')
  await kind.getByLabel('Countries and regions').pressSequentially('DACH,norway,')
  await kind.getByLabel('250 to 999').check()
  expect(await faultsInEveryLook(staff, 'kind of customers')).toEqual([])
  await staff.getByRole('button', { name: 'Save as the next version' }).click()
  await staff.getByText('Counts: Food; 250 to 999 people; DACH or Norway').waitFor()
  const { items } = (await (await staff.request.get(`${stage.app.url}/api/v1/shortlist?type=implementation`)).json()) as { items: { card: { name: string }; criteria: { name: string; figure: string | null }[] }[] }
  const known = items.flatMap(({ card: { name }, criteria }) => criteria.filter((one) => one.name === 'Kind of customers' && one.figure !== null).map((one) => ({ name, figure: one.figure! })))[0]!
  expect(known.figure).toMatch(/^\d+( to \d+)? % \(\d+ of \d+/)
  await staff.goto(`${stage.app.url}/app/recruiting/shortlist?type=implementation`)
  await staff.getByRole('region', { name: 'Candidates side by side' }).getByText(known.figure, { exact: false }).first().waitFor()
  await staff.getByRole('link', { name: known.name }).first().click()
  await staff.getByText(known.figure, { exact: false }).first().waitFor()
}, 180_000)

test('the eleventh partner comes in in one step, and the board warns that more will not help', async () => {
  await staff.goto(`${stage.app.url}/app/recruiting`)
  await card('Osterhaus Beratung').getByRole('link').click()
  await staff.getByRole('button', { name: 'Make it a partner' }).click()
  await staff.getByRole('dialog').getByRole('button', { name: 'Make it a partner' }).click()
  await staff.getByText('Became a partner').waitFor()
  await staff.getByRole('link', { name: 'Recruiting', exact: true }).click()
  await staff.getByText(/11 partners are active and no hypothesis is supported yet/).waitFor()
  await inColumn('Active', 'Osterhaus Beratung')
})

test('declining asks why, keeps the reason to us and writes a decent mail', async () => {
  await card('Hélène Vasseur Conseil').getByRole('button', { name: /^Move/ }).click()
  await staff.getByRole('menuitem', { name: 'Declined' }).click()
  const dialog = staff.getByRole('dialog')
  await dialog.getByText('they get a mail that declines in decent words', { exact: false }).waitFor()
  await dialog.getByRole('button', { name: 'Decline', exact: true }).click()
  await dialog.getByText('Say why.').waitFor()
  await dialog.getByLabel('Why').fill('Her clients are too small.')
  await dialog.getByRole('button', { name: 'Decline', exact: true }).click()
  await inColumn('Declined', 'Hélène Vasseur Conseil')
  const { text } = await stage.app.mail('helene@vasseur-conseil.example', /^Your application/)
  expect(text).toContain('we will not start a partnership')
  expect(text).not.toContain('too small')
})

test('adding somebody who may be a partner already is said before it is done, and done all the same', async () => {
  await staff.goto(`${stage.app.url}/app/recruiting/new`)
  await staff.getByLabel('Name', { exact: true }).fill('Studio Norte SL')
  const notice = staff.getByRole('status').filter({ hasText: 'May be the same as somebody we know' })
  await notice.getByRole('link', { name: 'Studio Norte', exact: true }).waitFor()
  expect(await faultsInEveryLook(staff, 'new candidate')).toEqual([])
  await staff.getByRole('button', { name: 'Add candidate' }).click()
  await staff.getByRole('heading', { level: 1, name: 'Studio Norte SL' }).waitFor()
  await staff.getByText('May be the same as', { exact: true }).waitFor()
}, 60_000)

test('a scorecard is changed with a reason, as a version', async () => {
  await staff.goto(`${stage.app.url}/app/settings/scorecards?type=affiliate`)
  await staff.getByRole('button', { name: 'Change scorecard' }).click()
  await staff.getByRole('group', { name: 'Reach' }).getByLabel('Weight').selectOption('5')
  expect(await faultsInEveryLook(staff, 'scorecard')).toEqual([])
  await staff.getByRole('button', { name: 'Save as the next version' }).click()
  await staff.getByText('Say why it is changed.').waitFor()
  // What is wrong may be far above the button.
  const name = staff.getByLabel('Name', { exact: true }).first()
  const named = await name.inputValue()
  await name.fill('')
  await staff.getByRole('button', { name: 'Save as the next version' }).click()
  await expect.poll(() => name.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true)
  await name.fill(named)
  await staff.getByLabel('Why it is changed').fill('Reach decided the last two years.')
  await staff.getByRole('button', { name: 'Save as the next version' }).click()
  await staff.getByText(/Version 1, .* by Nora Lindqvist: “Reach decided the last two years\.”/).waitFor()
}, 60_000)

test('whoever asks to be forgotten is erased: what goes is said first, and then there is nothing', async () => {
  await staff.goto(`${stage.app.url}/app/recruiting`)
  await card('Studio Norte SL').getByRole('link').first().click()
  await staff.getByRole('button', { name: 'Erase', exact: true }).click()
  const dialog = staff.getByRole('dialog')
  await dialog.getByText('1 card', { exact: true }).waitFor()
  expect(await faultsInEveryLook(staff, 'erase')).toEqual([])
  await dialog.getByRole('button', { name: 'Erase it for good' }).click()
  await dialog.getByText('Say why.').waitFor()
  await dialog.getByLabel('Why').fill('Asked for it by mail.')
  const address = staff.url()
  await dialog.getByRole('button', { name: 'Erase it for good' }).click()
  await staff.getByText('Studio Norte SL is erased.').waitFor()
  await staff.getByRole('heading', { level: 1, name: 'Recruiting' }).waitFor()
  await card('Studio Norte SL').waitFor({ state: 'detached' })
  await staff.goto(address)
  await staff.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  await staff.goto(`${stage.app.url}/app/partners`)
  await staff.getByRole('link', { name: 'Studio Norte', exact: true }).first().click()
  await staff.getByRole('button', { name: 'Erase', exact: true }).waitFor({ state: 'detached' })
}, 60_000)

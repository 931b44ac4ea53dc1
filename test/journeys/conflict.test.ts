// Two partners introduced Van Dijk Groothandel. The case is decided with a reason; neither reads about the other.
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { faultsInEveryLook } from './axe.ts'
import { NO_SCRIPT, picture, setStage } from './browse.ts'

const stage = setStage({ demo: true })

test('Jonas decides whose buyer it is, and the other reads why', async () => {
  const page = await stage.visit('jonas@harbourlight.example')
  await page.goto(`${stage.app.url}/app/conflicts`)
  const open = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Van Dijk Groothandel' }) })
  await open.getByText(/Fjord & Partner introduced this buyer first/).waitFor()
  await picture(page, 'conflicts')
  await open.getByRole('button', { name: 'Do not credit Kestrel Systems for Van Dijk Groothandel' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Do not credit', exact: true }).click()
  await page.getByText('Say why; the partner reads it.').waitFor()
  await page.getByLabel('Why').fill('We had an earlier introduction of them this week.')
  await page.getByRole('dialog').getByRole('button', { name: 'Do not credit', exact: true }).click()
  await open.getByText('Not credited').waitFor()
  await open.getByText('We had an earlier introduction of them this week.').waitFor()

  const imogen = await stage.visit(null, NO_SCRIPT)
  await imogen.goto(await stage.app.linkFor('Kestrel Systems'))
  const row = imogen.getByRole('listitem').filter({ hasText: /Van ?Dijk/i })
  expect(await row.innerText()).toContain('Not taken up')
  expect(await row.innerText()).toContain('We had an earlier introduction of them this week.')
  expect(await imogen.getByRole('main').innerText()).not.toContain('Fjord')

  const sigrid = await stage.visit(null, NO_SCRIPT)
  await sigrid.goto(await stage.app.linkFor('Fjord & Partner'))
  const hers = await sigrid.getByRole('listitem').filter({ hasText: /Van ?Dijk/i }).innerText()
  expect(hers).toContain('Received')
  expect(await sigrid.getByRole('main').innerText()).not.toContain('Kestrel')
})

test('Imogen sees it differently: Jonas may not decide it again, Nora does', async () => {
  const imogen = await stage.visit(null, NO_SCRIPT)
  await imogen.goto(await stage.app.linkFor('Kestrel Systems'))
  await imogen.getByRole('link', { name: /Van ?Dijk/i }).click()
  await imogen.getByText('You see it differently?').click()
  await imogen.getByText(/^Ask us once, until /).waitFor()
  await picture(imogen, 'appeal-phone')
  await imogen.getByRole('button', { name: 'Ask to look again' }).click()
  await imogen.getByText('Say what we should look at again.').waitFor()
  await imogen.getByLabel('What should we know?').fill('Their operations lead asked me for you in October.')
  await imogen.getByRole('button', { name: 'Ask to look again' }).click()
  await imogen.getByText(/We look at it again. You hear by/).waitFor()
  expect(await imogen.getByRole('main').innerText()).not.toContain('Fjord')

  const jonas = await stage.visit('jonas@harbourlight.example')
  await jonas.goto(`${stage.app.url}/app/conflicts?open=true`)
  const his = jonas.getByRole('listitem').filter({ hasText: 'Looked at again.' })
  await his.getByText('The partner asks to look again: “Their operations lead asked me for you in October.”').waitFor()
  await his.getByRole('button', { name: /^Credit the claim/ }).hover()
  await jonas.getByText(/You decided it the first time. An appeal is for somebody else: .*Nora Lindqvist/).first().waitFor()
  await picture(jonas, 'conflict-appeal')
  expect(await faultsInEveryLook(jonas, 'conflict appeal')).toEqual([])

  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/conflicts?open=true`)
  await page.getByRole('listitem').filter({ hasText: 'Looked at again.' }).getByRole('button', { name: /^Credit the claim of Kestrel Systems/ }).click()
  await page.getByLabel('Why').fill('Their lead asked for us through you.')
  await page.getByRole('dialog').getByRole('button', { name: 'Credit Kestrel Systems' }).click()
  await page.getByText('Credited to Kestrel Systems. The introduction is accepted.').waitFor()
  await page.goto(`${stage.app.url}/app/conflicts`)
  await page.getByText(/Decided by Nora Lindqvist/).waitFor()
})

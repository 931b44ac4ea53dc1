// Nora invites Marek from finance; he joins by the mailed link, reads the money, and changes nothing else.
import { expect, test } from 'vitest'
import { nora } from './app.ts'
import { reasonOf, setStage } from './browse.ts'

const stage = setStage({ demo: true })

test('a finance member is invited, joins, and may not write', async () => {
  const page = await stage.visit(nora)
  await page.goto(`${stage.app.url}/app/settings/members`)
  await page.getByRole('button', { name: 'Invite member' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Marek Dvořák')
  await page.getByLabel('E-mail').fill('marek@harbourlight.example')
  await page.getByLabel('Role').selectOption('finance')
  await page.getByRole('button', { name: 'Send invitation' }).click()
  const row = page.getByRole('row').filter({ hasText: 'Marek Dvořák' })
  await row.getByText('Invited').waitFor()
  const mail = await stage.app.mail('marek@harbourlight.example', /Harbourlight/)

  const marek = await stage.visit(null)
  await marek.goto(/https?:\/\/\S+token=\S+/.exec(mail.text)![0])
  await marek.getByRole('button', { name: 'Sign in' }).click()
  await marek.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await page.reload()
  await row.getByText('Active').waitFor()

  await marek.getByRole('link', { name: 'Commissions' }).click()
  await marek.getByRole('table', { name: 'Commission lines' }).waitFor()
  await marek.getByRole('link', { name: 'Directory' }).click()
  expect(await reasonOf(marek.getByRole('button', { name: 'Add partner' }))).not.toBe('')
  await marek.getByRole('link', { name: 'Today' }).click()
  await marek.getByRole('button', { name: /Answer introduction · Meridian Foods/ }).click()
  expect(await reasonOf(marek.getByRole('button', { name: 'Accept introduction' }))).toMatch(/admin|manager|rep/)
  const id = /ref_[0-9a-f]{32}/.exec((await marek.getByRole('link', { name: 'Open the introduction' }).getAttribute('href'))!)![0]
  const refused = await marek.request.put(`${stage.app.url}/api/v1/referrals/${id}/decision`, { data: { answer: 'decline', reason: 'not_a_fit' } })
  expect(refused.status()).toBe(403)
})

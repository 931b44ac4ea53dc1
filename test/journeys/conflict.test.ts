// Two partners introduced Van Dijk Groothandel. The case is decided with a reason; neither reads about the other.
import { expect, test } from 'vitest'
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

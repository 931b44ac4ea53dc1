// WCAG 2.2 AA as far as axe can tell, on every page, light and dark, at desktop and phone width; and nothing to scroll sideways at 320 px.
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { paths } from '../../web/paths.ts'
import { nora } from './app.ts'
import { faultsInEveryLook } from './axe.ts'
import { DESKTOP, quiet, setStage } from './browse.ts'

const stage = setStage({ demo: true })
let page: Page

type Things = { items: { id: string }[] }
const firstId = async (path: string): Promise<string> => ((await (await page.request.get(`${stage.app.url}/api/v1${path}`)).json()) as Things).items[0]!.id

/** Every page of the app once: the address of each name in `paths`, with a thing of the demo world where one is needed. */
async function everyPage(): Promise<[string, string][]> {
  const file = (await (await page.request.post(`${stage.app.url}/api/v1/files?name=small.csv`, { headers: { 'content-type': 'text/csv' }, data: 'Name,Website,Employees\nBrook & Sons,brook.example,40\nHill,hill.example,many\n' })).json()) as { id: string }
  const mapping = { name: 'Name', website: 'Website', employees: 'Employees' }
  const made = (await (await page.request.post(`${stage.app.url}/api/v1/imports`, { data: { fileId: file.id, kind: 'companies', mapping } })).json()) as { id: string }
  const partner = await firstId('/partners?q=Brightline')
  const balance = (await (await page.request.get(`${stage.app.url}/api/v1/ledger/trial-balance`)).json()) as { currencies: { accounts: { id: string }[] }[] }
  const sale = { kind: 'sale', id: 'sale-1', at: '2026-11-02', partner, account: 'acme', amount: '1200.00', currency: 'EUR' }
  await page.request.post(`${stage.app.url}/api/v1/facts`, { data: { facts: [sale, { ...sale, id: 'sale-2', amount: 'much' }, { kind: 'refund', id: 'refund-1', at: '2026-11-03', of: 'sale-9', amount: 'all' }] } })
  const hypothesis = await firstId('/hypotheses?state=testing')
  const ids: Partial<Record<keyof typeof paths, string>> = {
    review: await firstId('/reviews?state=held'),
    hypothesis, changeHypothesis: hypothesis, hypothesisRows: hypothesis,
    partner, assessment: await firstId('/candidates'), statement: partner, partnerPerformance: partner, partnerMapping: partner, company: await firstId('/companies'), referral: await firstId('/referrals?partner=' + partner), opportunity: await firstId('/opportunities'),
    plan: await firstId('/plans'), commission: await firstId('/commissions'), mail: await firstId('/mails'), import: made.id, ...(await statementAndDispute()), payout: await firstId('/payouts'), fact: sale.id, backTest: await backTest(), account: balance.currencies[0]!.accounts[0]!.id,
  }
  const named = Object.entries(paths).map(([name, path]): [string, string] => [name, path(ids[name as keyof typeof paths] ?? ids.plan!)])
  return [...named, ['preview', `${paths.newImport()}?kind=companies&file=${file.id}`], ['nowhere', '/nowhere']]
}

/** A back-test of the first plan's draft that is done. */
async function backTest(): Promise<string> {
  const terms = { language: 2, name: 'Share', currency: 'EUR', timeZone: 'Europe/Berlin', components: [{ id: 'share', on: 'sale', pay: { percent: '12' } }], payout: { every: 'quarter', days: 30 } }
  const { id } = (await (await page.request.post(`${stage.app.url}/api/v1/back-tests`, { data: { terms, plan: await firstId('/plans') } })).json()) as { id: string }
  await expect.poll(async () => ((await (await page.request.get(`${stage.app.url}/api/v1/back-tests/${id}`)).json()) as { state: string }).state, { timeout: 20_000 }).toBe('done')
  return id
}

/** A quarter whose statements are issued, one of them, and a dispute. */
async function statementAndDispute() {
  const { items } = (await (await page.request.get(`${stage.app.url}/api/v1/statements`)).json()) as { items: { id: string; period: string }[] }
  return { statementPeriod: items[0]!.period, issuedStatement: items[0]!.id, dispute: await firstId('/disputes') }
}

/** As a link within the app does, which loads nothing anew; whatever heading was there is marked, to know the next one. */
async function follow(path: string): Promise<void> {
  await page.getByRole('heading').first().waitFor()
  await page.evaluate(`for (const heading of document.querySelectorAll('h1, h2')) heading.setAttribute('data-before', '')
    history.pushState({}, '', ${JSON.stringify(`/app${path}`)})`)
  await page.locator('h1:not([data-before])').or(page.getByRole('heading', { name: 'There is nothing at this address' }).and(page.locator(':not([data-before])'))).first().waitFor()
  await quiet(page)
}

beforeAll(async () => {
  page = await stage.visit(nora, { ...DESKTOP, reducedMotion: 'reduce' })
})

let pages: [string, string][] | undefined
test.each([['first', 0], ['second', 1]] as const)('every page of the staff app, the %s half', async (_which, half) => {
  pages ??= await everyPage()
  const faults: string[] = []
  await page.goto(`${stage.app.url}/app/not-there`)
  for (const [name, path] of pages.filter((_, n) => n % 2 === half)) {
    await follow(path)
    faults.push(...(await faultsInEveryLook(page, name)))
  }
  expect(faults).toEqual([])
}, 400_000)

// What axe can tell of WCAG 2.2 AA in each look of a page, and what runs out of it at 320 px.
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { DESKTOP, PHONE } from '../setup/browser.ts'
import { sidewaysOf } from './layout.ts'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Violations that stay, by rule, each with its reason. */
const accepted: Record<string, string> = {}

type Found = { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }

/** What axe finds against WCAG 2.2 AA, one line per place; `rules` looks for those alone. */
async function faultsOf(page: Page, rules?: string[]): Promise<string[]> {
  // Evaluated, not added as a script: the policy of the pages allows none.
  if (!(await page.evaluate('Boolean(window.axe)'))) await page.evaluate(axe.source)
  const only = rules ? { type: 'rule', values: rules } : { type: 'tag', values: standards }
  const violations = (await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(only)}, resultTypes: ['violations'] }).then((result) => result.violations)`)) as Found[]
  return violations.filter(({ id }) => !accepted[id]).flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}${id === 'color-contrast' ? ` (${/contrast of [\d.]+[^)]*\)/.exec(node.failureSummary ?? '')?.[0] ?? ''})` : ''}`))
}

/** Light and dark only colours differ, and they do not differ by width: what is not shown now is looked at for those alone, and stays. */
export async function faultsInEveryLook(page: Page, name: string, { isOpened = false } = {}): Promise<string[]> {
  const faults: string[] = []
  const look = async (how: string, rules?: string[]) => faults.push(...(await faultsOf(page, rules)).map((fault) => `${name}, ${how}: ${fault}`))
  const [now, other] = (await page.evaluate(`matchMedia('(prefers-color-scheme: dark)').matches`)) ? (['dark', 'light'] as const) : (['light', 'dark'] as const)
  await look(`desktop, ${now}`)
  await light(page, other)
  await look(other, ['color-contrast', 'link-in-text-block'])
  if (isOpened) return faults
  await widen(page, PHONE.viewport)
  await look('phone')
  await widen(page, { width: 320, height: 640 })
  faults.push(...(await sidewaysOf(page)).map((wide) => `${name}, 320: ${wide}`))
  await widen(page, DESKTOP.viewport)
  return faults
}

async function light(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.locator(`html:not([data-mantine-color-scheme]), html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' })
  await page.evaluate(settled)
}

/** From its top: what has been scrolled half under the bar of the page would count as a target too small. */
async function widen(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size)
  await page.evaluate('scrollTo(0, 0)')
  await page.evaluate(settled)
}

/** Drawn anew, and what fades has faded. */
const settled = `(async () => {
  const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve))
  for (let n = 0; n < 3; n += 1) {
    await drawn()
    await Promise.allSettled(document.getAnimations().map((one) => one.finished))
  }
})()`

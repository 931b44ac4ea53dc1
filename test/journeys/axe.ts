import axe from 'axe-core'
import type { Page } from 'playwright-core'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

type Found = { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }

/** What axe finds against WCAG 2.2 AA, one line per place; `rules` looks for those alone. */
export async function faultsOf(page: Page, rules?: string[]): Promise<string[]> {
  // Evaluated, not added as a script: the policy of the pages allows none.
  if (!(await page.evaluate('Boolean(window.axe)'))) await page.evaluate(axe.source)
  const only = rules ? { type: 'rule', values: rules } : { type: 'tag', values: standards }
  const violations = (await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(only)}, resultTypes: ['violations'] }).then((result) => result.violations)`)) as Found[]
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}${id === 'color-contrast' ? ` (${/contrast of [\d.]+[^)]*\)/.exec(node.failureSummary ?? '')?.[0] ?? ''})` : ''}`))
}

import type { Page } from 'playwright-core'

/** What runs out of the page sideways; empty when nothing does. Tables may scroll inside a box of their own. */
export function sidewaysOf(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const root = document.documentElement
    if (root.scrollWidth <= root.clientWidth) return []
    const scrolls = (element) => { for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return true; return false }
    const out = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element))
    return ['the page is ' + root.scrollWidth + ' wide', ...out.slice(0, 5).map((element) => element.outerHTML.slice(0, 160))]
  })()`) as Promise<string[]>
}

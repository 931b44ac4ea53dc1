import type { Reading } from '../../platform/db/context.ts'
import type { Html } from '../../platform/pages/html.ts'
import type { LinkHolder } from '../partners/index.ts'

/** What another area has to say on the hub of a partner's link; null when it has nothing. */
export type HubSection = (r: Reading, who: LinkHolder, base: string) => Promise<Html | null>
const sections: HubSection[] = []

/** Called once at start by an area below this one. */
export function addHubSection(section: HubSection): void {
  sections.push(section)
}

export const hubSections = async (r: Reading, who: LinkHolder, base: string): Promise<Html[]> => (await Promise.all(sections.map((section) => section(r, who, base)))).filter((one) => one !== null)

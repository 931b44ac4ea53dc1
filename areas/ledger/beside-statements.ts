import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Html } from '../../platform/pages/html.ts'
import type { StatementView } from './statement-queries.ts'

/** What stands beside statements on the partner's page, by statement. `base` is the address of the page; `query` its own. */
type Beside = (r: Reading, statements: StatementView[], page: { base: string; query: Record<string, string | undefined> }) => Promise<Map<Id, Html>>

let beside: Beside = async () => new Map()

/** Called once at start by an area below that has something to say about statements, such as the invoice for one. */
export function besideStatements(own: Beside): void {
  beside = own
}
export const saidBeside: Beside = (r, statements, page) => beside(r, statements, page)

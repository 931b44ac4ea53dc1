import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Html } from '../../platform/pages/html.ts'
import type { StatementView } from './statement-queries.ts'

/**
 * An invoice for what a statement tells, or a credit note for what it takes back of an earlier one (`of` is that one's number, null where it is
 * of none). Amounts are minor units of the statement's currency, those of a credit note negative; `vatPercent` is text such as "19 %".
 */
export type Paper = { what: 'invoice' | 'credit_note'; by: 'partner' | 'us'; number: string; issuedOn: string; of: string | null; netMinor: bigint; vatMinor: bigint; grossMinor: bigint; vatPercent: string }

type Beside = {
  /** What stands beside statements on the partner's page, by statement. `base` is the address of the page; `query` its own. */
  page: (r: Reading, statements: StatementView[], page: { base: string; query: Record<string, string | undefined> }) => Promise<Map<Id, Html>>
  /** The papers of a statement that are here, the invoice first. */
  papers: (r: Reading, statement: StatementView) => Promise<Paper[]>
}

let beside: Beside = { page: async () => new Map(), papers: async () => [] }

/** Called once at start by an area below that has something to say about statements, such as the invoice for one. */
export function besideStatements(own: Beside): void {
  beside = own
}
export const saidBeside: Beside['page'] = (r, statements, page) => beside.page(r, statements, page)
export const papersOf: Beside['papers'] = (r, statement) => beside.papers(r, statement)

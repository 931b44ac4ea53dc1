// What areas below tell of partners; until one says it, nothing is known, and unknown is shown as unknown.
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { activePartnerCount } from '../partners/index.ts'
import { focusWarnings, type Focus } from './rules.ts'
import type { CustomerBase } from './score-rules.ts'

type Bases = (r: Reading, partnerIds: Id[]) => Promise<Map<Id, CustomerBase>>
type Tested = (r: Reading) => Promise<Omit<Focus, 'activePartners'>>

let bases: Bases = async () => new Map()
let tested: Tested = async () => ({ testedTypes: [], isAnySupported: false })

/** Account mapping says once, at start, what it knows of the customers of partners; those without a list are left out. */
export function describeCustomerBase(describe: Bases): void {
  bases = describe
}

/** Whoever keeps hypotheses says once, at start, which partner types are under test and whether any hypothesis is supported. */
export function describeFocus(describe: Tested): void {
  tested = describe
}

export const customerBases: Bases = (r, partnerIds) => bases(r, partnerIds)

/** The focus warnings that hold now, in sentences. */
export async function warningsNow(r: Reading): Promise<string[]> {
  return focusWarnings({ ...(await tested(r)), activePartners: await activePartnerCount(r) })
}

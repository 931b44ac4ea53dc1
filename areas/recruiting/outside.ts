// What other areas tell of partners; until account mapping says it, nothing is known of customers, and unknown is shown as unknown.
import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { isAnySupported, testedTypes } from '../hypotheses/index.ts'
import { activePartnerCount } from '../partners/index.ts'
import { focusWarnings } from './rules.ts'
import type { CustomerBase } from './score-rules.ts'

/** `withMix`: also of which kind they are. */
type Bases = (r: Reading, partnerIds: Id[], withMix?: boolean) => Promise<Map<Id, CustomerBase>>

let bases: Bases = async () => new Map()

/** Account mapping says once, at start, what it knows of the customers of partners; those without a list are left out. Returns who said it before. */
export function describeCustomerBase(describe: Bases): Bases {
  const before = bases
  bases = describe
  return before
}

export const customerBases: Bases = (r, partnerIds, withMix) => bases(r, partnerIds, withMix)

/** The focus warnings that hold now, in sentences. */
export async function warningsNow(r: Reading): Promise<string[]> {
  const [tested, supported, activePartners] = await Promise.all([testedTypes(r), isAnySupported(r), activePartnerCount(r)])
  return focusWarnings({ testedTypes: tested, isAnySupported: supported, activePartners })
}

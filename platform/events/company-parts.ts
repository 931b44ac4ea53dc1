import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../db/context.ts'

type Parts = (r: Reading, companyId: Id) => Promise<Id[]>
let parts: Parts = async (_r, companyId) => [companyId]

/** Called once at start by the area that knows which companies became part of which: their events stand in one timeline. */
export function tellPartsOfCompanies(of: Parts): void {
  parts = of
}

export const partsOfCompany: Parts = (r, companyId) => parts(r, companyId)

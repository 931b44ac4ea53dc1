import { part as companies } from '../areas/companies/index.ts'
import { part as coselling } from '../areas/coselling/index.ts'
import { part as hypotheses } from '../areas/hypotheses/index.ts'
import { part as ledger } from '../areas/ledger/index.ts'
import { part as mapping } from '../areas/mapping/index.ts'
import { part as partners } from '../areas/partners/index.ts'
import { part as payouts } from '../areas/payouts/index.ts'
import { part as performance } from '../areas/performance/index.ts'
import { part as program } from '../areas/program/index.ts'
import { part as promises } from '../areas/promises/index.ts'
import { part as recruiting } from '../areas/recruiting/index.ts'
import { part as referrals } from '../areas/referrals/index.ts'
import { part as reviews } from '../areas/reviews/index.ts'
import type { Part } from '../platform/part.ts'

/** The business in order: an area imports the doors of those above it and of no others (kept by test/walls). */
export const areas: Part[] = [companies, partners, hypotheses, promises, recruiting, program, ledger, payouts, coselling, referrals, mapping, performance, reviews]

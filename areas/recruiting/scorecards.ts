import type { Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { partnerTypes, type PartnerType } from '../partners/index.ts'
import type { Criterion } from './score-rules.ts'
import { defaultScorecards } from './scorecard-defaults.ts'

/** Version 0 is the one to start from, which nobody wrote. */
export type Scorecard = { type: PartnerType; version: number; criteria: Criterion[]; why: string | null; setAt: Temporal.Instant | null; setBy: Id | null }

/** The scorecard in force for every type. */
export async function scorecardsInForce(r: Reading): Promise<Map<PartnerType, Scorecard>> {
  const rows = await r.q.selectFrom('scorecard').selectAll().distinctOn('partner_type').where('workspace_id', '=', r.workspace).orderBy('partner_type').orderBy('version', 'desc').execute()
  const written = new Map(rows.map((row) => [row.partner_type, row]))
  return new Map(partnerTypes.map((type): [PartnerType, Scorecard] => {
    const row = written.get(type)
    return [type, row
      ? { type, version: row.version, criteria: row.criteria as Criterion[], why: row.why, setAt: row.created_at, setBy: row.created_by }
      : { type, version: 0, criteria: defaultScorecards[type], why: null, setAt: null, setBy: null }]
  }))
}

export async function scorecardOf(r: Reading, type: PartnerType): Promise<Scorecard> {
  return (await scorecardsInForce(r)).get(type)!
}

/** All versions somebody wrote, newest first. */
export async function scorecardVersions(r: Reading, type: PartnerType): Promise<Scorecard[]> {
  const rows = await r.q.selectFrom('scorecard').selectAll().where('workspace_id', '=', r.workspace).where('partner_type', '=', type).orderBy('version', 'desc').execute()
  return rows.map((row) => ({ type, version: row.version, criteria: row.criteria as Criterion[], why: row.why, setAt: row.created_at, setBy: row.created_by }))
}

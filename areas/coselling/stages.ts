import type { Reading, Tx } from '../../platform/db/context.ts'
import { allow, type Ctx } from '../../platform/db/context.ts'
import { transact } from '../../platform/db/transact.ts'
import { record } from '../../platform/events/record.ts'
import type { OpportunityState } from './opportunity-rules.ts'

/** Any of these as words of their own, in whatever script. */
const words = (...some: string[]) => new RegExp(`(?<![\\p{L}\\p{N}])(${some.join('|')})(?![\\p{L}\\p{N}])`, 'u')
const lost = words('lost|dead|dropped|rejected|disqualified|unqualified|won[\'’]t|declined|abandoned|cancell?ed|no decision', 'verloren|abgelehnt|abgebrochen|storniert', 'perdue?|abandonnée?|annulée?', 'perdid[oa]|cancelad[oa]|rechazad[oa]', 'pers[oa]|annullat[oa]')
const won = words('won|signed|booked|live customer', 'gewonnen', 'gagn[ée]e?|signée?', 'ganad[oa]', 'vint[oa]')
const open = words(
  'open|new|engag\\p{L}*|prospect\\p{L}*|qualif\\p{L}*|discovery|demo|proposal|quote|negotiat\\p{L}*|contact\\p{L}*|lead|needs analysis|value proposition|decision ?maker\\p{L}*|perception analysis|appointment\\p{L}*|presentation\\p{L}*|contract ?sent|trial|evaluation|in progress|pipeline|verbal|commit|on hold|stalled',
  'offen|neu|in bearbeitung|angebot\\p{L}*|verhandlung\\p{L}*|qualifizier\\p{L}*|kontakt\\p{L}*|termin\\p{L}*|präsentation\\p{L}*|bedarfsanalyse|interessent', 'nouve(?:au|lle)|négociation|proposition|devis|prospection|en cours|présentation',
  'nuev[oa]|abiert[oa]|negociación|propuesta|presupuesto|calificación|cualificación|prospección|en curso', 'nuov[oa]|apert[oa]|trattativa|negoziazione|offerta|proposta|in corso', 'nieuw|offerte|onderhandeling|lopend',
)

/** What a stage of a CRM means, where its name says so: the stages of Salesforce, HubSpot, Pipedrive and plain words, also in German, French, Spanish, Italian and Dutch. */
export function guessStage(stage: string): OpportunityState | undefined {
  const name = stage.toLowerCase().replace(/[_-]+|([a-z])(?=[A-Z])/g, '$1 ').replace(/closed(?=won|lost)/, 'closed ').replace(/\s+/g, ' ').trim()
  if (lost.test(name)) return 'lost'
  if (won.test(name)) return 'won'
  return open.test(name) ? 'open' : undefined
}

export async function stageMap(r: Reading): Promise<Map<string, OpportunityState>> {
  const rows = await r.q.selectFrom('stage_map').select(['crm_stage', 'state']).where('workspace_id', '=', r.workspace).orderBy('crm_stage').execute()
  return new Map(rows.map((row) => [row.crm_stage, row.state as OpportunityState]))
}

/** Stages the workspace has met: those decided on, and those of opportunities without a decision. */
export async function stageList(r: Reading): Promise<{ stage: string; state: OpportunityState | null; guess: OpportunityState | null; opportunities: number }[]> {
  const decided = await stageMap(r)
  const used = await r.q
    .selectFrom('opportunity')
    .select(['crm_stage', (e) => e.fn.countAll<bigint>().as('n')])
    .where('workspace_id', '=', r.workspace).where('crm_stage', 'is not', null)
    .groupBy('crm_stage')
    .execute()
  const counts = new Map(used.map((row) => [row.crm_stage ?? '', Number(row.n)]))
  return [...new Set([...counts.keys(), ...decided.keys()])]
    .map((stage) => ({ stage, state: decided.get(stage) ?? null, guess: guessStage(stage) ?? null, opportunities: counts.get(stage) ?? 0 }))
    .sort((a, b) => b.opportunities - a.opportunities || (a.stage < b.stage ? -1 : 1))
}

/** Keeps what stages mean. It holds for what is imported from now on; opportunities that are here follow with their next import. */
export async function decideStages(ctx: Ctx, decisions: { stage: string; state: OpportunityState }[]): Promise<{ changed: number }> {
  allow(ctx, 'imports:write')
  return transact(ctx, (tx) => keepStages(tx, decisions))
}

export async function keepStages(tx: Tx, decisions: { stage: string; state: OpportunityState }[]): Promise<{ changed: number }> {
  const known = await stageMap(tx)
  const news = [...new Map(decisions.map((d) => [d.stage, d])).values()].filter((d) => known.get(d.stage) !== d.state)
  if (news.length === 0) return { changed: 0 }
  await tx.q
    .insertInto('stage_map')
    .values(news.map((d) => ({ workspace_id: tx.workspace, crm_stage: d.stage, state: d.state })))
    .onConflict((c) => c.columns(['workspace_id', 'crm_stage']).doUpdateSet((e) => ({ state: e.ref('excluded.state') })))
    .execute()
  await record(tx, { type: 'stages.decided', subject: { noun: 'workspace', id: tx.workspace }, payload: { stages: news.map((d) => ({ stage: d.stage, state: d.state, before: known.get(d.stage) ?? null })) } })
  return { changed: news.length }
}

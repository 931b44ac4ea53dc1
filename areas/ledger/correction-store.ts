import type { Id } from '../../kernel/ids.ts'
import { anyOf } from '../../platform/db/any-of.ts'
import type { Reading } from '../../platform/db/context.ts'
import type { Fact } from '../program/index.ts'
import type { CorrectionHow } from './corrections.ts'
import { aboutFact } from './fact-topics.ts'
import { factsByKey, factsOn } from './fact-store.ts'

export type CorrectionRow = { id: Id; lineId: Id; how: CorrectionHow; why: string; change: Record<string, { from: string | null; to: string }>; factKeys: string[]; eventId: Id; at: Temporal.Instant; by: Id | null }
/** `fact` is missing where it was withdrawn. */
export type ItemBehind = { partnerId: Id; isLanguage2: boolean; fact: Fact | undefined }

/** What a line is about: the fact of its item, where it still stands. */
export async function itemBehind(r: Reading, lineId: Id): Promise<ItemBehind | undefined> {
  const line = await r.q.selectFrom('commission_line').select(['partner_id', 'item_key']).where('workspace_id', '=', r.workspace).where('id', '=', lineId).executeTakeFirst()
  if (!line) return undefined
  if (line.item_key === null) return { partnerId: line.partner_id, isLanguage2: false, fact: undefined }
  const keys = namesOfItem(line.item_key)
  const found = await factsByKey(r, keys)
  const fact = keys.map((key) => found.get(key)?.fact).find((one) => one !== undefined)
  const isWithdrawn = fact !== undefined && (await factsOn(r, [aboutFact(fact.id)])).some((one) => one.kind === 'withdrawn' && one.of === fact.id)
  return { partnerId: line.partner_id, isLanguage2: true, fact: isWithdrawn ? undefined : fact }
}

/** A line of an invoice, an instalment and a share of one of several have a key of their own behind the fact's. */
function namesOfItem(itemKey: string): string[] {
  const shorter = itemKey.replace(/[/#][^/#]*$/, '')
  return shorter === itemKey ? [itemKey] : [itemKey, ...namesOfItem(shorter)]
}

/** What was told about an item and stands. */
export async function aboutItem(r: Reading, key: string): Promise<Fact[]> {
  const about = (await factsOn(r, [aboutFact(key)])).filter((one) => 'of' in one && one.of === key)
  const inTurn = about.length === 0 ? [] : await factsOn(r, about.map((one) => aboutFact(one.id)))
  const withdrawn = new Set(inTurn.flatMap((one) => (one.kind === 'withdrawn' ? [one.of] : [])))
  return about.filter((one) => !withdrawn.has(one.id))
}

const mostCorrected = 40

/** Which names these would be told under anew are taken. */
export async function namesTaken(r: Reading, facts: Fact[]): Promise<(name: string) => boolean> {
  const bases = facts.flatMap((one) => [one.id, `${one.id}:lowered`]).map((id) => id.replace(/:corrected-\d+$/, '').slice(0, 180))
  const taken = await factsByKey(r, bases.flatMap((base) => Array.from({ length: mostCorrected }, (_, i) => `${base}:corrected-${i + 1}`)))
  return (name) => taken.has(name)
}

/** Corrections of a line, oldest first, and the one that it was booked by, if it was. */
export async function correctionsOf(r: Reading, line: { id: Id; journalId: Id }): Promise<{ made: CorrectionRow[]; by: CorrectionRow | null }> {
  const rows = await r.q
    .selectFrom('commission_correction').selectAll().where('workspace_id', '=', r.workspace)
    .where((w) => w.or([w('commission_line_id', '=', line.id), w('event_id', '=', w.selectFrom('journal').select('event_id').where('workspace_id', '=', r.workspace).where('id', '=', line.journalId))]))
    .orderBy('id').execute()
  const all = rows.map((row): CorrectionRow => ({
    id: row.id, lineId: row.commission_line_id, how: row.how as CorrectionHow, why: row.why, change: row.change as CorrectionRow['change'], factKeys: row.fact_keys, eventId: row.event_id, at: row.said_at, by: row.said_by,
  }))
  return { made: all.filter((one) => one.lineId === line.id), by: all.find((one) => one.lineId !== line.id) ?? null }
}

/** The lines that followed from corrections, by the event of each. */
export async function linesOfEvents(r: Reading, eventIds: Id[]): Promise<Map<Id, Id[]>> {
  if (eventIds.length === 0) return new Map()
  const rows = await r.q
    .selectFrom('journal as j').innerJoin('commission_line as l', (q) => q.onRef('l.workspace_id', '=', 'j.workspace_id').onRef('l.journal_id', '=', 'j.id'))
    .select(['j.event_id', 'l.id']).where('j.workspace_id', '=', r.workspace).where('j.event_id', '=', anyOf(eventIds)).orderBy('l.id').execute()
  return new Map([...Map.groupBy(rows, (row) => row.event_id ?? '')].map(([eventId, own]) => [eventId, own.map((row) => row.id)]))
}


import type { Fact } from '../../kernel/event.ts'
import type { Id } from '../../kernel/ids.ts'

/** How a company came to be known. */
export type Source = 'staff' | 'introduction' | 'import' | 'api'

const about = (type: string, id: Id, payload: Fact['payload'], why?: string | null): Fact => ({
  type: `company.${type}`, subject: { noun: 'company', id }, companyId: id, payload: payload ?? {}, why: why ?? null,
})

/** `maybe` are companies that it might be; someone should look. */
export const companyCreated = (id: Id, payload: { name: string; source: Source; grade: string | null; maybe?: Id[]; suspicious?: string | null }): Fact => about('created', id, payload)
/** The fields that have another value now, and the grade when it changed with them. */
export const companyUpdated = (id: Id, payload: { fields: string[]; grade?: { from: string | null; to: string | null } }, why?: string | null): Fact => about('updated', id, payload, why)
export const companyRegraded = (id: Id, payload: { from: string | null; to: string | null; version: number }): Fact => about('regraded', id, payload)
/** About the workspace: the profile has a new version. */
export const icpSet = (workspace: Id, payload: { version: number }, why?: string | null): Fact => ({ type: 'icp.set', subject: { noun: 'workspace', id: workspace }, payload, why: why ?? null })
/** Of the one that stays, and of the one that became part of it. */
export const companyMerged = (id: Id, payload: { absorbed: Id; mergeId: Id }, why: string): Fact => about('merged', id, payload, why)
export const companyAbsorbed = (id: Id, payload: { into: Id; mergeId: Id }, why: string): Fact => about('absorbed', id, payload, why)
export const companyMergeUndone = (id: Id, payload: { absorbed: Id; mergeId: Id }, why: string): Fact => about('merge_undone', id, payload, why)
export const companyReturned = (id: Id, payload: { into: Id; mergeId: Id }, why: string): Fact => about('returned', id, payload, why)
/** What was of this company is of a new one, as far as it was chosen. */
export const companySplit = (id: Id, payload: { made: Id; mergeId: Id }, why: string): Fact => about('split', id, payload, why)
export const duplicateDecided = (id: Id, payload: { other: Id; decision: 'different' }, why: string | null): Fact => about('told_apart', id, payload, why)

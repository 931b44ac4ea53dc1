import { z } from 'zod'
import { may } from '../../kernel/actor.ts'
import { no, yes } from '../../kernel/refusal.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { created, idIn, pageIn, shown } from '../../platform/http/shapes.ts'
import { factsOut, named } from './company-out.ts'
import { decidePair } from './decide-pair.ts'
import { startFindPairs } from './find-pairs.ts'
import { mergeCompanies } from './merge-companies.ts'
import { mergeIn, mergeOut, pairDecision, pairsOut, previewOut, splitIn, undoIn, undoneOut } from './merge-contract.ts'
import { mergePreview, mergesOf, onlySellers } from './merge-queries.ts'
import { pairList } from './pair-queries.ts'
import { splitCompany } from './split-company.ts'
import { exactCompany } from './store.ts'
import { undoMerge } from './undo-merge.ts'

const tag = 'Companies'
const params = z.object({ id: idIn('company') })

export const mergeRoutes = [
  route({
    method: 'POST', path: '/companies/{id}/merges', tag, summary: 'Another company becomes part of this one, with all that hangs on it', access: 'companies:write', params, body: mergeIn, response: created('companyMerge'), status: 201,
    handler: async (ctx, { params: p, body }) => ({ id: shown('companyMerge', (await mergeCompanies(ctx, p.id, body.otherId, body.why)).id) }),
  }),
  route({
    method: 'GET', path: '/companies/{id}/merges', tag, summary: 'What was merged into a company and split off it, newest first', access: 'companies:read', params, response: z.object({ items: z.array(mergeOut) }),
    handler: (ctx, { params: p }) =>
      read(ctx, async (r) => {
        await exactCompany(r, p.id)
        return {
          items: (await mergesOf(r, p.id)).map((m) => ({
            ...m, id: shown('companyMerge', m.id), company: named(m.company), other: named(m.other), madeAt: m.madeAt.toString(), undone: m.undone && { ...m.undone, at: m.undone.at.toString() },
          })),
        }
      }),
  }),
  route({
    method: 'GET', path: '/companies/{id}/merge-preview', tag, summary: 'What would move if another company became part of this one; writes nothing', access: 'companies:read', params, query: z.object({ other: idIn('company') }), response: previewOut,
    handler: (ctx, { params: p, query }) =>
      read(ctx, async (r) => {
        const { into, from, moves, can } = await mergePreview(r, p.id, query.other)
        return { into: named(into), from: named(from), moves, can: { merge: can } }
      }),
  }),
  route({
    method: 'PUT', path: '/companies/merges/{id}/undo', tag, summary: 'Takes a merge back', access: 'companies:write', params: z.object({ id: idIn('companyMerge') }), body: undoIn, response: undoneOut,
    handler: async (ctx, { params: p, body }) => {
      const undone = await undoMerge(ctx, p.id, body.why)
      return { id: shown('companyMerge', undone.id), company: shown('company', undone.companyId), other: shown('company', undone.otherId), stayed: undone.stayed }
    },
  }),
  route({
    method: 'POST', path: '/companies/{id}/splits', tag, summary: 'Makes a new company of chosen parts of this one', access: 'companies:write', params, body: splitIn, response: created('company'), status: 201,
    handler: async (ctx, { params: p, body }) => ({ id: shown('company', (await splitCompany(ctx, p.id, body)).id) }),
  }),
  route({
    method: 'GET', path: '/companies/duplicates', tag, summary: 'Companies that may be one, the likeliest first', access: 'companies:read', query: pageIn.extend({ state: z.enum(['open', 'merged', 'different']).default('open') }), response: pairsOut,
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const page = await pairList(r, query)
        const write = may(r.actor, 'companies:write') ? yes : no(onlySellers)
        const search = page.search
        return {
          items: page.rows.map((row) => ({
            id: shown('companyPair', row.id), one: factsOut(row.one), other: factsOut(row.other), score: row.score / 1000, probability: row.probability === null ? null : row.probability / 1000, reasons: row.reasons, state: row.state,
            decided: row.decided_at ? { at: row.decided_at.toString(), by: row.by, why: row.why } : null, can: { decide: row.state === 'open' ? write : no(row.state === 'merged' ? 'The two were merged already.' : 'Somebody said already that they are different.') },
          })),
          next: page.next, total: page.total, can: { search: search && !search.finished_at ? no('It is being done.') : write },
          search: search && { askedAt: search.asked_at.toString(), total: search.total, looked: search.looked, found: search.found, finishedAt: search.finished_at?.toString() ?? null },
        }
      }),
  }),
  route({
    method: 'POST', path: '/companies/duplicates/searches', tag, summary: 'Looks for possible duplicates among all companies, as a job', access: 'companies:write', status: 204,
    handler: async (ctx) => startFindPairs(ctx),
  }),
  route({
    method: 'PUT', path: '/companies/duplicates/{id}', tag, summary: 'Says that two are one, which merges them, or that they are different', access: 'companies:write', params: z.object({ id: idIn('companyPair') }), body: pairDecision, response: created('companyPair'),
    handler: async (ctx, { params: p, body }) => ({ id: shown('companyPair', (await decidePair(ctx, p.id, body)).id) }),
  }),
]

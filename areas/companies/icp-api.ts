import { z } from 'zod'
import { may } from '../../kernel/actor.ts'
import { no, yes } from '../../kernel/refusal.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { icpInForce, icpVersions } from './icp.ts'
import { icpAttributesOut, icpDraft, icpIn, icpOut, icpPreviewOut, icpVersionsOut, rulesIn } from './icp-contract.ts'
import { noRules } from './icp-rules.ts'
import { icpAttributes, previewIcp } from './preview-icp.ts'
import { setIcp } from './set-icp.ts'

const tag = 'Companies'

export const icpRoutes = [
  route({
    method: 'GET', path: '/icp', tag, summary: 'The ideal customer profile in force', access: 'companies:read', response: icpOut,
    handler: (ctx) =>
      read(ctx, async (r) => {
        const icp = await icpInForce(r)
        return { version: icp?.version ?? 0, ...(icp?.rules ?? noRules), setAt: icp?.createdAt.toString() ?? null, can: { set: may(r.actor, 'settings:write') ? yes : no('An admin can set the profile.') } }
      }),
  }),
  route({
    method: 'PUT', path: '/icp', tag, summary: 'Set the ideal customer profile; every company is graded again', access: 'settings:write', body: icpIn,
    response: z.object({ version: z.number().int() }),
    handler: (ctx, { body: { why, ...draft } }) => setIcp(ctx, rulesIn(draft), why),
  }),
  route({
    method: 'GET', path: '/icp/versions', tag, summary: 'Versions of the profile, newest first: who, when, why and what changed', access: 'companies:read', response: icpVersionsOut,
    handler: (ctx) => read(ctx, async (r) => ({ items: (await icpVersions(r)).map(({ rules, ...version }) => ({ ...version, ...rules, setAt: version.setAt.toString() })) })),
  }),
  route({
    method: 'GET', path: '/icp/attributes', tag, summary: 'What criteria may ask about, and for how many companies it is known', access: 'companies:read', response: icpAttributesOut,
    handler: (ctx) => read(ctx, icpAttributes),
  }),
  route({
    method: 'POST', path: '/icp/preview', tag, summary: 'How a profile would grade the companies known now; writes nothing', access: 'companies:read', body: icpDraft, response: icpPreviewOut,
    handler: (ctx, { body }) => read(ctx, (r) => previewIcp(r, rulesIn(body))),
  }),
]

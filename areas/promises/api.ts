import { z } from 'zod'
import { shown } from '../../platform/http/shapes.ts'
import { read } from '../../platform/db/transact.ts'
import { route } from '../../platform/http/route.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { today } from './contract.ts'
import { openPromiseCount, openPromises, promisesKept } from './queries.ts'
import { promiseVerb } from './rules.ts'
import { promiseLines } from './today.ts'

const lookBackDays = 90

export const promiseRoutes = [
  route({
    method: 'GET', path: '/today', tag: 'Today', summary: 'The promises that are due, oldest first', access: 'promises:read',
    query: z.object({ mine: z.enum(['true', 'false']).default('false'), limit: z.coerce.number().int().min(1).max(200).default(100) }), response: today,
    handler: (ctx, { query }) =>
      read(ctx, async (r) => {
        const mine = query.mine === 'true' && r.actor.kind === 'member' ? r.actor.id : undefined
        const promises = await openPromises(r, { ...(mine ? { ownerId: mine } : {}), limit: query.limit })
        const lines = await promiseLines(r, promises)
        const kept = await promisesKept(r, r.now.subtract({ hours: lookBackDays * 24 }))
        return {
          now: r.now.toString(), timeZone: (await workspaceSettings(r)).timeZone, total: await openPromiseCount(r), kept: { ...kept, days: lookBackDays },
          items: promises.map((p) => ({
            id: shown('promise', p.id), kind: p.kind, action: promiseVerb[p.kind], dueAt: p.dueAt.toString(), madeAt: p.madeAt.toString(),
            isLate: Temporal.Instant.compare(p.dueAt, r.now) < 0, subjectId: shown(lines.get(p.id)?.noun ?? 'referral', p.subjectId),
            headline: lines.get(p.id)?.headline ?? '', detail: lines.get(p.id)?.detail ?? '',
            partner: { id: shown('partner', p.partnerId), name: p.partnerName },
            owner: p.ownerId && p.ownerName ? { id: shown('member', p.ownerId), name: p.ownerName } : null,
          })),
        }
      }),
  }),
]

import { z } from 'zod'
import { showId } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { route } from '../../platform/http/route.ts'
import { idIn, shown } from '../../platform/http/shapes.ts'
import { memberNames } from '../../platform/workspaces/index.ts'
import { correctCommission } from './correct-commission.ts'
import { corrected, correctionIn } from './correction-contract.ts'
import { correctionsOf, linesOfEvents, type CorrectionRow } from './correction-store.ts'

export const correctionRoutes = [
  route({
    method: 'POST', path: '/commissions/{id}/corrections', tag: 'Money', summary: 'Say what is wrong about the item behind a line; it is corrected by facts, and what follows is booked with the reason', access: 'facts:write', status: 201,
    params: z.object({ id: idIn('commission') }), body: correctionIn, response: corrected,
    handler: async (ctx, { params, body }) => {
      const said = body.how === 'replaced' ? { ...body, change: { ...body.change, ...(body.change.partner ? { partner: showId('partner', body.change.partner) } : {}) } } : body
      const { id, lineIds } = await correctCommission(ctx, params.id, said)
      return { id: shown('correction', id), commissionIds: lineIds.map((lineId) => shown('commission', lineId)) }
    },
  }),
]

/** The corrections of a line, and the one that it followed from, as the API shows them. */
export async function showCorrections(r: Reading, line: { id: string; journalId: string }) {
  const { made, by } = await correctionsOf(r, line)
  const all = by ? [...made, by] : made
  const [names, lines] = await Promise.all([memberNames(r, all.map((one) => one.by)), linesOfEvents(r, all.map((one) => one.eventId))])
  const show = (one: CorrectionRow) => ({
    id: shown('correction', one.id), commissionId: shown('commission', one.lineId), how: one.how, why: one.why, change: one.change, facts: one.factKeys, commissionIds: (lines.get(one.eventId) ?? []).map((id) => shown('commission', id)), at: one.at.toString(),
    by: one.by ? (names.get(one.by) ?? null) : null,
  })
  return { corrections: made.map(show), correction: by && show(by) }
}

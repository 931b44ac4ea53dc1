import type { Eraser } from '../partners/index.ts'

/** Who had a part in an opportunity stays known. */
export const cosellingEraser: Eraser = {
  name: 'coselling',
  against: async (r, partnerId) => ((await r.q.selectFrom('opportunity').select('id').where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).limit(1).executeTakeFirst()) ? 'It has a part in an opportunity, and that is kept.' : null),
}

import type { Eraser } from '../partners/index.ts'

/** An introduction that was sent is never lost. */
export const referralsEraser: Eraser = {
  name: 'referrals',
  against: async (r, partnerId) => ((await r.q.selectFrom('referral').select('workspace_id').where('workspace_id', '=', r.workspace).where('partner_id', '=', partnerId).limit(1).executeTakeFirst()) ? 'It introduced a buyer, and introductions are kept.' : null),
}

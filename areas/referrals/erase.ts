import { keptWhere, type Eraser } from '../partners/index.ts'

/** An introduction that was sent is never lost. */
export const referralsEraser: Eraser = { name: 'referrals', against: keptWhere(['referral'], 'It introduced a buyer, and introductions are kept.') }

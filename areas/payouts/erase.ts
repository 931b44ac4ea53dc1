import { keptWhere, type Eraser } from '../partners/index.ts'

/** What belongs to payments is kept. */
export const payoutsEraser: Eraser = {
  name: 'payouts',
  against: keptWhere(['payee_request', 'payee_detail', 'invoicing', 'invoice', 'payout_payment'], 'It was asked how it is paid, and what belongs to payments is kept.'),
}

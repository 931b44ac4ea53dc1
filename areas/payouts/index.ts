/**
 * Payouts: what is paid to whom, by whose decision, and what came of it.
 * Words: a payout is a batch of payments that one person makes and another approves; a payment is what one partner gets in one currency;
 * a payee detail is what a partner says about being paid: bank, tax form, VAT; a result is the bank's word on a payment.
 * Invariants, kept by the database unless said otherwise:
 * P1 a commission line is in at most one payment that stands (unique index), and the ledger holds it once more;
 * P2 whoever made a payout does not approve it, and no file exists that does not name an approval (check; foreign key);
 * P3 what was approved is what leaves: payments are not changed, only taken out (trigger), and both approval and sending look again whether each
 *    would be made the same way now;
 * P4 one file per payout, method and currency, written once, the same whenever it is fetched; its reference and that of each payment are
 *    unique, so a bank that gets it twice can refuse it;
 * P5 a payment goes forward only (trigger); a result told again, or late, changes nothing; a result file is read once (unique digest);
 * P6 a payment that failed or came back is sent again at most once, as a new payment that is approved anew;
 * P7 what a partner says counts once it was confirmed from the mailbox that we know, is never changed, only replaced, and an account, the
 *    first or a change, holds payments; numbers are sealed, and shown by their last four.
 * P8 a statement has one invoice (unique key), and one credit note for each earlier invoice of which it takes something back, raised by the partner for exactly what they come to, or by us under a number of a
 *    sequence without gaps; where the partner raises them, or we do with VAT, lines wait for it. Its document is kept as it came.
 * P9 the VAT of an invoice is rounded once, and each line's part of it is in at most one payment that stands (unique index), with the line;
 *    amount = gross − withheld − fee + VAT.
 * P10 credit notes take back no more than their invoice has (check of a counted row), whoever writes them at once.
 */
import { eraseWith } from '../partners/index.ts'
import { payoutsEraser } from './erase.ts'
import { guardEvents, tellPartsOf } from '../../platform/events/index.ts'
import type { Part } from '../../platform/part.ts'
import { besideStatements, describePayments } from '../ledger/index.ts'
import { payoutRoutes } from './api.ts'
import { invoiceRoutes } from './invoice-api.ts'
import { invoiceBeside } from './invoice-beside.ts'
import { papersOfStatement } from './invoice-papers.ts'
import { invoicePages } from './invoice-pages.ts'
import { payeePages } from './pages.ts'
import { payeeRoutes } from './payee-api.ts'
import { eventsOfPayments, referencesOf } from './payout-queries.ts'
import { payoutReactions } from './reactions.ts'

export { approvePayout } from './approve-payout.ts'
export { askPayee, mailPayeeLink } from './ask-payee.ts'
export { confirmPayeeDetail } from './confirm-payee-detail.ts'
export { givePayeeDetail } from './give-payee-detail.ts'
export { importResults, type Imported } from './import-results.ts'
export { makePayout, type MakePayout } from './make-payout.ts'
export type { ShownBank } from './payee-forms.ts'
export { payeePersonOf, type PayeePerson } from './payee-links.ts'
export { payeeInShort } from './payee-queries.ts'
export { savePaySettings } from './pay-settings.ts'
export { paymentViews, type PaymentView } from './payout-queries.ts'
export { sendPayout } from './send-payout.ts'

describePayments(referencesOf)
besideStatements({ page: invoiceBeside, papers: papersOfStatement })

eraseWith(payoutsEraser)
tellPartsOf('payout', eventsOfPayments)
guardEvents(['payout', 'payment', 'payee', 'invoice'], 'payouts:read')

export const part: Part = { name: 'payouts', routes: [...payoutRoutes, ...payeeRoutes, ...invoiceRoutes], pages: [...payeePages, ...invoicePages], reactions: payoutReactions }

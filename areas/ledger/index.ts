/**
 * Ledger: what we owe partners, as double entry, and why each amount is what it is.
 * Words: an item is what is settled as a whole (now: one introduction); a commission line is what a partner earned on one component of
 * it, or the reversal of such a line; a journal is one posting, its entries debit (positive) and credit (negative) accounts; a line is
 * earned on the day of its event, booked on the day it became known, payable by the day the plan says.
 * Invariants, kept by the database unless said otherwise:
 * L1 every journal sums to zero per currency and is complete at commit, and nothing can be added to it later;
 * L2 whole minor units with their currency, no float; L14 an entry has the currency of its account, currencies never mix;
 * L3 journals, entries, lines and accounts are append-only, whoever asks; L16 no row refers to another workspace (keys lead with it);
 * L4 there is no stored balance to go wrong: a balance is the sum of its entries, and verifyLedger proves it equals the lines;
 * L6 a posting happens once (unique cause; row lock per item); L7 a line is reversed at most once, wholly, by a line that names it;
 * L8 booked = due for each item after settle, and a second settle posts nothing (settle is the only writer);
 * L13 a posting is dated on the day it is made, so a past statement never changes (L12);
 * L15 each line cites plan version, clause, basis, rate and working, and computes again; L17 events commit with the posting.
 * L9 shares of a line add up (the language sees to it); L10 a line is in at most one payment that stands (unique index); L20 what a
 * partner is owed, was paid and had withheld is what they earned.
 * Plans in language 2 are settled a partner at a time (settlePartner) from facts that are told once and never changed (recordFacts): a line
 * is the difference between what is due and what is booked. Facts that cannot be used are in the tray with the reason.
 * What a partner loses at the end (lossesOf) follows from what is not paid while it was told that the partnership ended.
 * Rewards, which are no money, are lines of their own: what is due less what is booked, and never in an account of money.
 * L18 journals are sealed in blocks with a secret that is not in the database (sealLedger, checkSeals).
 * What was wrong about a line is put right by facts with a reason (correctCommission); the line stays. A draft runs over the past as a job
 * (startBackTest), and the journal of a period leaves as CSV (journalCsv).
 * A statement tells a partner, for a period and a currency, what was booked and paid; a dispute says that one of its lines is wrong.
 * What is disputed, or held by its plan, is in an account of its own (keepHeld), and so is what was paid and taken back (clawbackOf).
 * L11 a line and a payment are told on one statement at most (unique indexes), opening + earned + taken back − paid = closing, and the
 * next one opens with it; L12 a statement never changes: closing a period waits for whoever books, and what is booked later is told later.
 * VAT of an invoice (postVat) is owed in an account of its own, and each part of it leaves with the line that it is for (invoice_line, payment_vat); it is
 * never an expense nor a part of what was earned. A line is on invoices and credit notes once as a whole.
 * Not there: L5 (account versions).
 */
import { eraseWith } from '../partners/index.ts'
import { ledgerEraser } from './erase.ts'
import { guardEvents } from '../../platform/events/index.ts'
import type { Part } from '../../platform/part.ts'
import { describePromises } from '../promises/index.ts'
import { accountRoutes } from './account-api.ts'
import { moneyRoutes } from './api.ts'
import { backTestRoutes } from './back-test-api.ts'
import { correctionRoutes } from './correction-api.ts'
import { disputeRoutes } from './dispute-api.ts'
import { describeDisputePromises } from './dispute-promises.ts'
import { factRoutes } from './fact-api.ts'
import { issueTask } from './issue-statements.ts'
import { journalRoutes } from './journal-api.ts'
import { ledgerReactions } from './reactions.ts'
import { everyMinute } from './every-minute.ts'
import { ledgerPages } from './pages.ts'
import { rewardRoutes } from './reward-api.ts'
import { runBackTestTask } from './run-back-test.ts'
import { backTestTask } from './start-back-test.ts'
import { statementRoutes } from './statement-api.ts'
import { writeStatementsTask } from './write-statements.ts'

export { backTestOutcomes, backTestSums } from './back-test-queries.ts'
export { farOf, type BackTestRow } from './back-test-store.ts'
export { earnedFor, linesFor, type EarnedFor, type OwnItemRef } from './earned-for.ts'
export { linePayments, type LinePayment } from './line-payments.ts'
export { owedBalances, earningsInShort, earningsOf, type CurrencyEarnings, type Earnings, type EarningsInShort, type Said } from './earnings.ts'
export type { CommissionPosted } from './events.ts'
export { lineViews, type LineFilter, type LineState, type LineView } from './line-views.ts'
export { askForPayout } from './ask-for-payout.ts'
export { payStandingOf, type PayStanding } from './pay-standing.ts'
export { describePayments, type PaymentReference } from './payment-references.ts'
export { describePast, type PastItem } from './past.ts'
export { payableLines, postPaid, postPayment, postReturned, type NewPayment, type PayableLine } from './payments.ts'
export type { PostedLine } from './post.ts'
export { accountOf, accountParts, linesBehind, type Account, type AccountPart } from './account.ts'
export { addDisputeFiles } from './add-dispute-files.ts'
export { answerDispute } from './answer-dispute.ts'
export { invoicedParts, keepInvoiceLines, leftOfInvoices, uninvoicedLines, type InvoiceLine } from './invoice-lines.ts'
export { issueStatements } from './issue-statements.ts'
export { journalCsv } from './journal-csv.ts'
export { correctCommission, type CorrectCommission } from './correct-commission.ts'
export { openDispute, type OpenDispute } from './open-dispute.ts'
export { settleDispute, withdrawDispute, type SettleDispute } from './settle-dispute.ts'
export { aboutsOf } from './line-abouts.ts'
export { endedPeriods, sayPeriod } from './statement-rules.ts'
export { statementById, statementsOfLines, statementsOfPartner, type StatementView } from './statement-queries.ts'
export { startPdf, type Pdf } from './statement-pdf-page.ts'
export { besideStatements, type Paper } from './beside-statements.ts'
export { writeStatements } from './write-statements.ts'
export { runBackTest } from './run-back-test.ts'
export { startBackTest, type StartBackTest } from './start-back-test.ts'
export { recordFacts, type FactResult, type Recorded } from './record-facts.ts'
export { recordInBulk } from './record-in-bulk.ts'
export { checkSeals, sealLedger, type SealCheck } from './seal.ts'
export { isLoss } from './losses.ts'
export { markTooSmall, settleUnsettled } from './settle-unsettled.ts'
export { commissionsPage, commissionView, trialBalanceOf } from './queries.ts'
export { settle, type SettleItem, type Settled } from './settle.ts'
export { rewardsPage, rewardSums, type RewardSum, type RewardView } from './reward-queries.ts'
export { statementOf, type Statement, type StatementQuery } from './statement.ts'
export { owedVat, postVat, type InvoiceVat, type OwedVat, type VatPart } from './vat.ts'
export { verifyLedger, type Verification } from './verify.ts'

describePromises(['answer_dispute'], describeDisputePromises)

eraseWith(ledgerEraser)
guardEvents(['commission', 'reward', 'fact', 'facts', 'dispute', 'statement', 'statements', 'ledger'], 'ledger:read')

export const part: Part = {
  name: 'ledger', routes: [...moneyRoutes, ...accountRoutes, ...journalRoutes, ...correctionRoutes, ...backTestRoutes, ...factRoutes, ...statementRoutes, ...disputeRoutes, ...rewardRoutes], pages: ledgerPages, reactions: ledgerReactions, tasks: { [issueTask]: writeStatementsTask, [backTestTask]: runBackTestTask }, everyMinute,
}

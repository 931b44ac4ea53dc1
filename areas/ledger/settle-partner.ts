// Guards L6, L8 and rule 7 for plans in language 2: one writer of a partner's lines, one at a time, which books only the difference.
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { dayOf } from '../../kernel/time.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { partnerNames } from '../partners/index.ts'
import { clauseOf, dueOfSeller, firstOpen, paymentDay, periodOf, planSpansForPosting, statedEach, type Fact, type Plan, type PlanSpan, type SellerDue, type Trayed } from '../program/index.ts'
import { lookUpByKey } from './by-key.ts'
import { clawbacksOf } from './clawback.ts'
import { differenceOf, type Difference, type DueNow } from './difference.ts'
import { markMates, ranksThem } from './facts-of-mates.ts'
import { factsOfSeller, ownFacts } from './facts-of-seller.ts'
import { partnersOf } from './fact-topics.ts'
import { openInTray, syncTray } from './fact-tray.ts'
import { heldUntil } from './held-rules.ts'
import { losersOf, lossesOf, lostBy } from './losses.ts'
import { keepPeriodsOpen } from './open-periods.ts'
import { post, type NewLine, type PostedLine } from './post.ts'
import { bookRewards, rewardDifferences, rewardsDue, rewardStandingOf, type RewardDifference } from './settle-rewards.ts'
import { standingOf } from './standing.ts'
import { keepNextLapse } from './lapses.ts'
import { lockItem } from './store.ts'

/** `fact` is the teller's name of the fact that made this necessary, `because` the event that told it; `tellsMates`: others on a plan that ranks them are settled a moment later; `isGated`: periods are kept open already. */
export type SettleBecause = { because: Id | null; fact: string | null; why?: string | null; tellsMates?: boolean; isGated?: boolean }
/** Where several are settled in one transaction for different tellers: the items are locked, posted to so often; `ranked` where others' facts decide as well. */
export type SharedSettling = { postings: Map<Id, number>; ranked: () => void }

/**
 * Brings the ledger to what is due on all of a partner's items under the plans that ruled their days: to the partner, to those above and
 * to whoever has a share. A second run posts nothing. Call it in the transaction that tells the facts.
 */
export async function settlePartner(tx: Tx, sellerId: Id, said: SettleBecause, shared?: SharedSettling): Promise<PostedLine[]> {
  lookUpByKey(tx)
  // Asked together and answered in this order: what is read is read with the locks held.
  const [, spans, postings, own, standing, rewardsStanding, open, { timeZone }] = await Promise.all([
    said.isGated ? undefined : keepPeriodsOpen(tx), planSpansForPosting(tx, sellerId), shared ? (shared.postings.get(sellerId) ?? 0) : lockItem(tx, sellerId), ownFacts(tx, sellerId), standingOf(tx, sellerId), rewardStandingOf(tx, sellerId), openInTray(tx, sellerId), workspaceSettings(tx),
  ])
  const ranked = spans.filter((span) => ranksThem([span.plan]))
  if (ranked.length > 0) shared?.ranked()
  const known = await factsOfSeller(tx, sellerId, spans, own)
  const found = await withKnownPartners(tx, sellerId, dueOfSeller(showId('partner', sellerId), spans, known, dayOf(tx.now, timeZone).toString()))
  if (ranked.length > 0 && said.tellsMates) await markMates(tx, ranked.map((span) => span.planVersionId), [sellerId])
  await syncTray(tx, sellerId, open, ownOf(found.tray, own, ranked.length > 0))
  await keepNextLapse(tx, sellerId, spans, found.expiring)
  const differences = differenceOf(standing, dueNow(found, spans))
  const rewards = rewardDifferences(rewardsStanding, rewardsDue(found, spans))
  const around = { tx, sellerId, said, today: dayOf(tx.now, timeZone).toString(), spans, known }
  const [booked, posted] = differences.length + rewards.length === 0 ? [[], postings] : [await book(around, postings + 1, differences, rewards), postings + 1]
  const lost = await lossesOf(tx, sellerId, spans, own)
  return lost.length === 0 ? booked : [...booked, ...(await book(around, posted + 1, lost, []))]
}

type Booking = { tx: Tx; sellerId: Id; said: SettleBecause; today: string; spans: PlanSpan[]; known: Fact[] }
/** Posts differences, with what rewards come of the same facts, as one journal. */
async function book({ tx, sellerId, said, today, spans, known }: Booking, posting: number, differences: Difference[], rewards: RewardDifference[]): Promise<PostedLine[]> {
  const plans = new Map(spans.flatMap((span) => (span.plan ? [[span.planVersionId, span.plan] as const] : [])))
  const closed = new Set(known.flatMap((fact) => (fact.kind === 'statement_closed' ? [fact.period] : [])))
  const [say, backs] = await Promise.all([namesIn(tx, [...differences, ...rewards]), clawbacksOf(tx, sellerId, differences)])
  if (rewards.length > 0) await bookRewards(tx, { sellerId, posting, today, said, rewards: rewards.map((one) => ({ ...one, working: one.working.map(say) })), isAlone: differences.length === 0 })
  if (differences.length === 0) return []
  const items = new Map(known.map((fact) => [fact.id, fact]))
  const lines = differences.map((one) => lineOf(one, { sellerId, posting, today, closed, plan: plans.get(one.planVersionId), fact: factOf(one.itemKey, items), because: said.fact, say, clawbackMinor: backs(one) }))
  for (const id of await losersOf(tx, [...new Set(lines.map((line) => line.partnerId))].filter((id) => id !== sellerId))) await tx.q.insertInto('unsettled').values({ workspace_id: tx.workspace, partner_id: id }).onConflict((c) => c.doNothing()).execute()
  return post(tx, { itemId: sellerId, posting, lines, today, because: said.because, why: said.why ?? null })
}

/** What is about the partner's own facts, where others' were looked at for an item that is shared, or a rank: their problems are in their own trays. */
function ownOf(tray: Trayed[], own: Fact[], isRanked: boolean): Trayed[] {
  if (tray.length === 0 || (!isRanked && !own.some((fact) => partnersOf(fact).length > 1))) return tray
  const ids = new Set(own.map((fact) => fact.id))
  return tray.filter((one) => ids.has(String((one.fact as { id?: unknown }).id)))
}

/** A share can go to whomever a field of a fact names: what is for nobody we know waits in the tray. */
export async function withKnownPartners(r: Reading, sellerId: Id, found: SellerDue): Promise<SellerDue> {
  const own = [...found.lines, ...found.rewards.filter((line) => line.to === 'partner')]
  const others = new Set(own.flatMap((line) => (parseId('partner', line.partner) === sellerId ? [] : [line.partner])))
  if (others.size === 0) return found
  const names = await partnerNames(r, [...others].flatMap((shown) => parseId('partner', shown) ?? []))
  const strangers = new Set([...others].filter((shown) => !names.has(parseId('partner', shown) ?? '')))
  if (strangers.size === 0) return found
  const lost = own.filter((line) => strangers.has(line.partner))
  return { ...found, lines: found.lines.filter((line) => !strangers.has(line.partner)), rewards: found.rewards.filter((line) => line.to === 'customer' || !strangers.has(line.partner)), tray: [...found.tray, ...lost.map((line) => ({ fact: { id: line.itemId }, why: `Its share goes to “${line.partner}”, who is no partner.` }))] }
}

/** What is due as the ledger books it: partners by their own ids, each line with what it cites. */
export function dueNow(found: SellerDue, spans: PlanSpan[]): DueNow[] {
  const plans = new Map(spans.map((span) => [span.planVersionId, span.plan]))
  return found.lines.map((line) => {
    const partnerId = parseId('partner', line.partner)
    const plan = plans.get(line.planVersionId)
    if (!partnerId || !plan) throw new Error(`nobody to book ${line.component} of ${line.item} for`)
    return {
      partnerId, itemKey: line.item, component: line.component, currency: line.currency, amountMinor: line.amountMinor, payableMinor: line.payableMinor,
      earnedOn: line.earnedOn, payableOn: line.payableOn, heldUntil: line.heldUntil, clause: clauseOf(plan, line.component), planVersionId: line.planVersionId, get working() { return line.working },
    }
  })
}

type Around = { sellerId: Id; posting: number; today: string; closed: Set<string>; plan: Plan | undefined; fact: Fact | undefined; because: string | null; say: (text: string) => string; clawbackMinor: bigint }
function lineOf(one: Difference, { sellerId, posting, today, closed, plan, fact, because, say, clawbackMinor }: Around): NewLine {
  const own = plan ? periodOf(one.earnedOn, statedEach(plan)) : one.earnedOn
  const statement = plan ? firstOpen(own, today, closed, plan) : own
  // What may be paid by a day that has passed counts for the payment after today.
  // What is lost is set off from the day on which it was lost.
  const payableOn = one.payableOn < today && plan && !(one.payableMinor < 0n && one.itemKey.startsWith(lostBy(''))) ? paymentDay(plan, Temporal.PlainDate.from(today)) : one.payableOn
  const [ownId = ''] = one.itemKey.split(':')
  const account = fact && 'account' in fact && fact.account ? fact.account : ''
  return {
    partnerId: one.partnerId, component: one.component, amountMinor: one.amountMinor, payableMinor: one.payableMinor, clawbackMinor, heldUntil: heldUntil(one, today), currency: one.currency, planVersionId: one.planVersionId, clause: one.clause,
    basis: null, rate: null, earnedOn: one.earnedOn, payableOn, working: one.working.map(say), itemId: sellerId, corrects: null,
    // What is taken back and booked again under another version has a line each, in this order.
    seq: posting * 2 + (one.adjusts === null ? 1 : 0),
    referralId: parseId('referral', ownId) ?? null, opportunityId: parseId('opportunity', ownId) ?? null, companyId: parseId('company', account) ?? null,
    fact: { itemKey: one.itemKey, sellerId, because, statement, isPrior: statement !== own, adjusts: one.adjusts },
  }
}

/** The fact of an item; a line of an invoice, an instalment and a share of one of several have a key of their own behind the fact's. */
function factOf(itemKey: string, facts: Map<string, Fact>): Fact | undefined {
  const shorter = itemKey.replace(/[/#][^/#]*$/, '')
  return facts.get(itemKey) ?? (shorter === itemKey ? undefined : factOf(shorter, facts))
}

const shownPartner = /par_[0-9a-f]{32}/g
/** Puts names where sentences have ids. */
async function namesIn(r: Reading, differences: Difference[]): Promise<(text: string) => string> {
  const shown = new Set(differences.flatMap((one) => one.working.flatMap((text) => text.match(shownPartner) ?? [])))
  const names = shown.size === 0 ? new Map<Id, string>() : await partnerNames(r, [...shown].flatMap((id) => parseId('partner', id) ?? []))
  return (text) => text.replace(shownPartner, (id) => names.get(parseId('partner', id) ?? '') ?? id)
}

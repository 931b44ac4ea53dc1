import { showId, type Id } from '../../kernel/ids.ts'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { dueOfSeller, planSpans } from '../program/index.ts'
import { lostBelow } from './below-minimum.ts'
import { differenceOf, type Difference } from './difference.ts'
import { factsOfSeller, ownFacts } from './facts-of-seller.ts'
import { rewardDifferences, rewardsDue, rewardStandingOf } from './settle-rewards.ts'
import { isLapsing } from './lapses.ts'
import { lossesOf } from './losses.ts'
import { dueNow, withKnownPartners } from './settle-partner.ts'
import { standingOf } from './standing.ts'

/** What a settlement of a partner's items would post now: nothing, when the ledger is as it should be. What became too small or has lapsed since is lost a moment later and is left out. */
export async function dueMinusBooked(r: Reading, sellerId: Id): Promise<Difference[]> {
  const today = await todayOf(r)
  const spans = await planSpans(r, sellerId)
  const own = await ownFacts(r, sellerId)
  const facts = await factsOfSeller(r, sellerId, spans, own)
  const found = await withKnownPartners(r, sellerId, dueOfSeller(showId('partner', sellerId), spans, facts, today))
  return [...differenceOf(await standingOf(r, sellerId), dueNow(found, spans)), ...rewardDifferences(await rewardStandingOf(r, sellerId), rewardsDue(found, spans)).filter((one) => !isLapsing(one)), ...(await lossesOf(r, sellerId, spans, own)).filter((one) => !(one.adjusts === null && one.itemKey.startsWith(lostBelow(''))))]
}

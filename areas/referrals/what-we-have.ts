import type { Id } from '../../kernel/ids.ts'
import { dayOf, sayDate } from '../../kernel/time.ts'
import type { Reading, Tx } from '../../platform/db/context.ts'
import { together } from '../../platform/db/together.ts'
import { workspaceSettings } from '../../platform/workspaces/index.ts'
import { companyById, type CompanyRow } from '../companies/index.ts'
import { directReasons, heldClaim, openConflict, openOpportunitiesOf, type ClaimRow } from '../coselling/index.ts'
import { partnerNames } from '../partners/index.ts'

const openOf = together(async (r: Reading, ids: Id[]) => {
  const open = await openOpportunitiesOf(r, ids)
  return ids.map((id) => open.filter((one) => one.companyId === id))
})

/** Why a company that we know may be ours already: an open direct opportunity, recent contact, a customer, direct only. */
export async function whatWeHave(r: Reading, company: CompanyRow): Promise<{ reasons: string[]; opportunityId: Id | null }> {
  const [settings, open] = await Promise.all([workspaceSettings(r), openOf(r, company.id)])
  const direct = open.find((o) => o.attribution === 'direct')
  const reasons = directReasons({
    openDirectOpportunity: direct ? { name: direct.name, since: direct.openedOn } : null, lastDirectContact: company.lastContactAt ? dayOf(company.lastContactAt, settings.timeZone) : null,
    today: dayOf(r.now, settings.timeZone), recentContactDays: settings.policy.recentContactDays, directOnly: company.directOnly, isCustomer: company.isCustomer,
  })
  return { reasons, opportunityId: direct?.id ?? null }
}

/** The words in which a rival claim is told to us, never to a partner. */
const sayRival = (partnerName: string, placedAt: Temporal.Instant, timeZone: string): string => `${partnerName} introduced this buyer first, on ${sayDate(dayOf(placedAt, timeZone))}.`

/** Opens a case where two claims meet on the buyer: ours and a partner's, or two partners'. */
export async function openCase(tx: Tx, referral: { id: Id; partnerId: Id; companyId: Id }, found: { reasons: string[]; opportunityId: Id | null; rival: ClaimRow | null }): Promise<void> {
  const { reasons, opportunityId, rival } = found
  const { timeZone } = await workspaceSettings(tx)
  const partnerName = rival ? ((await partnerNames(tx, [rival.partnerId])).get(rival.partnerId) ?? '') : ''
  await openConflict(tx, {
    kind: reasons.length > 0 ? 'direct_partner' : 'partner_partner', companyId: referral.companyId, referralId: referral.id, partnerId: referral.partnerId, rivalClaimId: rival?.id ?? null, opportunityId,
    evidence: {
      reasons: [...reasons, ...(rival ? [sayRival(partnerName, rival.placedAt, timeZone)] : [])],
      rival: rival ? { partnerName, placedOn: rival.placedAt.toString(), state: rival.state } : null,
    },
  })
}

/** What would speak against the partner if the buyer turned out to be this company: what we have, and another partner's claim. */
export async function speaksAgainst(r: Reading, companyId: Id, partnerId: Id): Promise<string[]> {
  const [{ reasons }, held, { timeZone }] = await Promise.all([whatWeHave(r, await companyById(r, companyId)), heldClaim(r, companyId), workspaceSettings(r)])
  if (!held || held.partnerId === partnerId) return reasons
  return [...reasons, sayRival((await partnerNames(r, [held.partnerId])).get(held.partnerId) ?? '', held.placedAt, timeZone)]
}

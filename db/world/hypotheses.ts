import { changePredictions, createHypothesis, decideHypothesis, placePartner, predictionsFrom, presets } from '../../areas/hypotheses/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { PartnerKey } from './cast.ts'
import type { World } from './index.ts'

type Type = keyof typeof presets
const spread = (value: number, low: number, high: number) => ({ value, low, high })

/** Two partner types under test, one of them with predictions that were corrected, and a draft that waits. */
export async function tellHypotheses({ clock, ctxOf, memberId, partnerId }: World): Promise<void> {
  const write = async (type: Type, segment: string, monthsAgo: number, reviewInDays: number, owner: 'nora' | 'jonas', change: Partial<ReturnType<typeof predictionsFrom>>, words: Partial<(typeof presets)[Type]> = {}) => {
    const { bestPlaced, whyRecommend, gainFinancial, gainStrategic, gainReputational } = { ...presets[type], ...words }
    const predictions = { ...predictionsFrom(presets[type], 'EUR'), ...change }
    const { id } = await createHypothesis(ctxOf('nora', clock.monthsAgo(monthsAgo)), {
      type, segment, bestPlaced, whyRecommend, gainFinancial, gainStrategic, gainReputational, reviewOn: clock.today().add({ days: reviewInDays }).toString(), ownerId: memberId[owner], predictions,
    })
    return { id, predictions }
  }
  const place = async (id: Id, partners: PartnerKey[], monthsAgo: Partial<Record<PartnerKey, number>>) => {
    for (const key of partners) await placePartner(ctxOf('nora', clock.monthsAgo(monthsAgo[key] ?? 0)), partnerId[key], { hypothesisId: id, why: null })
  }

  const integrators = await write('implementation', 'Food, logistics and wholesale, 50 to 5,000 people', 14, 45, 'nora', {
    activePartners: spread(4, 3, 6), introductions: spread(1, 0.6, 1.5), opportunityRate: spread(0.7, 0.55, 0.85), wonRate: spread(0.5, 0.35, 0.65), monthsToFirst: spread(3, 2, 5), firstYearValue: { valueMinor: '4000000', lowMinor: '2500000', highMinor: '6000000' },
    fixedCostMinor: '350000', stop: { measure: 'introductions', below: 0.4 },
  }, { bestPlaced: 'ERP and supply chain consultancies, in the weeks after a go-live, when route planning is the gap that is left.', whyRecommend: 'Their project is measured by deliveries on time, and spreadsheets spoil it.' })
  await decideHypothesis(ctxOf('nora', clock.monthsAgo(14)), integrators.id, { to: 'testing', why: 'Brightline signed, and two more firms of their kind asked for terms.', since: null, focusWhy: null })
  await place(integrators.id, ['brightline', 'fjord', 'bluebird'], { brightline: 14, fjord: 9, bluebird: 3 })

  const advisers = await write('referral', 'Owner-led companies in the south, by advisers they trust', 11, 20, 'jonas', { activePartners: spread(6, 4, 8), introductions: spread(2, 1.2, 3), monthsToFirst: spread(2, 1, 3), stop: { measure: 'introductions', below: 0.5 } })
  await decideHypothesis(ctxOf('nora', clock.monthsAgo(11)), advisers.id, { to: 'testing', why: 'Studio Norte brought a buyer before we had terms.', since: null, focusWhy: null })
  await place(advisers.id, ['norte', 'mercato', 'sahar', 'lowland'], { norte: 11, mercato: 7, sahar: 2, lowland: 1 })
  await changePredictions(ctxOf('jonas', clock.monthsAgo(5)), advisers.id, { ...advisers.predictions, introductions: spread(1.2, 0.8, 1.8) }, 'Advisers see one or two buyers a quarter, not three; Tomás said so himself.')

  const software = await write('technology', 'Fleets that already use telematics, Europe', 4, 200, 'jonas', {}, { whyRecommend: 'Their customers ask why the positions of the vans are not in the plan.' })
  await place(software.id, ['kestrel', 'atlas'], { kestrel: 4, atlas: 4 })
}

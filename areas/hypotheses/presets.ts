// Starting points for the seven partner types. Numbers are conventions of the field or round guesses of ours, never measurements: each
// says which, and the test is there to replace them. Amounts are whole units of the workspace's currency.
import type { StopMeasure } from './predictions.ts'
import type { HypothesisType } from './rules.ts'

export type Preset = {
  type: HypothesisType
  bestPlaced: string; whyRecommend: string; gainFinancial: string; gainStrategic: string; gainReputational: string
  /** What partners of this type need to succeed. */
  needs: string[]
  /** How their economics and ramp usually are, in a sentence or two. */
  economics: string
  activePartners: number; introductions: number; opportunityRate: number; wonRate: number; firstYearValue: number; monthsToFirst: number; monthsToClose: number; fixedCost: number; feeShare: number
  stop: { measure: StopMeasure; below: number }; reviewMonths: number
}

/** Where the numbers come from, said wherever a preset is shown. */
export const presetSource =
  'Fees of 10 to 20 % of first-year revenue, five to ten partners to begin with, and a ramp of six to twelve months are conventions of the field. The other numbers are round guesses to start from; put your own in, and let the test replace them.'

export const presets: Record<HypothesisType, Preset> = {
  referral: {
    type: 'referral', bestPlaced: 'Independent advisers whom buyers ask before they buy: fractional executives, consultants, associations.',
    whyRecommend: 'A good introduction makes them more useful to a client they already have, and costs them one message.',
    gainFinancial: 'A share of first-year revenue, or a flat amount per qualified introduction.', gainStrategic: 'An answer to a need that they meet often and do not serve themselves.', gainReputational: 'They are seen as the one who knew whom to ask, because we answer fast and treat the buyer well.',
    needs: ['An answer within one business day', 'Three lines they can forward', 'To hear what became of each introduction'], economics: 'Paid per introduction or with 10 to 20 % of first-year revenue. The quickest to begin; many introduce once or twice a year.',
    activePartners: 8, introductions: 1, opportunityRate: 0.5, wonRate: 0.25, firstYearValue: 20_000, monthsToFirst: 2, monthsToClose: 3, fixedCost: 1_500, feeShare: 0.15, stop: { measure: 'introductions', below: 0.4 }, reviewMonths: 9,
  },
  reseller: {
    type: 'reseller', bestPlaced: 'Firms that hold the buyer’s budget for this kind of product and invoice it already.',
    whyRecommend: 'The margin is theirs and the product completes an offer that they sell anyway.', gainFinancial: 'A margin on each sale and renewals with the customer.', gainStrategic: 'A larger share of their customer’s budget.', gainReputational: 'One supplier for the whole need, with a vendor that stands behind it.',
    needs: ['Deal registration with protection', 'Price list and margin in writing', 'A trained salesperson on their side', 'Somebody of ours in the first three deals'], economics: 'A margin, often 15 to 30 % of list price. Slow to begin: they sell once their people are trained.',
    activePartners: 5, introductions: 1.5, opportunityRate: 0.6, wonRate: 0.3, firstYearValue: 25_000, monthsToFirst: 5, monthsToClose: 4, fixedCost: 4_000, feeShare: 0.25, stop: { measure: 'introductions', below: 0.5 }, reviewMonths: 15,
  },
  implementation: {
    type: 'implementation', bestPlaced: 'Consultancies, agencies and integrators with a running mandate at the buyer, shortly before the gap that we close.',
    whyRecommend: 'Our product makes their project succeed and brings work that they bill for.', gainFinancial: 'Implementation work around each customer, and a fee on the introduction.', gainStrategic: 'A practice that sets them apart from other firms of their kind.', gainReputational: 'Projects that are delivered on time, with a case study in their name.',
    needs: ['Two people who can set the product up', 'A demo environment', 'A case study from a customer like theirs', 'Clear lines of who does what'], economics: 'They earn most from their own services; a fee of 10 to 15 % helps. Six to twelve months until they are at full speed.',
    activePartners: 6, introductions: 1.5, opportunityRate: 0.6, wonRate: 0.35, firstYearValue: 40_000, monthsToFirst: 4, monthsToClose: 4, fixedCost: 4_000, feeShare: 0.12, stop: { measure: 'introductions', below: 0.5 }, reviewMonths: 12,
  },
  technology: {
    type: 'technology', bestPlaced: 'Vendors whose customers need both products, and whose product is better with ours connected.',
    whyRecommend: 'The integration closes a gap that their customers complain about.', gainFinancial: 'Customers that stay longer; a revenue share where agreed.', gainStrategic: 'An answer to a request on their roadmap that they need not build.', gainReputational: 'A fuller product in the eyes of their customers and analysts.',
    needs: ['An integration that works without a call', 'Account mapping with their sales team', 'One story for both sales teams'], economics: 'Low or no fees, slow and steady: the integration first, introductions after their sales team has seen one work.',
    activePartners: 4, introductions: 2, opportunityRate: 0.45, wonRate: 0.3, firstYearValue: 30_000, monthsToFirst: 6, monthsToClose: 4, fixedCost: 5_000, feeShare: 0.1, stop: { measure: 'introductions', below: 0.7 }, reviewMonths: 15,
  },
  affiliate: {
    type: 'affiliate', bestPlaced: 'Publishers, communities and creators whom our buyers read when they look for a solution.',
    whyRecommend: 'Their readers ask for a recommendation, and they can stand behind this one.', gainFinancial: 'A share of what is paid in a window after the click.', gainStrategic: 'A topic that their readers come back for.', gainReputational: 'Tests and comparisons that turn out to be right.',
    needs: ['A link and a clear window', 'Material they may publish', 'Payment without questions'], economics: 'Many visitors, few buyers, small contracts. Published programs pay from 10 to 50 % of payments in the first months.',
    activePartners: 15, introductions: 3, opportunityRate: 0.2, wonRate: 0.2, firstYearValue: 4_000, monthsToFirst: 1, monthsToClose: 1, fixedCost: 1_500, feeShare: 0.2, stop: { measure: 'opportunity_rate', below: 0.08 }, reviewMonths: 6,
  },
  marketplace: {
    type: 'marketplace', bestPlaced: 'Marketplaces on which our buyers already have a contract and a budget to spend.',
    whyRecommend: 'Each listing that sells makes their platform more useful and earns them a share.', gainFinancial: 'A listing fee or a share of each sale.', gainStrategic: 'A category that is complete.', gainReputational: 'Products that their customers rate well.',
    needs: ['A listing that answers the buyer’s questions', 'Reviews from customers there', 'A path for private offers'], economics: 'A share of 3 to 20 % to the marketplace, by where it is. Little happens before the first reviews.',
    activePartners: 2, introductions: 6, opportunityRate: 0.3, wonRate: 0.3, firstYearValue: 15_000, monthsToFirst: 4, monthsToClose: 2, fixedCost: 2_000, feeShare: 0.1, stop: { measure: 'introductions', below: 2 }, reviewMonths: 12,
  },
  strategic: {
    type: 'strategic', bestPlaced: 'One or two firms whose plans need what we make, with a sponsor in the board room on both sides.',
    whyRecommend: 'It is part of a plan that they have announced or funded.', gainFinancial: 'A joint offer with a revenue target on both sides.', gainStrategic: 'A market or a capability that neither reaches alone.', gainReputational: 'A reference that both can show.',
    needs: ['A sponsor and a joint plan with owners and dates', 'People of both sides with time for it', 'A review each quarter'], economics: 'Few, large and slow. A year until the first joint customer is nothing unusual, and it stands or falls with its sponsor.',
    activePartners: 2, introductions: 3, opportunityRate: 0.5, wonRate: 0.3, firstYearValue: 90_000, monthsToFirst: 8, monthsToClose: 7, fixedCost: 8_000, feeShare: 0.1, stop: { measure: 'introductions', below: 1 }, reviewMonths: 18,
  },
}

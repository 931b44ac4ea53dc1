/** Addresses inside the app, below /app. The one place that spells them. */
export const paths = {
  today: () => '/',
  partners: () => '/partners',
  newPartner: () => '/partners/new',
  partner: (id: string) => `/partners/${id}`,
  companies: () => '/companies',
  newCompany: () => '/companies/new',
  company: (id: string) => `/companies/${id}`,
  referrals: () => '/referrals',
  newReferral: () => '/referrals/new',
  referral: (id: string) => `/referrals/${id}`,
  conflicts: () => '/conflicts',
  opportunities: () => '/opportunities',
  newOpportunity: () => '/opportunities/new',
  opportunity: (id: string) => `/opportunities/${id}`,
  plans: () => '/plans',
  newPlan: () => '/plans/new',
  plan: (id: string) => `/plans/${id}`,
  newPlanVersion: (id: string) => `/plans/${id}/new-version`,
  commissions: () => '/commissions',
  commission: (id: string) => `/commissions/${id}`,
  trialBalance: () => '/commissions/trial-balance',
  statement: (partnerId: string) => `/partners/${partnerId}/statement`,
  payouts: () => '/payouts',
  newPayout: () => '/payouts/new',
  payoutSettings: () => '/payouts/settings',
  payout: (id: string) => `/payouts/${id}`,
  performance: () => '/performance',
  performanceRows: () => '/performance/rows',
  partnerPerformance: (id: string) => `/performance/${id}`,
  imports: () => '/imports',
  newImport: () => '/imports/new',
  stages: () => '/imports/stages',
  import: (id: string) => `/imports/${id}`,
  events: () => '/events',
  settings: () => '/settings',
  icp: () => '/settings/icp',
  members: () => '/settings/members',
  keys: () => '/settings/keys',
  mails: () => '/settings/mailbox',
  mail: (id: string) => `/settings/mailbox/${id}`,
  mySignIn: () => '/settings/sign-in',
  signIn: () => '/sign-in',
  setup: () => '/setup',
} as const

const detailOf: Record<string, (id: string) => string> = { ref: paths.referral, par: paths.partner, co: paths.company, opp: paths.opportunity, plan: paths.plan, imp: paths.import, com: paths.commission, po: paths.payout, mail: paths.mail }

/** The page of a thing by its shown id, where it has one. */
export function pathOfId(id: string): string | undefined {
  return detailOf[id.split('_')[0] ?? '']?.(id)
}

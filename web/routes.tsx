import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { problemOf } from './api/problem.ts'
import { queryClient } from './api/query-client.ts'
import { sessionQuery, setupQuery, workspaceQuery } from './api/session.ts'
import { Frame } from './frame/frame.tsx'
import { loadPage } from './parts/load-page.ts'
import { PageError } from './parts/page-error.tsx'
import { Loading } from './parts/states.tsx'
import { NotFound, Stopped } from './frame/stopped.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: ({ error, reset }) => <Stopped error={error} reset={reset} /> })

/** Everything inside the frame needs somebody signed in; nobody is sent to sign-in, or to setup on a fresh installation. */
const frame = createRoute({
  getParentRoute: () => root, id: 'frame', component: Frame, notFoundComponent: NotFound,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionQuery)
    } catch (error) {
      if (problemOf(error).status !== 401) throw error
      const { needed } = await queryClient.ensureQueryData(setupQuery)
      if (needed) throw redirect({ to: '/setup' })
      throw redirect({ to: '/sign-in', search: { next: location.href } })
    }
  },
  loader: () => queryClient.ensureQueryData(workspaceQuery),
})

type PageModule = Promise<Record<string, () => React.ReactNode>>
/** What a page is fetched by, drawn by, and replaced by where it cannot be fetched. */
function drawnBy(load: () => PageModule, name: string) {
  const component = lazyRouteComponent(() => loadPage(load), name)
  return { component, errorComponent: ({ error, reset }: { error: unknown; reset: () => void }) => <PageError error={error} retry={() => void Promise.resolve(component.preload?.()).then(reset)} /> }
}
const page = (path: string, load: () => PageModule, name: string) => createRoute({ getParentRoute: () => frame, path, ...drawnBy(load, name) })
const outside = (path: string, load: () => PageModule, name: string) => createRoute({ getParentRoute: () => root, path, ...drawnBy(load, name) })

const routeTree = root.addChildren([
  outside('/sign-in', () => import('./screens/sign-in/sign-in.tsx'), 'SignIn'),
  outside('/setup', () => import('./screens/sign-in/first-run.tsx'), 'FirstRun'),
  frame.addChildren([
    createRoute({ getParentRoute: () => frame, path: '$', component: NotFound }),
    page('/', () => import('./screens/today/today.tsx'), 'Today'),
    // What a person types who looks for it.
    createRoute({ getParentRoute: () => frame, path: '/today', beforeLoad: () => { throw redirect({ to: '/', replace: true }) } }),
    page('/partners', () => import('./screens/partners/partner-list.tsx'), 'PartnerList'),
    page('/partners/new', () => import('./screens/partners/new-partner.tsx'), 'NewPartner'),
    page('/partners/$id', () => import('./screens/partners/partner-page.tsx'), 'PartnerPage'),
    page('/account-mapping', () => import('./screens/mapping/mapping-list.tsx'), 'MappingList'),
    page('/partners/$id/customers', () => import('./screens/mapping/partner-mapping-page.tsx'), 'PartnerMappingPage'),
    page('/partners/$id/assessment', () => import('./screens/recruiting/assessment-page.tsx'), 'AssessmentPage'),
    page('/recruiting', () => import('./screens/recruiting/board-page.tsx'), 'BoardPage'),
    page('/recruiting/new', () => import('./screens/recruiting/new-candidate.tsx'), 'NewCandidate'),
    page('/recruiting/shortlist', () => import('./screens/recruiting/shortlist-page.tsx'), 'ShortlistPage'),
    page('/referrals', () => import('./screens/referrals/referral-list.tsx'), 'ReferralList'),
    page('/referrals/new', () => import('./screens/referrals/new-referral.tsx'), 'NewReferral'),
    page('/referrals/$id', () => import('./screens/referrals/referral-page.tsx'), 'ReferralPage'),
    page('/conflicts', () => import('./screens/conflicts/conflict-list.tsx'), 'ConflictList'),
    page('/companies', () => import('./screens/companies/company-list.tsx'), 'CompanyList'),
    page('/companies/new', () => import('./screens/companies/new-company.tsx'), 'NewCompany'),
    page('/companies/duplicates', () => import('./screens/companies/duplicate-list.tsx'), 'DuplicateList'),
    page('/companies/$id', () => import('./screens/companies/company-page.tsx'), 'CompanyPage'),
    page('/opportunities', () => import('./screens/opportunities/opportunity-list.tsx'), 'OpportunityList'),
    page('/opportunities/new', () => import('./screens/opportunities/new-opportunity.tsx'), 'NewOpportunity'),
    page('/opportunities/$id', () => import('./screens/opportunities/opportunity-page.tsx'), 'OpportunityPage'),
    page('/plans', () => import('./screens/plans/plan-list.tsx'), 'PlanList'),
    page('/plans/new', () => import('./screens/plans/new-plan.tsx'), 'NewPlan'),
    page('/plans/back-tests', () => import('./screens/plans/back-test-list.tsx'), 'BackTestList'),
    page('/plans/back-tests/$id', () => import('./screens/plans/back-test-page.tsx'), 'BackTestPage'),
    page('/plans/$id', () => import('./screens/plans/plan-page.tsx'), 'PlanPage'),
    page('/plans/$id/new-version', () => import('./screens/plans/new-version.tsx'), 'NewVersion'),
    page('/hypotheses', () => import('./screens/hypotheses/hypothesis-list.tsx'), 'HypothesisList'),
    page('/hypotheses/new', () => import('./screens/hypotheses/new-hypothesis.tsx'), 'NewHypothesis'),
    page('/hypotheses/compare', () => import('./screens/hypotheses/compare-hypotheses.tsx'), 'CompareHypotheses'),
    page('/hypotheses/$id', () => import('./screens/hypotheses/hypothesis-page.tsx'), 'HypothesisPage'),
    page('/hypotheses/$id/change', () => import('./screens/hypotheses/change-hypothesis.tsx'), 'ChangeHypothesis'),
    page('/hypotheses/$id/rows', () => import('./screens/hypotheses/hypothesis-rows.tsx'), 'HypothesisRows'),
    page('/commissions', () => import('./screens/commissions/commission-list.tsx'), 'CommissionList'),
    page('/commissions/rewards', () => import('./screens/commissions/reward-list.tsx'), 'RewardList'),
    page('/commissions/$id', () => import('./screens/commissions/commission-page.tsx'), 'CommissionPage'),
    page('/facts', () => import('./screens/facts/fact-list.tsx'), 'FactList'),
    page('/facts/tray', () => import('./screens/facts/tray-page.tsx'), 'TrayPage'),
    page('/facts/told/$id', () => import('./screens/facts/fact-page.tsx'), 'FactPage'),
    page('/ledger', () => import('./screens/ledger/trial-balance-page.tsx'), 'TrialBalancePage'),
    page('/ledger/export', () => import('./screens/ledger/journal-export-page.tsx'), 'JournalExportPage'),
    page('/ledger/verification', () => import('./screens/ledger/verification-page.tsx'), 'VerificationPage'),
    page('/ledger/accounts/$id', () => import('./screens/ledger/account-page.tsx'), 'AccountPage'),
    page('/partners/$id/statement', () => import('./screens/commissions/statement-page.tsx'), 'StatementPage'),
    page('/payouts', () => import('./screens/payouts/payout-list.tsx'), 'PayoutList'),
    page('/payouts/new', () => import('./screens/payouts/new-payout.tsx'), 'NewPayout'),
    page('/payouts/settings', () => import('./screens/payouts/payout-settings-page.tsx'), 'PayoutSettingsPage'),
    page('/payouts/$id', () => import('./screens/payouts/payout-page.tsx'), 'PayoutPage'),
    page('/statements', () => import('./screens/statements/statement-list.tsx'), 'StatementList'),
    page('/statements/periods/$period', () => import('./screens/statements/period-page.tsx'), 'PeriodPage'),
    page('/statements/$id', () => import('./screens/statements/issued-statement-page.tsx'), 'IssuedStatementPage'),
    page('/disputes', () => import('./screens/disputes/dispute-list.tsx'), 'DisputeList'),
    page('/disputes/$id', () => import('./screens/disputes/dispute-page.tsx'), 'DisputePage'),
    page('/performance', () => import('./screens/performance/program-page.tsx'), 'ProgramPage'),
    page('/performance/rows', () => import('./screens/performance/rows-page.tsx'), 'RowsPage'),
    page('/performance/$id', () => import('./screens/performance/partner-performance-page.tsx'), 'PartnerPerformancePage'),
    page('/reviews', () => import('./screens/reviews/review-list.tsx'), 'ReviewList'),
    page('/reviews/$id', () => import('./screens/reviews/review-page.tsx'), 'ReviewPage'),
    page('/imports', () => import('./screens/imports/import-list.tsx'), 'ImportList'),
    page('/imports/new', () => import('./screens/imports/new-import.tsx'), 'NewImport'),
    page('/imports/stages', () => import('./screens/imports/stages-page.tsx'), 'StagesPage'),
    page('/imports/$id', () => import('./screens/imports/import-page.tsx'), 'ImportPage'),
    page('/events', () => import('./screens/events/event-log.tsx'), 'EventLog'),
    page('/settings', () => import('./screens/settings/workspace-settings.tsx'), 'WorkspaceSettings'),
    page('/settings/icp', () => import('./screens/settings/icp-page.tsx'), 'IcpPage'),
    page('/settings/scorecards', () => import('./screens/recruiting/scorecards-page.tsx'), 'ScorecardsPage'),
    page('/settings/application-page', () => import('./screens/recruiting/application-page.tsx'), 'ApplicationPageSettings'),
    page('/settings/members', () => import('./screens/settings/members-page.tsx'), 'MembersPage'),
    page('/settings/keys', () => import('./screens/settings/keys-page.tsx'), 'KeysPage'),
    page('/settings/mailbox', () => import('./screens/settings/mail-list.tsx'), 'MailList'),
    page('/settings/mailbox/$id', () => import('./screens/settings/mail-page.tsx'), 'MailPage'),
    page('/settings/sign-in', () => import('./screens/settings/my-sign-in.tsx'), 'MySignIn'),
  ]),
])

export const router = createRouter({
  routeTree, basepath: '/app', defaultPreload: 'intent', scrollRestoration: true, defaultPendingMs: 200, defaultPendingComponent: () => <Loading />,
  defaultErrorComponent: ({ error, reset }) => <PageError error={error} retry={reset} />,
  // Filters are words in the address, not JSON.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const params = new URLSearchParams(Object.entries(search).flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, String(value)]])))
    return params.size > 0 ? `?${params}` : ''
  },
})

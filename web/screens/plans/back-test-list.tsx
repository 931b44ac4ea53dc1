import { useCan } from '../../api/session.ts'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { paths } from '../../paths.ts'
import { BackTests } from './back-tests.tsx'

/** Plans › Back-tests. */
export function BackTestList() {
  const can = useCan('ledger:read')
  return <Page title="Back-tests" parent={{ title: 'Plans', to: paths.plans() }} sub="Drafts that were run over the past before they were published.">{can.allowed ? <BackTests /> : <EmptyState title="You cannot see back-tests">{can.why}</EmptyState>}</Page>
}

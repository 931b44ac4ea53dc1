import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { ButtonLink } from '../../parts/link.tsx'
import { Page } from '../../parts/page.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { BackTestResult } from './back-test-result.tsx'
import { backTestQuery } from './queries.ts'

/** One back-test that was kept. */
export function BackTestPage() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(backTestQuery(id))
  const parent = { title: 'Back-tests', to: paths.backTests() }
  if (!query.data) return <Page title="Back-test" parent={parent}>{query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The back-test" /> : <Loading />}</Page>
  const test = query.data
  return (
    <Page
      title={`Back-test of ${test.name}`} parent={parent} actions={test.planId && <ButtonLink to={paths.plan(test.planId)}>Open plan</ButtonLink>}
      sub={<>Over {test.fileName ?? 'our own past'}{test.from && <>, from <Day date={test.from} /></>}{test.to && <>, to <Day date={test.to} /></>}{test.onPlan && ', only partners who were on the plan'}. Started <When at={test.createdAt} />{test.createdBy && ` by ${test.createdBy}`}.</>}
    >
      <BackTestResult id={id} />
    </Page>
  )
}
